import type { RequestFacts } from './facts.js'
import { decodeHeaderValue } from './header-value.js'
import { own } from './members.js'
import { headerMismatch, refusal, type ProtocolRefusal } from './protocol-errors.js'

/** An argument of a tool that a header repeats. */
export interface MirroredParameter {
  /** Header in lower case, for example `mcp-param-region`. */
  readonly header: string
  /** Member names from `params.arguments` down to the value. */
  readonly path: readonly string[]
}

/** Decimal, as `42` and `42.0`: numbers are compared by value (ST-52). */
const DECIMAL = /^-?(?:0|[1-9]\d*)(?:\.\d+)?$/

/**
 * Compares the `Mcp-Param-*` headers of a modern `tools/call` with its arguments: both or neither, and equal (ST-52,
 * ST-53). Headers that are not listed are ignored (ST-54). Nothing else ever reads these headers, so they cannot lend
 * anything to anybody (ST-56): whatever decides on a tenant or a region takes it from the arguments.
 *
 * @param parameters of the called tool
 * @param body the parsed message
 * @example
 * ```ts
 * import { checkMirroredParameters } from '@sallyport/core/transport'
 *
 * const facts = { headerLines: () => ['eu'] }
 * const body = { method: 'tools/call', params: { name: 'query', arguments: { region: 'us' } } }
 * const refusal = checkMirroredParameters(facts, [{ header: 'mcp-param-region', path: ['region'] }], body)
 * console.log(refusal?.error.code) // -32020
 * ```
 */
export function checkMirroredParameters(
  facts: Pick<RequestFacts, 'headerLines'>,
  parameters: readonly MirroredParameter[],
  body: unknown,
): ProtocolRefusal | undefined {
  const values = own(own(body, 'params'), 'arguments')
  for (const { header, path } of parameters) {
    const reason = reasonFor(facts.headerLines(header), path.reduce(own, values))
    if (reason !== undefined) return refusal(headerMismatch('Mcp-Param'), reason)
  }
  return undefined
}

type Mismatch = 'parameter_header_missing' | 'parameter_header_malformed' | 'parameter_header_mismatch'

function reasonFor(lines: readonly string[], value: unknown): Mismatch | undefined {
  const [line] = lines
  const isAbsent = value === undefined || value === null
  if (line === undefined) return isAbsent ? undefined : 'parameter_header_missing'
  const decoded = lines.length > 1 ? undefined : decodeHeaderValue(line)
  if (decoded === undefined) return 'parameter_header_malformed'
  return !isAbsent && isSame(decoded, value) ? undefined : 'parameter_header_mismatch'
}

/** Lists and objects have no form in a header, so that no header can repeat them. */
function isSame(text: string, value: unknown): boolean {
  if (typeof value === 'string') return text === value
  if (typeof value === 'boolean') return text === String(value)
  return typeof value === 'number' && (text === String(value) || (DECIMAL.test(text) && Number(text) === value))
}
