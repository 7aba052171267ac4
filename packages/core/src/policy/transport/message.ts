import { own } from './members.js'

/** Ids of JSON-RPC as MCP allows them: never `null` (ST-12). */
export type JsonRpcId = string | number

/** "Invalid Request", JSON-RPC 2.0 §5.1. */
const INVALID_REQUEST = -32600

/** One JSON-RPC message in the form that MCP allows. */
export type Message =
  | { readonly kind: 'request'; readonly id: JsonRpcId; readonly method: string }
  | { readonly kind: 'notification'; readonly method: string }
  /** The client's answer to a request of the server. An error may lack the id. */
  | { readonly kind: 'response'; readonly id: JsonRpcId | undefined }

export type ParsedMessage =
  | { readonly ok: true; readonly message: Message }
  | {
      readonly ok: false
      /** HTTP status. */
      readonly status: 400
      /** For the JSON-RPC error. */
      readonly code: -32600
      /** To be echoed, once it could be read. */
      readonly id: JsonRpcId | undefined
      /** For the audit log. */
      readonly reason: 'batch' | 'not_a_message' | 'version' | 'id' | 'method' | 'params' | 'answer'
    }

type Members = Readonly<Record<string, unknown>>

/**
 * Checks that a parsed body is one JSON-RPC message. Batches went with revision 2025-06-18 and would slip past every
 * check that reads `method` (ST-08), although the SDK still takes them.
 *
 * @param body from a parser that refuses duplicate members
 * @example
 * ```ts
 * import { parseMessage } from '@sallyport/core/transport'
 *
 * console.log(parseMessage([{ jsonrpc: '2.0', id: 1, method: 'ping' }]))
 * // { ok: false, status: 400, code: -32600, id: undefined, reason: 'batch' }
 * ```
 */
export function parseMessage(body: unknown): ParsedMessage {
  if (Array.isArray(body)) return refuse('batch', undefined)
  if (!isObject(body)) return refuse('not_a_message', undefined)
  const id = readId(body)
  if (own(body, 'jsonrpc') !== '2.0') return refuse('version', id)
  if (Object.hasOwn(body, 'id') && id === undefined) return refuse('id', undefined)
  return Object.hasOwn(body, 'method') ? parseCall(body, id) : parseAnswer(body, id)
}

function parseCall(body: Members, id: JsonRpcId | undefined): ParsedMessage {
  const method = own(body, 'method')
  if (typeof method !== 'string' || method === '') return refuse('method', id)
  // A call that is an answer as well is read as one thing here and as the other behind us.
  if (Object.hasOwn(body, 'result') || Object.hasOwn(body, 'error')) return refuse('answer', id)
  if (Object.hasOwn(body, 'params') && !isObject(own(body, 'params'))) return refuse('params', id)
  return { ok: true, message: id === undefined ? { kind: 'notification', method } : { kind: 'request', id, method } }
}

function parseAnswer(body: Members, id: JsonRpcId | undefined): ParsedMessage {
  const hasResult = Object.hasOwn(body, 'result')
  const hasError = Object.hasOwn(body, 'error')
  if (hasResult === hasError) return refuse(hasResult ? 'answer' : 'not_a_message', id)
  if (!isObject(own(body, hasResult ? 'result' : 'error'))) return refuse('answer', id)
  if (hasResult && id === undefined) return refuse('id', undefined)
  return { ok: true, message: { kind: 'response', id } }
}

/** A string, or an integer that survives being echoed; anything else counts as unread. */
function readId(body: Members): JsonRpcId | undefined {
  const id = own(body, 'id')
  return typeof id === 'string' || Number.isSafeInteger(id) ? (id as JsonRpcId) : undefined
}

function isObject(value: unknown): value is Members {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

function refuse(reason: Extract<ParsedMessage, { ok: false }>['reason'], id: JsonRpcId | undefined): ParsedMessage {
  return { ok: false, status: 400, code: INVALID_REQUEST, id, reason }
}
