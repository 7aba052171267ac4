import type { Exchange, Family } from '../types.js'
import { mcp, row } from './request.js'

const METHODS = ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS', 'PROPFIND', 'TRACE'] as const

type Statuses = Readonly<Partial<Record<(typeof METHODS)[number], number>>>

/** `TRACE` cannot become a web request (Fetch §2.2.1); it is refused all the same. */
const DOCUMENT: Statuses = { GET: 200, HEAD: 200, OPTIONS: 204, TRACE: 400 }

/** What the endpoints answer to a request with nothing in it; every other method is 405. */
const ENDPOINTS: Readonly<Record<string, Statuses>> = {
  '/.well-known/oauth-protected-resource/mcp': DOCUMENT,
  '/.well-known/oauth-protected-resource': DOCUMENT,
  '/.well-known/oauth-authorization-server': DOCUMENT,
  '/.well-known/openid-configuration': DOCUMENT,
  '/jwks': DOCUMENT,
  '/authorize': { GET: 400, HEAD: 400, TRACE: 400 },
  '/consent': { POST: 400, TRACE: 400 },
  '/callback': { GET: 400, HEAD: 400, TRACE: 400 },
  '/connections': { GET: 303, HEAD: 303, POST: 400, TRACE: 400 },
  '/token': { POST: 400, OPTIONS: 204, TRACE: 400 },
  '/register': { POST: 415, OPTIONS: 204, TRACE: 400 },
  '/revoke': { POST: 400, OPTIONS: 204, TRACE: 400 },
  '/mcp': { GET: 401, POST: 401, DELETE: 401, OPTIONS: 204 },
}

/** Methods for which not every host can have a route. */
const UNROUTED: readonly string[] = ['PROPFIND', 'TRACE']

const everywhere: readonly Exchange[] = Object.entries(ENDPOINTS).flatMap(([target, statuses]) =>
  METHODS.map((method) =>
    row(
      `${method} ${target}`,
      statuses[method] ?? 405,
      { method, target },
      { comparison: target === '/mcp' && UNROUTED.includes(method) ? 'bytes-or-own' : 'bytes' },
    ),
  ),
)

const withToken: readonly Exchange[] = [
  mcp('GET with a token', 200, { method: 'GET' }),
  mcp('DELETE with a token', 200, { method: 'DELETE' }),
  ...['HEAD', 'PUT', 'PATCH'].map((method) => mcp(`${method} with a token`, 405, { method })),
  ...['PROPFIND', 'LINK', 'TRACE', 'QUERY'].map((method) =>
    mcp(`${method} with a token`, 405, { method }, { comparison: 'bytes-or-own' }),
  ),
  mcp('a lower-case method', 400, { method: 'get' }, { comparison: 'status' }),
  mcp('a method that nobody knows', 400, { method: 'FROBNICATE' }, { comparison: 'status' }),
]

const OVERRIDES = ['X-HTTP-Method-Override', 'X-HTTP-Method', 'X-Method-Override', '_method']

/** ST-16: a header that names another method is never read. */
const overridden: readonly Exchange[] = OVERRIDES.flatMap((name) => [
  mcp(`PUT with ${name}: POST`, 405, { method: 'PUT', headers: [`${name}: POST`] }),
  mcp(`POST with ${name}: OPTIONS and no token`, 401, { token: null, headers: [`${name}: OPTIONS`] }),
])

export const methods: Family = { name: 'methods', exchanges: [...everywhere, ...withToken, ...overridden] }
