import { PRIVATE_DATA_HEADERS } from './headers.js'
import { toResponse, type HeaderLine, type Reply } from './reply.js'

/** What a browser may read of an answer besides its body. */
const OPEN_EXPOSED = 'WWW-Authenticate, Retry-After, RateLimit, RateLimit-Policy'

/** A day; browsers cap it at two hours or less, which is fine. */
const PREFLIGHT_SECONDS = '86400'

/**
 * CORS for endpoints that take no cookie: any origin, never with credentials (AS-07).
 *
 * For metadata, JWKS, `/token`, `/register` and `/revoke` only. `/authorize`, consent and callback get no CORS at all.
 */
export const OPEN_CORS_HEADERS: readonly HeaderLine[] = [
  ['access-control-allow-origin', '*'],
  ['access-control-expose-headers', OPEN_EXPOSED],
]

/**
 * Answers the preflight of an endpoint that is open to every origin.
 *
 * @param methods of the endpoint, for example `['POST']`
 * @example
 * ```ts
 * import { preflightResponse } from '@sallyport/core/replies'
 *
 * const response = preflightResponse(['POST'])
 * console.log(response.status, response.headers.get('access-control-allow-methods')) // 204 POST
 * ```
 */
export function preflightResponse(methods: readonly string[]): Response {
  return toResponse({
    status: 204,
    headers: [
      ...PRIVATE_DATA_HEADERS,
      ['access-control-allow-origin', '*'],
      ['access-control-allow-methods', methods.join(', ')],
      // Named, not `*`: the wildcard does not cover Authorization (Fetch, "CORS-preflight fetch").
      ['access-control-allow-headers', 'Authorization, Content-Type, Accept, MCP-Protocol-Version'],
      ['access-control-max-age', PREFLIGHT_SECONDS],
    ],
    body: '',
  })
}

/** What an allowed origin may do at an MCP endpoint. */
export interface OriginGrant {
  /** The `Origin` header, after it was found in the allow-list. */
  readonly origin: string
  readonly methods: readonly string[]
  /** Request headers the page may send. */
  readonly requestHeaders: readonly string[]
}

/** CORS lines for an answer to an allow-listed origin, success or refusal. Never with credentials. */
export function allowedOriginHeaders(origin: string, exposed: readonly string[]): readonly HeaderLine[] {
  return [
    ['access-control-allow-origin', origin],
    ['access-control-expose-headers', exposed.join(', ')],
    ['vary', 'Origin'],
  ]
}

/** Answers the preflight of an allow-listed origin; needs no token. */
export function preflightReply(grant: OriginGrant): Reply {
  return {
    status: 204,
    headers: [
      ...PRIVATE_DATA_HEADERS,
      ['access-control-allow-origin', grant.origin],
      ['access-control-allow-methods', grant.methods.join(', ')],
      ['access-control-allow-headers', grant.requestHeaders.join(', ')],
      ['access-control-max-age', PREFLIGHT_SECONDS],
      ['vary', 'Origin, Access-Control-Request-Method, Access-Control-Request-Headers'],
    ],
    body: '',
  }
}
