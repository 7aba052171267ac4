/**
 * A JSON-RPC error for the caller of a handler. The MCP SDKs send `code`, `message` and `data` of whatever a handler
 * throws, so nothing private may stand in it; the `reason` of a refusal goes to the audit log instead.
 */
export class RpcError extends Error {
  override readonly name = 'RpcError'
  /** JSON-RPC error code, for example -32602. */
  readonly code: number
  /** Public. */
  readonly data: unknown

  constructor(code: number, message: string, data?: unknown) {
    super(message)
    this.code = code
    this.data = data
  }
}
