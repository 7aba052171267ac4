import type { Progress } from '../run-leg.js'

/** Shows how far a run is. */
export interface ProgressLine {
  show(state: Progress): void
  clear(): void
}

const clock = (ms: number): string =>
  [ms / 60_000, (ms / 1000) % 60].map((part) => String(Math.floor(part)).padStart(2, '0')).join(':')

/** One line that is written over and over; nothing at all where nobody looks at a terminal. */
export function progressLine(stream: NodeJS.WriteStream, legMs: number): ProgressLine {
  if (!stream.isTTY) return { show: () => undefined, clear: () => undefined }
  return {
    show({ leg, passedMs, requests, faults, violations }) {
      const time = `${clock(passedMs)} of ${clock(legMs)}`
      const line = `${leg}  ${time}  ${requests} requests  ${faults} faults  ${violations} violations`
      stream.write(`\r\x1b[2K${line.slice(0, stream.columns - 1)}`)
    },
    clear: () => void stream.write('\r\x1b[2K'),
  }
}
