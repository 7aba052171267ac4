import type { Answer } from './answer-reader.js'
import type { Conversation } from './raw-http.js'
import type { Exchange } from './types.js'

export interface Recorded extends Conversation {
  /** How often the MCP handler ran. */
  readonly runs: number
}

/** One exchange that ended differently on a host. */
export interface Difference {
  readonly exchange: string
  readonly host: string
  readonly expected: string
  readonly actual: string
}

/** Everything that is compared, as text. `Date` is the only line left out: it is the time of the machine. */
function transcript({ answers, interim, ended, runs }: Recorded): string {
  const parts = answers.map(({ statusLine, headers, body }) => {
    const lines = headers.filter(([name]) => name.toLowerCase() !== 'date').map(([name, value]) => `${name}: ${value}`)
    return [statusLine, ...lines.sort(), '', body.toString('latin1')].join('\n')
  })
  const end = `[${ended ? 'ended by the server' : 'kept open'}, handler ran ${String(runs)} times]`
  return [...interim, ...parts, end].join('\n')
}

const statusOf = (answers: readonly Answer[]): number | undefined => answers.at(-1)?.status

/** The answer of a host that found no route. */
const isOwn404 = ({ answers, runs }: Recorded): boolean =>
  answers.length === 1 && statusOf(answers) === 404 && runs === 0

/** Holds what the hosts answered against the table, and against what the first host answered. */
export function compare(
  name: string,
  { comparison = 'bytes', status }: Exchange,
  recorded: readonly (readonly [host: string, recorded: Recorded | undefined])[],
): readonly Difference[] {
  const differences: Difference[] = []
  let reference: string | undefined
  for (const [host, answer] of recorded) {
    if (answer === undefined) continue
    if (comparison === 'bytes-or-404' && isOwn404(answer)) continue
    const actual = transcript(answer)
    if (statusOf(answer.answers) !== status) {
      differences.push({ exchange: name, host, expected: `status ${String(status)}`, actual })
      continue
    }
    if (comparison === 'own-404' || comparison === 'status') continue
    reference ??= actual
    if (actual !== reference) differences.push({ exchange: name, host, expected: reference, actual })
  }
  return differences
}
