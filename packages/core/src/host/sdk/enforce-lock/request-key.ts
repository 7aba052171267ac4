import { member } from '../messages.js'

/** One for each request, in every copy that the SDKs make of its context. */
export function requestKey(context: object): object {
  const signal = member(context, 'signal') ?? member(context, 'mcpReq', 'signal')
  return typeof signal === 'object' && signal !== null ? signal : context
}
