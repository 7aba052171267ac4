/** Ids of JSON-RPC as MCP allows them: never `null` (ST-12). */
export type JsonRpcId = string | number

/**
 * Error codes of our own answers (requirements §10.6). Codes beyond what the protocol defines stay out of its
 * reserved range -32768…-32000 and equal the HTTP status they come with (ST-66).
 */
export const JSON_RPC_CODES = Object.freeze({
  parseError: -32700,
  invalidRequest: -32600,
  methodNotFound: -32601,
  invalidParams: -32602,
  headerMismatch: -32020,
  missingCapability: -32021,
  unsupportedVersion: -32022,
  unauthorized: 401,
  forbidden: 403,
  tooManyRequests: 429,
})

/**
 * The body of a JSON-RPC error. Without an id the member is left out, never `null` (ST-03).
 *
 * @example
 * ```ts
 * import { JSON_RPC_CODES, jsonRpcError } from '@sallyport/core/transport'
 *
 * console.log(jsonRpcError(JSON_RPC_CODES.forbidden, 'Origin not allowed'))
 * // {"jsonrpc":"2.0","error":{"code":403,"message":"Origin not allowed"}}
 * ```
 */
export function jsonRpcError(code: number, message: string, id?: JsonRpcId): string {
  return JSON.stringify({ jsonrpc: '2.0', ...(id !== undefined && { id }), error: { code, message } })
}
