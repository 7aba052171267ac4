import type { Exchange, Family } from '../types.js'
import { mcp, row } from './request.js'

const MCP_VARIANTS = [
  ...[
    '/MCP',
    '/Mcp',
    '/mcp/',
    '/mcp//',
    '//mcp',
    '///mcp',
    '/%6dcp',
    '/%6Dcp',
    '/m%63p',
    '/mcp%2f',
    '/%2fmcp',
    '/mcp%00',
  ],
  ...['/./mcp', '/x/../mcp', '/%2e/mcp', '/mcp/.', '/mcp/..', '/mcp;a=b', '/mcp%20', '/mcp%3f', '/mcp%23', '/mcp\\'],
  ...['/mcp%zz', '/%', '/mcp%c3%28', '/mcp/../token', '*'],
  ...[
    'http://127.0.0.1:3999/mcp',
    'http://evil.example/mcp',
    'HTTP://127.0.0.1:3999/mcp',
    'https://127.0.0.1:3999//mcp',
  ],
]

const MCP_QUERIES = [
  '?',
  '?x=/mcp',
  '?x=1&x=2',
  '?%61=%62',
  '??',
  '?#',
  '?a[]=1&a[b]=2',
  '?__proto__=1',
  '?%',
  '?%c3%28',
]

const OURS = ['/.well-known/oauth-protected-resource/mcp', '/.well-known/oauth-authorization-server', '/token', '/jwks']

/** Our endpoints answer at their own spelling only: everything else falls through. */
const variantsOf = (path: string): readonly string[] => [
  ...[`${path}/`, `/${path}`, path.toUpperCase(), `${path}%2f`, `${path};a=b`, `/.${path}`, `/x/..${path}`],
  ...[`/%${path.charCodeAt(1).toString(16)}${path.slice(2)}`, `${path}/mcp`, `${path}%00`, `/mcp${path}`],
]

const fallsThrough = (target: string): Exchange =>
  row(`${target} falls through`, 404, { target }, { comparison: 'own-404' })

export const paths: Family = {
  name: 'paths',
  exchanges: [
    ...MCP_VARIANTS.map((target) =>
      mcp(`${target} without a token`, 401, { token: null, target }, { comparison: 'bytes-or-own' }),
    ),
    ...MCP_QUERIES.flatMap((query) => [
      mcp(`/mcp${query} without a token`, 401, { token: null, target: `/mcp${query}` }),
      mcp(`/mcp${query} with a token`, 200, { target: `/mcp${query}` }),
    ]),
    ...OURS.flatMap(variantsOf).map(fallsThrough),
    ...['/', '/nowhere', '/.well-known/', '/.well-known/other', '/favicon.ico'].map(fallsThrough),
    row('metadata with a query falls through', 200, { target: '/.well-known/oauth-authorization-server?x=1' }),
    row('jwks with a query', 200, { target: '/jwks?x=%zz&__proto__=1' }),
    row('metadata of the resource with a query', 200, { target: '/.well-known/oauth-protected-resource/mcp?x=1' }),
    mcp('a target of 8 192 characters', 200, { target: `/mcp?${'x'.repeat(8_187)}` }),
    mcp('a target of 8 193 characters', 414, { target: `/mcp?${'x'.repeat(8_188)}` }),
    mcp('a target over the limit of Node', 431, { target: `/mcp?${'x'.repeat(17_000)}` }, { comparison: 'status' }),
  ],
}
