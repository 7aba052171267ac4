import type { App } from './app.js'

export const MCP_HEADERS = { 'content-type': 'application/json', accept: 'application/json, text/event-stream' }

/** A JSON-RPC request of a legacy client. */
export function message(method: string, params: Record<string, unknown> = {}): Record<string, unknown> {
  return { jsonrpc: '2.0', id: 1, method, params }
}

export function callMcp(
  app: App,
  token: string | undefined,
  body: unknown = message('ping'),
  headers: Record<string, string> = {},
): Promise<Response> {
  return fetch(app.endpoint, {
    method: 'POST',
    headers: { ...MCP_HEADERS, ...(token !== undefined && { authorization: `Bearer ${token}` }), ...headers },
    body: typeof body === 'string' ? body : JSON.stringify(body),
  })
}
