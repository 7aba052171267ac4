import type { Exchange, Family } from '../types.js'
import { mcp, rpc } from './request.js'

const MODERN = '2026-07-28'
const VERSION = 'io.modelcontextprotocol/protocolVersion'
const CAPABILITIES = 'io.modelcontextprotocol/clientCapabilities'
const META = { [VERSION]: MODERN, [CAPABILITIES]: {} }

const version = (text: string): string => `MCP-Protocol-Version: ${text}`
const LEGACY = ['2025-03-26', '2025-06-18', '2025-11-25']
const CALL = rpc('tools/call', { name: 'search', _meta: META })
const CALL_LINES = [version(MODERN), 'Mcp-Method: tools/call', 'Mcp-Name: search']

type Row = readonly [name: string, status: number, body: string, headers: readonly string[]]

/** Requirements §10.6, row by row, and what lies between two eras. */
const ROWS: readonly Row[] = [
  ['a modern call', 200, CALL, CALL_LINES],
  ['a modern call with an encoded name', 200, CALL, [...CALL_LINES.slice(0, 2), 'Mcp-Name: =?base64?c2VhcmNo?=']],
  [
    'a modern discovery',
    200,
    rpc('server/discover', { _meta: META }),
    [version(MODERN), 'Mcp-Method: server/discover'],
  ],
  ['a modern notification', 202, '{"jsonrpc":"2.0","method":"notifications/cancelled","params":{}}', [version(MODERN)]],
  ['no _meta', 400, rpc('ping'), [version(MODERN), 'Mcp-Method: ping']],
  ['no version in _meta', 400, rpc('ping', { _meta: {} }), [version(MODERN), 'Mcp-Method: ping']],
  [
    'a number as version in _meta',
    400,
    rpc('ping', { _meta: { [VERSION]: 1 } }),
    [version(MODERN), 'Mcp-Method: ping'],
  ],
  [
    'no capabilities in _meta',
    400,
    rpc('ping', { _meta: { [VERSION]: MODERN } }),
    [version(MODERN), 'Mcp-Method: ping'],
  ],
  ['no version header', 400, CALL, CALL_LINES.slice(1)],
  ['an older version header', 400, CALL, [version('2025-11-25'), ...CALL_LINES.slice(1)]],
  ['no Mcp-Method', 400, CALL, [version(MODERN), 'Mcp-Name: search']],
  ['another Mcp-Method', 400, CALL, [version(MODERN), 'Mcp-Method: ping', 'Mcp-Name: search']],
  ['another case of Mcp-Method', 400, CALL, [version(MODERN), 'Mcp-Method: Tools/Call', 'Mcp-Name: search']],
  ['Mcp-Method twice', 400, CALL, [...CALL_LINES, 'Mcp-Method: tools/call']],
  ['no Mcp-Name', 400, CALL, CALL_LINES.slice(0, 2)],
  ['another Mcp-Name', 400, CALL, [...CALL_LINES.slice(0, 2), 'Mcp-Name: delete']],
  ['an empty Mcp-Name', 400, CALL, [...CALL_LINES.slice(0, 2), 'Mcp-Name: ']],
  ['a malformed Mcp-Name', 400, CALL, [...CALL_LINES.slice(0, 2), 'Mcp-Name: =?base64?%%%?=']],
  ['Mcp-Name twice', 400, CALL, [...CALL_LINES, 'Mcp-Name: delete']],
  ['two names in one line', 400, CALL, [...CALL_LINES.slice(0, 2), 'Mcp-Name: search, delete']],
  [
    'a version that is to come',
    400,
    rpc('ping', { _meta: { ...META, [VERSION]: '2030-01-01' } }),
    [version('2030-01-01'), 'Mcp-Method: ping'],
  ],
  ['a modern answer', 400, '{"jsonrpc":"2.0","id":1,"result":{}}', [version(MODERN)]],
  ['a modern batch', 400, `[${CALL}]`, CALL_LINES],
  ['a modern parse error', 400, '{', CALL_LINES],
  [
    'a modern call that lacks a scope',
    403,
    rpc('tools/call', { name: 'notes_add', _meta: META }),
    [...CALL_LINES.slice(0, 2), 'Mcp-Name: notes_add'],
  ],
  [
    'initialize under a modern header',
    400,
    rpc('initialize', { protocolVersion: '2025-11-25' }),
    [version(MODERN), 'Mcp-Method: initialize'],
  ],
  ['a legacy header and modern _meta', 400, CALL, [version('2025-06-18')]],
  ['a version of long ago', 400, rpc('ping'), [version('1900-01-01')]],
  ['a version that is none', 400, rpc('ping'), [version('latest')]],
  ['an empty version', 400, rpc('ping'), [version('')]],
  ['the version twice', 400, rpc('ping'), [version('2025-06-18'), version('2025-06-18')]],
  ['two versions in one line', 400, rpc('ping'), [version('2025-06-18, 2025-11-25')]],
  ['no version at all', 200, rpc('ping'), []],
  ['too long a version', 431, rpc('ping'), [version('2'.repeat(65))]],
]

const legacy: readonly Exchange[] = LEGACY.flatMap((text) => [
  mcp(`ping of ${text}`, 200, { headers: [version(text)] }),
  mcp(`GET of ${text}`, 200, { method: 'GET', headers: [version(text)] }),
  mcp(`initialize of ${text}`, 200, {
    headers: [version(text)],
    body: rpc('initialize', { protocolVersion: text, capabilities: {}, clientInfo: { name: 'c', version: '1' } }),
  }),
])

export const revisions: Family = {
  name: 'revisions',
  exchanges: [
    ...ROWS.map(([name, status, body, headers]) => mcp(name, status, { body, headers })),
    ...legacy,
    mcp('a modern GET', 405, { method: 'GET', headers: [version(MODERN)] }),
    mcp('a modern DELETE', 405, { method: 'DELETE', headers: [version(MODERN)] }),
    mcp('a modern call without a token', 401, { token: null, headers: CALL_LINES, body: CALL }),
    mcp('a modern call with a wrong type', 415, { headers: [...CALL_LINES, 'Content-Type: text/plain'], body: CALL }),
    mcp(
      'an enormous Mcp-Param',
      431,
      { headers: [...CALL_LINES, `Mcp-Param-X: ${'x'.repeat(17_000)}`], body: CALL },
      { comparison: 'status' },
    ),
  ],
}
