import { keyStates, readKeyFile, type KeyState } from '@sallyport/core/keys'
import { readPrivateFile } from '../keys/private-file.js'
import { formatDuration, formatTime } from '../terminal/durations.js'
import { table } from '../terminal/table.js'
import { paint, type Style, type Terminal } from '../terminal/terminal.js'

const HEADER = ['PURPOSE', 'KID', 'ALG', 'STATE', 'SINCE', 'UNTIL', 'AGE']
const STATE_COLUMN = HEADER.indexOf('STATE')
const STYLES: ReadonlyMap<string, Style> = new Map([
  ['active', 'green'],
  ['next', 'cyan'],
  ['expired', 'red'],
])

function rowOf(state: KeyState, nowMs: number): readonly string[] {
  const time = (atMs: number | undefined): string => (atMs === undefined ? '-' : formatTime(atMs))
  const age = state.createdAtMs === undefined ? '-' : formatDuration(nowMs - state.createdAtMs)
  const { purpose, kid, alg = '-', sinceMs, untilMs } = state
  return [purpose, kid, alg, state.state, time(sinceMs), time(untilMs), age]
}

/** Nothing that is printed here is secret. */
export async function listKeys(terminal: Terminal, { file, json }: { file: string; json?: boolean }): Promise<void> {
  const { text } = await readPrivateFile(file)
  const states = keyStates(readKeyFile(text), terminal)
  if (json === true) {
    const keys = states.map(({ sinceMs = null, untilMs = null, createdAtMs = null, alg = null, ...rest }) => ({
      ...rest,
      alg,
      sinceMs,
      untilMs,
      createdAtMs,
    }))
    terminal.out(JSON.stringify({ keys }, null, 2))
    return
  }
  const nowMs = terminal.nowMs()
  const rows = [HEADER, ...states.map((state) => rowOf(state, nowMs))]
  const styleOf = (cell: string, column: number) => (column === STATE_COLUMN ? STYLES.get(cell) : undefined)
  terminal.out(table(rows, (cell, column) => paint(terminal, styleOf(cell, column), cell)))
}
