import { startChild } from './child.js'

/** What the probing process is told, one JSON object a line. */
export interface ProbeRequest {
  readonly id: number
  readonly port: number
  readonly path: string
  readonly access: string
}

/** What it answers; without a time it gave up. */
export interface Probed {
  readonly id: number
  readonly afterMs?: number
}

export interface Probe {
  /** Milliseconds until the process at this port has answered a call with success; `undefined` when it never does. */
  untilServes(port: number, access: string): Promise<number | undefined>
  close(): Promise<void>
}

export const PROBE_BODY = JSON.stringify({
  jsonrpc: '2.0',
  id: 1,
  method: 'tools/call',
  params: { name: 'echo', arguments: {} },
})

const PROGRAM = new URL('./probe-process.ts', import.meta.url)

export async function startProbe(): Promise<Probe> {
  const waiting = new Map<number, (afterMs: number | undefined) => void>()
  let next = 0
  const said = (line: string): void => {
    const { id, afterMs } = JSON.parse(line) as Probed
    waiting.get(id)?.(afterMs)
    waiting.delete(id)
  }
  const child = await startChild(PROGRAM, {}, { said })
  return {
    untilServes: (port, access) =>
      new Promise((resolve) => {
        const request: ProbeRequest = { id: next++, port, path: '/mcp', access }
        waiting.set(request.id, resolve)
        child.tell(JSON.stringify(request))
      }),
    close: () => child.kill(),
  }
}
