export const META_VERSION = 'io.modelcontextprotocol/protocolVersion'
export const META_CAPABILITIES = 'io.modelcontextprotocol/clientCapabilities'

/** `_meta` of a modern request. */
export const envelope = (version: unknown = '2026-07-28'): Record<string, unknown> => ({
  [META_VERSION]: version,
  [META_CAPABILITIES]: {},
})

export interface Body {
  readonly jsonrpc: '2.0'
  readonly id?: string | number
  readonly method: string
  readonly params: Readonly<Record<string, unknown>>
}

/** A modern request. */
export const modern = (
  method: string,
  params: Readonly<Record<string, unknown>> = {},
  id: string | number = 7,
): Body => ({
  jsonrpc: '2.0',
  id,
  method,
  params: { ...params, _meta: envelope() },
})

/** The headers that belong to a modern request. */
export const headersOf = (method: string, name?: string): Record<string, string> => ({
  'mcp-protocol-version': '2026-07-28',
  'mcp-method': method,
  ...(name === undefined ? {} : { 'mcp-name': name }),
})
