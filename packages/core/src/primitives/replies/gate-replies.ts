import { PRIVATE_DATA_HEADERS } from './headers.js'
import { limitLines } from './oauth-errors.js'
import type { HeaderLine, Reply } from './reply.js'

/** `id` of a JSON-RPC request; `undefined` when it could not be read, then the member is left out (never `null`). */
export type JsonRpcId = string | number | undefined

/**
 * Codes we answer with: those JSON-RPC 2.0 §5.1 and the MCP revisions define, and the HTTP status for what they do not.
 * Anything else in -32768…-32000 is reserved.
 */
export type JsonRpcErrorCode =
  | -32700
  | -32600
  | -32601
  | -32602
  | -32603
  | -32020
  | -32021
  | -32022
  | 400
  | 401
  | 403
  | 404
  | 405
  | 413
  | 429
  | 500
  | 503

/** A JSON-RPC error. `message` is constant per situation: it names no tool, claim or user (RS-41). */
export interface JsonRpcError {
  readonly code: JsonRpcErrorCode
  readonly message: string
  /** As a revision of MCP defines it for this code. */
  readonly data?: unknown
}

/** A JSON answer for the gate, with all security headers. */
export function jsonReply(status: number, body: unknown, headers: readonly HeaderLine[] = []): Reply {
  return {
    status,
    headers: [['content-type', 'application/json'], ...PRIVATE_DATA_HEADERS, ...headers],
    body: JSON.stringify(body),
  }
}

/** A status with all security headers and no body. */
export function emptyReply(status: number, headers: readonly HeaderLine[] = []): Reply {
  return { status, headers: [...PRIVATE_DATA_HEADERS, ...headers], body: '' }
}

/**
 * A refusal as MCP clients read it: HTTP status and JSON-RPC error.
 *
 * @example
 * ```ts
 * import { rpcErrorReply } from '@sallyport/core/replies'
 *
 * console.log(rpcErrorReply(400, { code: -32700, message: 'Parse error' }).body)
 * // {"jsonrpc":"2.0","error":{"code":-32700,"message":"Parse error"}}
 * ```
 */
export function rpcErrorReply(
  status: number,
  error: JsonRpcError,
  id?: JsonRpcId,
  headers: readonly HeaderLine[] = [],
): Reply {
  const { code, message, data } = error
  const member = { code, message, ...(data === undefined ? {} : { data }) }
  return jsonReply(status, { jsonrpc: '2.0', error: member, ...(id === undefined ? {} : { id }) }, headers)
}

/** @param challenges ready `WWW-Authenticate` values, one line each (§10.1: weak parsers trip over joined ones) */
function challengeLines(challenges: readonly string[]): readonly HeaderLine[] {
  return challenges.map((value) => ['www-authenticate', value])
}

/** 401: no credential, or one that is not valid (RS-30). */
export function unauthorizedReply(challenges: readonly string[], id?: JsonRpcId): Reply {
  return rpcErrorReply(401, { code: 401, message: 'Unauthorized' }, id, challengeLines(challenges))
}

/**
 * 400 with a challenge: credentials that are malformed or given twice (RS-30).
 *
 * @param code `-32600` for clients of 2026-07-28, which take an unknown code for an older server (ST-65)
 */
export function badCredentialsReply(challenges: readonly string[], code: 400 | -32600 = 400): Reply {
  return rpcErrorReply(400, { code, message: 'Bad request' }, undefined, challengeLines(challenges))
}

/** 403: wrong Host or Origin (no challenge), or a scope is missing (challenge names all of them, RS-60). */
export function forbiddenReply(challenges: readonly string[] = [], id?: JsonRpcId): Reply {
  return rpcErrorReply(403, { code: 403, message: 'Forbidden' }, id, challengeLines(challenges))
}

/** 404: a session or path that does not exist, or belongs to somebody else. */
export function notFoundReply(id?: JsonRpcId): Reply {
  return rpcErrorReply(404, { code: 404, message: 'Not found' }, id)
}

/**
 * 404 for a session that does not exist, or belongs to somebody else: what the MCP SDKs send for an id that they do not
 * know, to the letter. One header line more would tell the two apart (ST-23, ST-26).
 */
export function sessionNotFoundReply(): Reply {
  return {
    status: 404,
    headers: [['content-type', 'application/json']],
    body: '{"jsonrpc":"2.0","error":{"code":-32001,"message":"Session not found"},"id":null}',
  }
}

/** 405 with `Allow` (RFC 9110 §15.5.6). */
export function methodNotAllowedReply(allow: readonly string[]): Reply {
  return rpcErrorReply(405, { code: 405, message: 'Method not allowed' }, undefined, [['allow', allow.join(', ')]])
}

/** 413; an adapter closes the connection, because the rest of the body is not read. */
export function payloadTooLargeReply(): Reply {
  return rpcErrorReply(413, { code: 413, message: 'Payload too large' })
}

/** 429 with `Retry-After` in whole seconds, rounded up, and to the millisecond as `data.retryAfterMs` (F-42). */
export function tooManyRequestsReply(retryAfterMs: number, id?: JsonRpcId, headers: readonly HeaderLine[] = []): Reply {
  const error = { code: 429, message: 'Too many requests', data: { retryAfterMs } } as const
  return rpcErrorReply(429, error, id, limitLines({ retryAfterMs, headers }))
}

/** 500 that says nothing: for everything unforeseen. */
export function serverErrorReply(): Reply {
  return emptyReply(500)
}

/** 503: a part we depend on, such as the store, does not answer. */
export function unavailableReply(id?: JsonRpcId): Reply {
  return rpcErrorReply(503, { code: 503, message: 'Service unavailable' }, id, [['retry-after', '1']])
}
