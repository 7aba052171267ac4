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

/** What came of one exchange on all hosts. */
export interface Comparison {
  readonly differences: readonly Difference[]
  /** Every host's answer was held against the first one's, byte for byte. */
  readonly isByteForByte: boolean
}

/**
 * Everything that is compared, as text. `Date` is the only line left out: it is the time of the machine. Lines of one
 * name stay in their order.
 */
function transcript({ answers, interim, ended, runs }: Recorded): string {
  const parts = answers.map(({ statusLine, headers, body }) => {
    const names = [...new Set(headers.map(([name]) => name.toLowerCase()))].filter((name) => name !== 'date').sort()
    const lines = names.flatMap((wanted) => headers.filter(([name]) => name.toLowerCase() === wanted))
    return [statusLine, ...lines.map((line) => line.join(': ')), '', body.toString('latin1')].join('\n')
  })
  const end = `[${ended ? 'ended by the server' : 'kept open'}, handler ran ${String(runs)} times]`
  return [...interim, ...parts, end].join('\n')
}

/** What the table demands and the last answer does not have. */
function unmet({ status, body, lines = [] }: Exchange, answer: Answer | undefined): string | undefined {
  if (answer?.status !== status) return `status ${String(status)}`
  if (body !== undefined && answer?.body.toString('latin1') !== body) return `body ${body}`
  const has = (wanted: string): boolean => answer?.headers.some(([name]) => name.toLowerCase() === wanted) ?? false
  const missing = lines.find((name) => !has(name.toLowerCase()))
  return missing === undefined ? undefined : `a line ${missing}`
}

/** A refusal of the host itself: it found no route, or could make no request of it. Ours all bear a referrer policy. */
function isOwnRefusal({ answers, runs }: Recorded): boolean {
  const [answer, ...more] = answers
  if (answer === undefined || more.length > 0 || runs > 0) return false
  const isOurs = answer.headers.some(([name]) => name.toLowerCase() === 'referrer-policy')
  return !isOurs && (answer.status === 400 || answer.status === 404)
}

/** Holds what the hosts answered against the table, and against what the first host answered. */
export function compare(
  name: string,
  exchange: Exchange,
  recorded: readonly (readonly [host: string, recorded: Recorded])[],
): Comparison {
  const { comparison = 'bytes' } = exchange
  const judged = comparison === 'bytes-or-own' ? recorded.filter(([, answer]) => !isOwnRefusal(answer)) : recorded
  const isStatusOnly = comparison === 'own-404' || comparison === 'status'
  const [first] = judged
  const reference = first === undefined ? '' : transcript(first[1])
  const differences = judged.flatMap(([host, answer]): readonly Difference[] => {
    const actual = transcript(answer)
    const expected = unmet(exchange, answer.answers.at(-1))
    if (expected !== undefined) return [{ exchange: name, host, expected, actual }]
    if (isStatusOnly || actual === reference) return []
    return [{ exchange: name, host, expected: reference, actual }]
  })
  return { differences, isByteForByte: !isStatusOnly && judged.length === recorded.length }
}
