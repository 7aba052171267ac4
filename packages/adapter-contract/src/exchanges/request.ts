import { AUTHORITY } from '../deployment.js'
import type { Exchange, Known } from '../types.js'

/** A request, of which every byte can be chosen. */
export interface Parts {
  /** Default `GET`. */
  readonly method?: string
  readonly target: string
  /** Whole lines, without the line end. */
  readonly headers?: readonly string[]
  /** With it comes a `Content-Length`, but for a request that names its framing itself. */
  readonly body?: string | Uint8Array
  /** `null` for no line. Default: the authority of the configuration. */
  readonly host?: string | null
  readonly version?: string
}

const FRAMED = /^(content-length|transfer-encoding):/i

export function http({ method = 'GET', target, headers = [], body, host = AUTHORITY, version = '1.1' }: Parts): Buffer {
  const bytes = body === undefined ? undefined : Buffer.from(body as string)
  const isFramed = headers.some((line) => FRAMED.test(line))
  const lines = [
    `${method} ${target} HTTP/${version}`,
    ...(host === null ? [] : [`Host: ${host}`]),
    ...headers,
    ...(bytes === undefined || isFramed ? [] : [`Content-Length: ${String(bytes.length)}`]),
  ]
  return Buffer.concat([Buffer.from(`${lines.join('\r\n')}\r\n\r\n`, 'latin1'), bytes ?? Buffer.alloc(0)])
}

type Extra = Omit<Exchange, 'name' | 'status' | 'send'>

/** A row with one request. */
export function row(
  name: string,
  status: number,
  parts: Parts | ((known: Known) => Parts),
  extra: Extra = {},
): Exchange {
  const isHead = typeof parts === 'object' && parts.method === 'HEAD'
  const send: Exchange['send'] = (known) => [http(typeof parts === 'function' ? parts(known) : parts)]
  return { name, status, send, ...(isHead && { isHead }), ...extra }
}

/** A value that an earlier exchange has brought. */
export function value({ values }: Known, name: string): string {
  const found = values.get(name)
  if (found === undefined) throw new Error(`nobody has learnt ${name}`)
  return found
}

export const FORM = 'Content-Type: application/x-www-form-urlencoded'
export const JSON_TYPE = 'Content-Type: application/json'
const ACCEPT = 'Accept: application/json, text/event-stream'

/** A posted form, with repeated fields where a list is given. */
export function form(target: string, fields: readonly (readonly [string, string])[], headers: readonly string[] = []) {
  const body = new URLSearchParams(fields.map(([name, text]) => [name, text])).toString()
  return { method: 'POST', target, headers: [FORM, ...headers], body }
}

/** A JSON-RPC request as text. */
export function rpc(method: string, params?: unknown, id: unknown = 1): string {
  return JSON.stringify({ jsonrpc: '2.0', id, method, ...(params !== undefined && { params }) })
}

export interface McpParts extends Partial<Parts> {
  /** Name of a learnt token; `null` for none. Default `read`. */
  readonly token?: string | null
}

/** A message to the MCP endpoint, by default a `ping` of a caller with `notes:read`. */
export function mcpParts({ token = 'read', headers = [], ...parts }: McpParts, known: Known): Parts {
  const bearer = token === null ? [] : [`Authorization: Bearer ${value(known, token)}`]
  const method = parts.method ?? 'POST'
  const isTyped = headers.some((line) => /^content-type:/i.test(line))
  const typed = method === 'POST' ? [...(isTyped ? [] : [JSON_TYPE]), ACCEPT] : []
  const body = method === 'POST' ? { body: rpc('ping') } : {}
  return { method, target: '/mcp', ...body, ...parts, headers: [...bearer, ...typed, ...headers] }
}

export function mcp(name: string, status: number, parts: McpParts = {}, extra: Extra = {}): Exchange {
  const isHead = parts.method === 'HEAD' && { isHead: true }
  return row(name, status, (known) => mcpParts(parts, known), { ...isHead, ...extra })
}
