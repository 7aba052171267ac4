/** Members of JSON-RPC messages, read without trusting their form. */

export type MessageId = string | number

/** What an open request asked for; its answer is judged by it. */
export interface OpenRequest {
  readonly method: string
  /** Of 2026-07-28 or later: the request carries its own revision. */
  readonly modern: boolean
  /** Least severity of log messages that it asked for. */
  readonly logLevel: string | undefined
  readonly authInfo: unknown
}

const REVISION = 'io.modelcontextprotocol/protocolVersion'
const LOG_LEVEL = 'io.modelcontextprotocol/logLevel'
const RELATED_TASK = 'io.modelcontextprotocol/related-task'

/** Own members only. */
export function member(value: unknown, ...path: readonly string[]): unknown {
  let found = value
  for (const name of path) {
    if (typeof found !== 'object' || found === null || !Object.hasOwn(found, name)) return undefined
    found = (found as Record<string, unknown>)[name]
  }
  return found
}

/** A member that is text. */
export function text(value: unknown, ...path: readonly string[]): string | undefined {
  const found = member(value, ...path)
  return typeof found === 'string' ? found : undefined
}

export const methodOf = (message: object): string | undefined => text(message, 'method')

export function idOf(message: object): MessageId | undefined {
  const id = member(message, 'id')
  return typeof id === 'string' || typeof id === 'number' ? id : undefined
}

export const isModern = (message: object): boolean => text(message, 'params', '_meta', REVISION) !== undefined

export const logLevelOf = (message: object): string | undefined => text(message, 'params', '_meta', LOG_LEVEL)

/** The task that a message of revision 2025-11-25 claims to belong to. */
export const relatedTask = (message: object): string | undefined =>
  text(message, 'params', '_meta', RELATED_TASK, 'taskId') ?? text(message, 'result', '_meta', RELATED_TASK, 'taskId')

/** The request that a `notifications/cancelled` is about. */
export function cancelledId(message: object): MessageId | undefined {
  if (methodOf(message) !== 'notifications/cancelled') return undefined
  const id = member(message, 'params', 'requestId')
  return typeof id === 'string' || typeof id === 'number' ? id : undefined
}

export const errorMessage = (id: MessageId, error: object): object => ({ jsonrpc: '2.0', id, error })
