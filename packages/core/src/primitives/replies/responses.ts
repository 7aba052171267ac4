import type { Page } from '../../policy/pages/index.js'
import { OPEN_CORS_HEADERS } from './cors.js'
import { DATA_HEADERS, PRIVATE_DATA_HEADERS, pageHeaders } from './headers.js'
import { toResponse, type HeaderLine } from './reply.js'

/** How a JSON answer may be used. */
export interface JsonResponseOptions {
  /** Readable by pages of every origin, without credentials. Default false. */
  readonly cors?: boolean
  /** Seconds that anybody may keep the answer, for public documents only. Default: `no-store`. */
  readonly publicForSeconds?: number
  readonly headers?: readonly HeaderLine[]
}

/**
 * A JSON answer that no cache keeps, unless told otherwise (AS-51, F-18).
 *
 * @example
 * ```ts
 * import { jsonResponse } from '@sallyport/core/replies'
 *
 * const response = jsonResponse(200, { keys: [] }, { cors: true, publicForSeconds: 300 })
 * console.log(response.headers.get('cache-control')) // public, max-age=300
 * ```
 */
export function jsonResponse(status: number, body: unknown, options: JsonResponseOptions = {}): Response {
  const { cors = false, publicForSeconds, headers = [] } = options
  const security: readonly HeaderLine[] =
    publicForSeconds === undefined
      ? PRIVATE_DATA_HEADERS
      : [['cache-control', `public, max-age=${String(publicForSeconds)}`], ...DATA_HEADERS]
  return toResponse({
    status,
    headers: [['content-type', 'application/json'], ...security, ...(cors ? OPEN_CORS_HEADERS : []), ...headers],
    body: JSON.stringify(body),
  })
}

/** A success without a body, for example of RFC 7009 §2.2. */
export function emptyResponse(status: 200 | 202 | 204, options: { readonly cors?: boolean } = {}): Response {
  return toResponse({
    status,
    headers: [...PRIVATE_DATA_HEADERS, ...(options.cors ? OPEN_CORS_HEADERS : [])],
    body: '',
  })
}

/**
 * A page: never framed, cached, sniffed, referred from or readable across origins (AS-10, PX-09).
 *
 * @param headers further lines, for example `set-cookie`
 */
export function pageResponse(status: number, page: Page, headers: readonly HeaderLine[] = []): Response {
  return toResponse({
    status,
    headers: [['content-type', 'text/html; charset=utf-8'], ...pageHeaders(page.contentSecurityPolicy), ...headers],
    body: page.html,
  })
}

/**
 * Sends the browser on. Always 303, so a posted form or credential is never posted again elsewhere (AS-09, RFC 9700 §4.12).
 *
 * @param url absolute; goes into `Location` byte for byte
 * @param setCookies values of `Set-Cookie`, one line each
 * @throws {TypeError} when a value holds a line break
 */
export function redirectResponse(url: string, setCookies: readonly string[] = []): Response {
  return toResponse({
    status: 303,
    headers: [
      ...PRIVATE_DATA_HEADERS,
      ['location', url],
      ...setCookies.map((cookie): HeaderLine => ['set-cookie', cookie]),
    ],
    body: '',
  })
}

/** The answer to HEAD: all that GET would say, without the body (RFC 9110 §9.3.2). */
export function withoutBody({ status, headers }: Response): Response {
  return new Response(null, { status, headers })
}
