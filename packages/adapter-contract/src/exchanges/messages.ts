import { MAX_BODY_BYTES } from '../deployment.js'
import type { Exchange, Family } from '../types.js'
import { mcp, rpc } from './request.js'

const nested = (depth: number): string =>
  `{"jsonrpc":"2.0","id":1,"method":"ping","params":{"a":${'['.repeat(depth)}${']'.repeat(depth)}}}`
const filled = (length: number): string => {
  const empty = rpc('ping', { fill: '' })
  return rpc('ping', { fill: 'x'.repeat(length - empty.length) })
}

type Row = readonly [name: string, status: number, body: string | Uint8Array]

/** One JSON-RPC message, or what pretends to be one (ST-08, ST-12). */
const MESSAGES: readonly Row[] = [
  ['a string as id', 200, rpc('ping', undefined, 'a"\u2028b')],
  ['id 0', 200, rpc('ping', undefined, 0)],
  ['a negative id', 200, rpc('ping', undefined, -1)],
  ['an empty id', 200, rpc('ping', undefined, '')],
  ['an id beyond exact integers', 400, '{"jsonrpc":"2.0","id":9007199254740993,"method":"ping"}'],
  ['a fraction as id', 400, rpc('ping', undefined, 1.5)],
  ['1.0 as id', 200, '{"jsonrpc":"2.0","id":1.0,"method":"ping"}'],
  ['null as id', 400, rpc('ping', undefined, null)],
  ['an object as id', 400, rpc('ping', undefined, {})],
  ['true as id', 400, rpc('ping', undefined, true)],
  ['no jsonrpc', 400, '{"id":1,"method":"ping"}'],
  ['jsonrpc 1.0', 400, '{"jsonrpc":"1.0","id":1,"method":"ping"}'],
  ['jsonrpc as number', 400, '{"jsonrpc":2.0,"id":1,"method":"ping"}'],
  ['no method', 400, '{"jsonrpc":"2.0","id":1}'],
  ['a number as method', 400, '{"jsonrpc":"2.0","id":1,"method":1}'],
  ['an empty method', 400, rpc('')],
  ['an unknown method', 200, rpc('nothing/known')],
  ['a list as params', 400, rpc('ping', [])],
  ['null as params', 400, rpc('ping', null)],
  ['an empty batch', 400, '[]'],
  ['a batch of one', 400, `[${rpc('ping')}]`],
  ['a batch of two', 400, `[${rpc('ping')},${rpc('tools/call', { name: 'notes_add' }, 2)}]`],
  ['a text', 400, '"ping"'],
  ['a number', 400, '1'],
  ['null', 400, 'null'],
  ['an answer without id', 400, '{"jsonrpc":"2.0","result":{}}'],
  ['an answer with id', 200, '{"jsonrpc":"2.0","id":1,"result":{}}'],
  ['an error without id', 202, '{"jsonrpc":"2.0","error":{"code":1,"message":"x"}}'],
  ['result and error', 400, '{"jsonrpc":"2.0","id":1,"result":{},"error":{}}'],
  ['a call that is an answer too', 400, '{"jsonrpc":"2.0","id":1,"method":"ping","result":{}}'],
  ['a notification nobody knows', 202, '{"jsonrpc":"2.0","method":"notifications/none"}'],
  ['a tool without a name', 200, rpc('tools/call', {})],
  ['a tool with a name that is a list', 200, rpc('tools/call', { name: ['notes_add'] })],
  ['a tool named __proto__', 200, rpc('tools/call', { name: '__proto__' })],
]

