import type { Exchange, Family } from '../types.js'
import { http, mcp, mcpParts, rpc } from './request.js'

const MODERN = '2026-07-28'
const VERSION = 'io.modelcontextprotocol/protocolVersion'
const CAPABILITIES = 'io.modelcontextprotocol/clientCapabilities'
const META = { [VERSION]: MODERN, [CAPABILITIES]: {} }
const META_TEXT = JSON.stringify(META)

const of = (revision: string): string => `MCP-Protocol-Version: ${revision}`
const LEGACY = of('2025-06-18')
const lines = (method: string, ...more: readonly string[]) => [of(MODERN), `Mcp-Method: ${method}`, ...more]
const raw = (method: string, params: string): string =>
  `{"jsonrpc":"2.0","id":1,"method":"${method}","params":${params}}`

type Row = readonly [name: string, status: number, body: string, headers?: readonly string[]]

const table = (rows: readonly Row[]): readonly Exchange[] =>
  rows.map(([name, status, body, headers = []]) => mcp(name, status, { body, headers }))

const SEARCH = rpc('tools/call', { name: 'search', _meta: META })
const SEARCH_LINES = lines('tools/call', 'Mcp-Name: search')
const ADD = rpc('tools/call', { name: 'notes_add' })

/** One era borrows nothing from the other, and headers decide nothing (ST-40, ST-67, RS-69). */
const ERAS: readonly Row[] = [
  ['a modern call with a session', 200, SEARCH, [...SEARCH_LINES, 'Mcp-Session-Id: stolen', 'Last-Event-ID: 1']],
  ['a session twice', 400, SEARCH, [...SEARCH_LINES, 'Mcp-Session-Id: a', 'Mcp-Session-Id: b']],
  ['a legacy call with a session that nobody opened', 404, rpc('ping'), [LEGACY, 'Mcp-Session-Id: stolen']],
  ['a harmless name above a legacy call', 403, ADD, [LEGACY, 'Mcp-Method: ping', 'Mcp-Name: search']],
  ['a harmless name above a call without a version', 403, ADD, ['Mcp-Method: tools/call', 'Mcp-Name: search']],
  ['a call without an id', 403, '{"jsonrpc":"2.0","method":"tools/call","params":{"name":"notes_add"}}', [LEGACY]],
  [
    'a modern call without an id',
    403,
    '{"jsonrpc":"2.0","method":"tools/call","params":{"name":"notes_add"}}',
    lines('tools/call', 'Mcp-Name: notes_add'),
  ],
  ['_meta beside the parameters', 400, `{"jsonrpc":"2.0","id":1,"method":"ping","_meta":${META_TEXT}}`, lines('ping')],
  ['_meta in the arguments', 400, rpc('ping', { arguments: { _meta: META } }), lines('ping')],
  ['_meta in __proto__', 400, raw('ping', `{"__proto__":{"_meta":${META_TEXT}}}`), lines('ping')],
  ['_meta in __proto__ of a legacy call', 200, raw('ping', `{"__proto__":{"_meta":${META_TEXT}}}`), [LEGACY]],
  ['a version in __proto__', 400, raw('ping', `{"_meta":{"__proto__":${META_TEXT}}}`), lines('ping')],
  ['a list as _meta', 400, rpc('ping', { _meta: [META] }), lines('ping')],
  ['null as _meta', 400, rpc('ping', { _meta: null }), lines('ping')],
  ['a text as _meta of a legacy call', 200, rpc('ping', { _meta: MODERN }), [LEGACY]],
  ['a list as capabilities', 400, rpc('ping', { _meta: { ...META, [CAPABILITIES]: [] } }), lines('ping')],
  ['a version with a blank', 400, rpc('ping', { _meta: { ...META, [VERSION]: ` ${MODERN}` } }), lines('ping')],
  ['an old version twice', 400, rpc('ping', { _meta: { ...META, [VERSION]: '2025-06-18' } }), [LEGACY]],
  ['initialize of the modern era', 200, rpc('initialize', { _meta: META }), lines('initialize')],
  ['initialize of two eras', 400, rpc('initialize', { _meta: META }), [LEGACY, 'Mcp-Method: initialize']],
]

const named = (name: string, header: string, status: number, what: string): Row => [
  what,
  status,
  rpc('tools/call', { name, _meta: META }),
  lines('tools/call', `Mcp-Name: ${header}`),
]

