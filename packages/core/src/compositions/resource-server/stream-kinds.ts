/** Requests whose answer is the stream itself, open until somebody ends it. */
const LISTENING = ['subscriptions/listen']

function isCall(message: unknown): boolean {
  if (typeof message !== 'object' || message === null || !('method' in message) || !('id' in message)) return false
  return typeof message.method === 'string' && !LISTENING.includes(message.method)
}

/** Whether a request asks for a stream on which the server may say something some day. */
export function asksToListen(httpMethod: string, message: unknown): boolean {
  if (httpMethod === 'GET') return true
  if (typeof message !== 'object' || message === null || !('method' in message)) return false
  return typeof message.method === 'string' && LISTENING.includes(message.method)
}

/**
 * Whether an open answer is that of a call which is still running, rather than a stream on which the server may say
 * something some day.
 *
 * @param message the parsed body; `undefined` for a GET
 */
export function isRunning(message: unknown): boolean {
  return Array.isArray(message) ? message.some(isCall) : isCall(message)
}