/** ST-17: what two parsers read differently is refused, or handed on as it was judged. */
const TEXTS: readonly Row[] = [
  ['the method twice', 400, '{"jsonrpc":"2.0","id":1,"method":"ping","method":"tools/call"}'],
  ['the method twice, once escaped', 400, '{"jsonrpc":"2.0","id":1,"method":"ping","\\u006dethod":"tools/call"}'],
  ['a name twice', 400, '{"jsonrpc":"2.0","id":1,"method":"tools/call","params":{"name":"a","name":"notes_add"}}'],
  ['a deep member twice', 400, '{"jsonrpc":"2.0","id":1,"method":"ping","params":{"a":[{"b":1,"b":2}]}}'],
  ['an escaped method', 200, '{"jsonrpc":"2.0","id":1,"\\u006dethod":"p\\u0069ng"}'],
  ['__proto__ with a method', 400, '{"jsonrpc":"2.0","id":1,"__proto__":{"method":"ping"}}'],
  ['__proto__ beside a method', 200, '{"jsonrpc":"2.0","id":1,"method":"ping","__proto__":{"isAdmin":true}}'],
  [
    '__proto__ in params',
    200,
    '{"jsonrpc":"2.0","id":1,"method":"ping","params":{"__proto__":{"a":1},"constructor":{"prototype":{}}}}',
  ],
  ['members in another case', 400, '{"JSONRPC":"2.0","ID":1,"METHOD":"ping"}'],
  ['a byte order mark', 400, Buffer.from(`\ufeff${rpc('ping')}`)],
  ['UTF-16', 400, Buffer.from(rpc('ping'), 'utf16le')],
  ['bytes that are not UTF-8', 400, Buffer.from('{"jsonrpc":"2.0","id":1,"method":"p\u00ffng"}', 'latin1')],
  ['an overlong byte sequence', 400, Buffer.from('{"jsonrpc":"2.0","id":1,"method":"\u00c0\u00af"}', 'latin1')],
  ['a cut byte sequence', 400, Buffer.from('{"jsonrpc":"2.0","id":1,"method":"\u00e2\u0082"}', 'latin1')],
  ['letters of many scripts', 200, rpc('ping', { text: '\u00e4\u4e2d\ud83d\ude00\u2028\u0000' })],
  ['half a surrogate pair', 200, '{"jsonrpc":"2.0","id":1,"method":"ping","params":{"a":"\\ud800"}}'],
  ['whitespace around', 200, `\r\n\t ${rpc('ping')} \n`],
  ['whitespace only', 400, ' \r\n\t'],
  ['nothing', 400, ''],
  ['a NUL before', 400, `\u0000${rpc('ping')}`],
  ['a no-break space before', 400, `\u00a0${rpc('ping')}`],
  ['half a message', 400, rpc('ping').slice(0, -1)],
  ['something behind', 400, `${rpc('ping')}x`],
  ['two messages', 400, `${rpc('ping')}\n${rpc('ping')}`],
  ['a comment', 400, `/* */${rpc('ping')}`],
  ['a comma too many', 400, '{"jsonrpc":"2.0","id":1,"method":"ping",}'],
  ['single quotes', 400, "{'jsonrpc':'2.0','id':1,'method':'ping'}"],
  ['NaN', 400, '{"jsonrpc":"2.0","id":NaN,"method":"ping"}'],
  ['a number beyond all', 200, '{"jsonrpc":"2.0","id":1,"method":"ping","params":{"a":1e400}}'],
  ['32 lists in each other', 200, nested(32)],
  ['5 000 lists in each other', 400, nested(5_000)],
  ['the largest body', 200, filled(MAX_BODY_BYTES)],
  ['one byte more', 413, filled(MAX_BODY_BYTES + 1)],
]

const TYPES: readonly (readonly [status: number, lines: readonly string[]])[] = [
  [200, ['Content-Type: application/json; charset=utf-8']],
  [200, ['Content-Type: Application/JSON;charset="UTF-8"']],
  [415, ['Content-Type: application/json; charset=utf-16']],
  [415, ['Content-Type: application/json; charset=utf-8; boundary=x']],
  [415, ['Content-Type: application/json, text/plain']],
  [415, ['Content-Type: application/jsonp']],
  [415, ['Content-Type: application/vnd.api+json']],
  [415, ['Content-Type: text/plain']],
  [415, ['Content-Type: text/plain; application/json']],
  [415, ['Content-Type: application/x-www-form-urlencoded']],
  [415, ['Content-Type: multipart/form-data; boundary=x']],
  [415, ['Content-Type: ']],
  [415, ['Content-Type: json']],
  [400, ['Content-Type: application/json', 'Content-Type: text/plain']],
]

const ACCEPTS = ['*/*', 'application/json', 'text/event-stream', 'text/html', '', 'garbage;;q=', 'application/json;q=0']

const bodies = (rows: readonly Row[]): readonly Exchange[] =>
  rows.map(([name, status, body]) => mcp(name, status, { body }))

export const messages: Family = {
  name: 'messages',
  exchanges: [
    ...bodies(MESSAGES),
    ...bodies(TEXTS),
    ...TYPES.map(([status, headers]) => mcp(headers.join(' and '), status, { headers })),
    ...ACCEPTS.map((accept) => mcp(`Accept: ${accept}`, 200, { headers: [`Accept: ${accept}`] })),
    ...bodies(TEXTS)
      .slice(0, 4)
      .map((exchange) => ({ ...exchange, name: `${exchange.name}, again` })),
  ],
}