/** What a header says and what runs (ST-49, ST-50). */
const NAMES: readonly Row[] = [
  named('search', 'Search', 400, 'a name in another case'),
  named('search', '=?BASE64?c2VhcmNo?=', 400, 'markers in another case'),
  named('search', '=?base64?c2VhcmNo', 400, 'half a marker'),
  named('a', '=?base64?YQ?=', 400, 'no padding'),
  named('a', '=?base64?YQ=?=', 400, 'half the padding'),
  named('a', '=?base64?YR==?=', 400, 'bits that nobody reads'),
  named('a', '=?base64?Y Q==?=', 400, 'a blank in base64'),
  named('\u00fb\u00ff', '=?base64?w7vDvw==?=', 200, 'letters that are not ASCII'),
  named('?>', '=?base64?Pz4=?=', 200, 'base64 that was not needed'),
  named('~~~\u007f', '=?base64?fn5-fw==?=', 400, 'the alphabet of URLs'),
  named('\u00e9', '=?base64?ZcyB?=', 400, 'the same letter in another form'),
  named('\ufffd', '=?base64?/w==?=', 400, 'base64 of what is not UTF-8'),
  named('=?base64?YQ==?=', '=?base64?YQ==?=', 400, 'a name that looks encoded'),
  named('=?base64?YQ==?=', '=?base64?PT9iYXNlNjQ/WVE9PT89?=', 200, 'a name that looks encoded, encoded'),
  ['an escaped name', 200, SEARCH.replace('"search"', '"\\u0073earch"'), SEARCH_LINES],
  ['a name in __proto__', 200, raw('tools/call', '{"__proto__":{"name":"notes_add"}}'), [LEGACY]],
  ['an escaped method', 403, ADD.replace('tools/call', 'tools\\u002fcall')],
  ['a method in another case', 200, rpc('Tools/Call', { name: 'notes_add' })],
  ['a method with a blank', 200, rpc('tools/call ', { name: 'notes_add' })],
]

const read = (uri: string, method = 'resources/read'): Row => [
  `${method} of ${JSON.stringify(uri)}`,
  403,
  rpc(method, { uri }),
]
const listen = (what: string, status: number, notifications: unknown): Row => [
  `to listen to ${what}`,
  status,
  rpc('subscriptions/listen', { _meta: META, notifications }),
  lines('subscriptions/listen'),
]
const HIDDEN = 'notes://hidden'

/** Every spelling that a server takes for a resource, and every way to hear of it (ST-63, RS-69). */
const RESOURCES: readonly Row[] = [
  ...[
    HIDDEN,
    'NOTES://hidden',
    ' notes://hidden ',
    'no\ttes://hid\nden',
    'notes://%68idden',
    `${HIDDEN}#x`,
    `${HIDDEN}?x`,
  ].map((uri) => read(uri)),
  read(HIDDEN, 'resources/subscribe'),
  read('Notes://hidden', 'resources/unsubscribe'),
  ['another resource', 200, rpc('resources/read', { uri: 'notes://hidden/' })],
  listen('a hidden resource', 403, { resourceSubscriptions: ['notes://a', 'NOTES://hidden'] }),
  listen('a number', 403, { resourceSubscriptions: [1] }),
  listen('a text', 403, { resourceSubscriptions: HIDDEN }),
  listen('an object', 403, { resourceSubscriptions: { 0: HIDDEN, length: 1 } }),
  listen('too many', 403, { resourceSubscriptions: Array.from({ length: 1_001 }, () => 'a') }),
  listen('one resource many times', 200, { resourceSubscriptions: Array.from({ length: 1_000 }, () => 'a') }),
  listen('nothing', 200, { resourceSubscriptions: [] }),
  listen('a list', 200, [HIDDEN]),
]

const ids: readonly Row[] = [
  ['an id beyond all numbers', 400, '{"jsonrpc":"2.0","id":1e400,"method":"ping"}'],
  ['the id -0 of a refused call', 403, ADD.replace('"id":1', '"id":-0')],
  ['an exponent as id of a refused call', 403, ADD.replace('"id":1', '"id":1e3')],
  ['__proto__ as id of a refused call', 403, ADD.replace('"id":1', '"id":"__proto__"')],
]

/** Requests of two eras and two callers in one connection stand alone (ST-42). */
const together: readonly Exchange[] = [
  { token: 'read', status: 200, name: 'a modern call, then a legacy one', session: [] },
  { token: null, status: 401, name: 'a modern call, then one of a stranger', session: ['Mcp-Session-Id: stolen'] },
].map(({ token, status, name, session }) => ({
  name,
  status,
  answers: 2,
  lingerMs: 40,
  send: (known) => [
    http(mcpParts({ body: SEARCH, headers: SEARCH_LINES }, known)),
    http(mcpParts({ token, headers: [LEGACY, ...session] }, known)),
  ],
}))

/** What two eras, two readers or two spellings could make two things of. */
export const mixtures: Family = {
  name: 'mixtures',
  exchanges: [...table([...ERAS, ...NAMES, ...RESOURCES, ...ids]), ...together],
}
