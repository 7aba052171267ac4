import { member } from '../messages.js'

const CAPABILITIES = 'io.modelcontextprotocol/clientCapabilities'

/** What a request tells of the client that sent it, and of itself. */
export interface ClientView {
  /** Of 2026-07-28 or later: questions go into results, and nobody is asked in between. */
  readonly modern: boolean
  /** As declared: for this request, or at `initialize`. */
  readonly capabilities: unknown
  readonly form: boolean
  readonly url: boolean
  readonly requestId: unknown
  readonly signal: AbortSignal | undefined
}

const isObject = (value: unknown): boolean => typeof value === 'object' && value !== null && !Array.isArray(value)

/**
 * Only modes that were declared (EL-19). A bare `elicitation: {}` means forms, as before there were modes.
 *
 * @param context `extra` of version 1 of the SDK, `ctx` of version 2
 */
export function clientOf(server: { getClientCapabilities?(): unknown }, context: object): ClientView {
  const envelope = member(context, 'mcpReq', 'envelope')
  const modern = isObject(envelope)
  const capabilities = modern ? member(envelope, CAPABILITIES) : server.getClientCapabilities?.()
  const elicitation = member(capabilities, 'elicitation')
  const [form, url] = [isObject(member(elicitation, 'form')), isObject(member(elicitation, 'url'))]
  const signal = member(context, 'signal') ?? member(context, 'mcpReq', 'signal')
  return {
    modern,
    capabilities,
    form: form || (isObject(elicitation) && !url && member(elicitation, 'url') === undefined),
    url,
    requestId: member(context, 'requestId') ?? member(context, 'mcpReq', 'id'),
    signal: signal instanceof AbortSignal ? signal : undefined,
  }
}
