import type { Answer } from './probe/answers.js'
import { FLOW_STATUSES } from './probe/flow.js'
import type { ProbeResult } from './probe/probe.js'

/** How one runtime did: answers that were compared, and what was not the same. */
export interface Comparison {
  readonly compared: number
  readonly differences: readonly string[]
}

const text = (answer: Answer | undefined): string => JSON.stringify(answer ?? 'no answer')

/** Byte for byte against the answers of the first runtime, door by door. */
export function compare(expected: ProbeResult, actual: ProbeResult): Comparison {
  const pairs = Object.entries(expected).flatMap(([door, answers]) =>
    answers.map((answer, index) => ({ door, name: answer.name, expected: answer, actual: actual[door]?.[index] })),
  )
  const differences = pairs
    .filter((pair) => text(pair.expected) !== text(pair.actual))
    .map((pair) => `${pair.door}, ${pair.name}\n  expected ${text(pair.expected)}\n  received ${text(pair.actual)}`)
  return { compared: pairs.length, differences }
}

/** What is wrong with the answers that all others are held against: doors that disagree, a flow that went astray. */
export function judgeReference(result: ProbeResult): readonly string[] {
  const [first = [], ...others] = Object.values(result)
  const flow = first.filter(({ name }) => name.startsWith('flow: ')).map(({ status }) => status)
  return [
    ...(flow.join() === FLOW_STATUSES.join() ? [] : [`the flow answered ${flow.join()}, not ${FLOW_STATUSES.join()}`]),
    ...others.flatMap((answers) => compare({ door: first }, { door: answers }).differences),
  ]
}
