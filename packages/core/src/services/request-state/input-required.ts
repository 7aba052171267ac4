import { RpcError } from '../../errors/index.js'
import type { InputRequest, InputRequired } from './types.js'

/** The three calls that may take more than one round (MCP 2026-07-28). */
const METHODS = new Set(['tools/call', 'resources/read', 'prompts/get'])

type Capabilities = Readonly<Record<string, Readonly<Record<string, unknown>>>>

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

/** What a client must have declared to be asked this; `undefined` for a kind that does not exist. */
function capabilityFor({ method, params }: InputRequest): Capabilities | undefined {
  const members = isObject(params) ? params : {}
  switch (method) {
    case 'elicitation/create':
      return { elicitation: members['mode'] === 'url' ? { url: {} } : { form: {} } }
    case 'sampling/createMessage':
      return { sampling: 'tools' in members || 'toolChoice' in members ? { tools: {} } : {} }
    case 'roots/list':
      return { roots: {} }
    default:
      return undefined
  }
}

function isDeclared(declared: unknown, capability: string, members: Readonly<Record<string, unknown>>): boolean {
  const found = isObject(declared) && Object.hasOwn(declared, capability) ? declared[capability] : undefined
  if (!isObject(found)) return false
  // A bare `elicitation: {}` means forms, as before there were modes.
  const formOnly = capability === 'elicitation' && !('form' in found) && !('url' in found)
  return Object.keys(members).every((member) => isObject(found[member]) || (formOnly && member === 'form'))
}

function missingCapabilities(requests: readonly InputRequest[], declared: unknown): Capabilities {
  const missing: Record<string, Record<string, unknown>> = {}
  for (const request of requests) {
    for (const [capability, members] of Object.entries(capabilityFor(request) ?? {})) {
      if (!isDeclared(declared, capability, members)) missing[capability] = { ...missing[capability], ...members }
    }
  }
  return missing
}

/** The call that is to be answered with questions. */
export interface AskingCall {
  /** JSON-RPC method. */
  readonly method: string
  /** `io.modelcontextprotocol/clientCapabilities` of the request, or what the client said at `initialize`. */
  readonly capabilities: unknown
}

/**
 * Holds a result that asks for input against the rules (EL-07), for servers that are not built on SDK v2's `McpServer`:
 * that one judges what its handlers return by the same rules.
 *
 * @returns the result
 * @throws {TypeError} for another method than `tools/call`, `resources/read`, `prompts/get`, for a question of an unknown
 *   kind, and when there is neither a question nor a state: mistakes of the handler
 * @throws {RpcError} -32021 when the client did not declare what a question needs; `data.requiredCapabilities` is an
 *   object of what is missing (ST-46)
 * @example
 * ```ts
 * import { assertInputRequired } from '@sallyport/core/request-state'
 *
 * const roots = { resultType: 'input_required' as const, inputRequests: { roots: { method: 'roots/list' } } }
 * const result = assertInputRequired(roots, { method: 'tools/call', capabilities: { roots: {} } })
 * console.log(result.resultType) // input_required
 * ```
 */
export function assertInputRequired(result: InputRequired, { method, capabilities }: AskingCall): InputRequired {
  if (!METHODS.has(method)) throw new TypeError(`${method} cannot ask for input`)
  const requests = Object.entries(result.inputRequests ?? {})
  if (requests.length === 0 && typeof result.requestState !== 'string') {
    throw new TypeError('a result that asks for input needs inputRequests or requestState')
  }
  const unknown = requests.find(([, request]) => capabilityFor(request) === undefined)
  if (unknown) throw new TypeError(`"${unknown[0]}" asks for something that clients cannot be asked`)
  const requiredCapabilities = missingCapabilities(
    requests.map(([, request]) => request),
    capabilities,
  )
  if (Object.keys(requiredCapabilities).length === 0) return result
  throw new RpcError(-32021, 'Missing required client capability', { requiredCapabilities })
}
