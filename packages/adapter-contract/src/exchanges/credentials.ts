import type { Known } from '../types.js'
import type { Exchange, Family } from '../types.js'
import { mcpParts, row, rpc, value } from './request.js'

const PING = rpc('ping')

/** Lines that try to pass as credentials; `token` is a good one. */
const LINES: readonly (readonly [name: string, status: number, lines: (token: string) => readonly string[]])[] = [
  ['none', 401, () => []],
  ['a good one', 200, (token) => [`Authorization: Bearer ${token}`]],
  ['a scheme in lower case', 200, (token) => [`authorization: bearer ${token}`]],
  ['a scheme in upper case', 200, (token) => [`AUTHORIZATION: BEARER ${token}`]],
  ['a scheme alone', 400, () => ['Authorization: Bearer']],
  ['an empty line', 400, () => ['Authorization: ']],
  ['two blanks', 200, (token) => [`Authorization: Bearer  ${token}`]],
  ['a tab', 400, (token) => [`Authorization: Bearer\t${token}`]],
  ['a blank behind', 200, (token) => [`Authorization: Bearer ${token} `]],
  ['a second word', 400, (token) => [`Authorization: Bearer ${token} x`]],
  ['a wrong token', 401, () => ['Authorization: Bearer wrong']],
  ['characters that no token has', 400, () => ['Authorization: Bearer a"b']],
  ['bytes beyond ASCII', 400, () => ['Authorization: Bearer \u00fc\u00ff']],
  ['another scheme', 401, () => ['Authorization: Basic YTpi']],
  ['DPoP', 401, (token) => [`Authorization: DPoP ${token}`]],
  ['no scheme', 401, (token) => [`Authorization: ${token}`]],
  ['the same line twice', 400, (token) => Array.from({ length: 2 }, () => `Authorization: Bearer ${token}`)],
  ['a good line before a bad one', 400, (token) => [`Authorization: Bearer ${token}`, 'Authorization: Bearer wrong']],
  ['a bad line before a good one', 400, (token) => ['Authorization: Bearer wrong', `Authorization: Bearer ${token}`]],
  ['two schemes on two lines', 400, (token) => ['Authorization: Basic YTpi', `Authorization: Bearer ${token}`]],
  ['two joined by a comma', 400, (token) => [`Authorization: Bearer ${token}, Bearer ${token}`]],
  ['the name of a proxy', 401, (token) => [`Proxy-Authorization: Bearer ${token}`]],
  ['a name of its own', 401, (token) => [`X-Authorization: Bearer ${token}`]],
  ['an underscore for the dash', 401, (token) => [`Proxy_Authorization: Bearer ${token}`]],
  ['a cookie', 401, (token) => [`Cookie: access_token=${token}`]],
  ['a good one that was tampered with', 401, (token) => [`Authorization: Bearer ${token.slice(0, -4)}AAAA`]],
  ['a good one without its signature', 401, (token) => [`Authorization: Bearer ${token.replace(/[^.]+$/, '')}`]],
  ['more than any token needs', 431, () => [`Authorization: Bearer ${'x'.repeat(8_200)}`]],
]

const rows: readonly Exchange[] = LINES.flatMap(([name, status, lines]) =>
  (['POST', 'GET'] as const).map((method) =>
    row(`${name}, ${method}`, status, (known) =>
      mcpParts({ token: null, method, headers: lines(value(known, 'read')) }, known),
    ),
  ),
)

const odd = (
  name: string,
  status: number,
  parts: (token: string, known: Known) => Parameters<typeof mcpParts>[0],
): Exchange => row(name, status, (known) => mcpParts({ token: null, ...parts(value(known, 'read'), known) }, known))

export const credentials: Family = {
  name: 'credentials',
  exchanges: [
    ...rows,
    odd('a token in the query', 401, (token) => ({ target: `/mcp?access_token=${token}` })),
    odd('a token in the query beside a good line', 400, (token) => ({
      target: '/mcp?access_token=x',
      headers: [`Authorization: Bearer ${token}`],
    })),
    odd('a token in the query in disguise', 401, () => ({ target: '/mcp?acces%73_token=x' })),
    odd('a token in the query behind others', 401, () => ({ target: '/mcp?a=b&c&access_token=' })),
    odd('a token in the body', 401, (token) => ({ body: `{"access_token":"${token}"}` })),
    odd('a token in a form', 401, (token) => ({
      headers: ['Content-Type: application/x-www-form-urlencoded'],
      body: `access_token=${token}`,
    })),
    odd('a refresh token', 401, (_token, known) => ({
      headers: [`Authorization: Bearer ${value(known, 'read refresh')}`],
    })),
    odd('a hint of what a stranger will do', 401, () => ({
      headers: ['Mcp-Method: tools/call', 'Mcp-Name: notes_add'],
    })),
    odd('two hints', 400, () => ({ headers: ['Mcp-Method: tools/call', 'Mcp-Method: ping'] })),
    odd('a session and nothing else', 401, () => ({ headers: ['Mcp-Session-Id: 6d9c'], body: PING })),
    {
      name: 'a line folded over two',
      status: 400,
      comparison: 'status',
      send: (known) => [
        `POST /mcp HTTP/1.1\r\nHost: 127.0.0.1:3999\r\nAuthorization: Bearer\r\n ${value(known, 'read')}\r\n\r\n`,
      ],
    },
    {
      name: 'a name with a blank',
      status: 400,
      comparison: 'status',
      send: (known) => [
        `POST /mcp HTTP/1.1\r\nHost: 127.0.0.1:3999\r\nAuthorization : Bearer ${value(known, 'read')}\r\n\r\n`,
      ],
    },
  ],
}
