import type { IncomingMessage, ServerResponse } from 'node:http'
import { toWebHeaders, utf8 } from '../../foundation/index.js'
import { readBody } from './body.js'

export interface BridgeOptions {
  /** Scheme, host and port of our own URLs, from the configuration: `Host` is never believed (UR-16). */
  readonly origin: string
  /** Largest body read, in bytes. Default 65 536. */
  readonly maxBodyBytes?: number
}

/** A body that a parser of the host has consumed already, written again in the form of its content type. */
function rewriteParsedBody(parsed: unknown, contentType: string): Uint8Array<ArrayBuffer> {
  if (Buffer.isBuffer(parsed)) return new Uint8Array(parsed)
  if (typeof parsed === 'string') return utf8(parsed)
  if (!contentType.toLowerCase().startsWith('application/x-www-form-urlencoded')) return utf8(JSON.stringify(parsed))
  const form = new URLSearchParams()
  for (const [name, value] of Object.entries(parsed as Record<string, unknown>)) {
    // A repeated field stays repeated, so that it is refused behind a parser as well (RFC 6749 §3.2). Lists of one and
    // objects are what a parser makes of `code[]=` and `code[x]=`: names that nobody knows, and that are ignored.
    const items = Array.isArray(value) ? (value.length > 1 ? value : []) : typeof value === 'string' ? [value] : []
    for (const item of items) form.append(name, String(item))
  }
  return utf8(form.toString())
}

async function bodyOf(
  request: IncomingMessage,
  maxBytes: number,
): Promise<Uint8Array<ArrayBuffer> | 'too_large' | undefined> {
  if (request.method === 'GET' || request.method === 'HEAD' || request.method === 'OPTIONS') return undefined
  const parsed = (request as { body?: unknown }).body
  if (request.readableEnded && parsed !== undefined) {
    const bytes = rewriteParsedBody(parsed, request.headers['content-type'] ?? '')
    return bytes.length > maxBytes ? 'too_large' : bytes
  }
  const result = await readBody(request, maxBytes)
  if (result.kind === 'bytes') return result.bytes
  if (result.problem === 'too_large') return 'too_large'
  throw new DOMException('The client has gone.', 'AbortError')
}

/**
 * The web `Request` of a Node request, for OAuth endpoints. Keeps repeated header lines, reads the body under a cap and
 * aborts `signal` when the client disconnects.
 *
 * @returns `'too_large'` when the body is over the cap
 * @throws {DOMException} `AbortError` when the client goes in mid-body
 */
export async function toWebRequest(
  request: IncomingMessage,
  response: ServerResponse,
  options: BridgeOptions,
): Promise<Request | 'too_large'> {
  const body = await bodyOf(request, options.maxBodyBytes ?? 65_536)
  if (body === 'too_large') return body
  const gone = new AbortController()
  response.once('close', () => {
    if (!response.writableFinished) gone.abort()
  })
  const target = (request as { originalUrl?: string }).originalUrl ?? request.url ?? '/'
  return new Request(options.origin + (target.startsWith('/') ? target : '/'), {
    method: request.method ?? 'GET',
    headers: toWebHeaders(request.rawHeaders),
    signal: gone.signal,
    ...(body && { body }),
  })
}

/** Writes a web `Response`; every `Set-Cookie` keeps its own line. */
export async function sendResponse(response: ServerResponse, answer: Response): Promise<void> {
  const body = Buffer.from(await answer.arrayBuffer())
  if (response.destroyed || response.headersSent) return
  response.statusCode = answer.status
  answer.headers.forEach((value, name) => {
    if (name !== 'set-cookie') response.setHeader(name, value)
  })
  for (const cookie of answer.headers.getSetCookie()) response.appendHeader('set-cookie', cookie)
  if (!response.req.complete) response.setHeader('connection', 'close')
  // Node writes the length of an empty answer itself, and leaves it out of 204 and HEAD (RFC 9110 §8.6).
  if (body.length > 0) response.setHeader('content-length', body.length)
  response.end(response.req.method === 'HEAD' ? undefined : body)
}
