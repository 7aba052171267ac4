import { gzipSync } from 'node:zlib'
import { MAX_BODY_BYTES } from '../deployment.js'
import type { Exchange, Family, Known, Piece } from '../types.js'
import { http, mcp, mcpParts, row, rpc, type McpParts } from './request.js'

const PING = rpc('ping')
const CHUNKED = 'Transfer-Encoding: chunked'

const chunk = (text: string, extension = ''): string =>
  `${Buffer.byteLength(text).toString(16)}${extension}\r\n${text}\r\n`
const chunks = (...texts: readonly string[]): string => `${texts.map((text) => chunk(text)).join('')}0\r\n\r\n`

const head = (parts: McpParts, known: Known): Buffer => http(mcpParts({ body: '', ...parts }, known))

type Rest = Omit<Exchange, 'name' | 'status' | 'send'>

/** A head, and then pieces in their own time. */
function pieces(
  name: string,
  status: number | undefined,
  parts: McpParts,
  rest: readonly Piece[],
  extra: Rest = {},
): Exchange {
  return { name, status, send: (known) => [head(parts, known), ...rest], ...extra }
}

const length = (bytes: number | string): string => `Content-Length: ${String(bytes)}`
const gone: Rest = { answers: 1 }
const stillThere = (after: string): Exchange => mcp(`ping after ${after}`, 200)

const halves: readonly Piece[] = [
  PING.slice(0, 10),
  { pauseMs: 30 },
  PING.slice(10, 20),
  { pauseMs: 30 },
  PING.slice(20),
]

export const framing: Family = {
  name: 'framing',
  exchanges: [
    mcp('small chunks', 200, { headers: [CHUNKED], body: chunks(PING.slice(0, 7), PING.slice(7)) }),
    mcp('chunks of one byte', 200, { headers: [CHUNKED], body: chunks(...Array.from(PING)) }),
    mcp('chunks with extensions and trailers', 200, {
      headers: [CHUNKED, 'Trailer: X-Sum'],
      body: `${chunk(PING, ';name="value"')}0\r\nX-Sum: 1\r\nAuthorization: Bearer wrong\r\n\r\n`,
    }),
    mcp('no chunks', 400, { headers: [CHUNKED], body: '0\r\n\r\n' }),
    mcp('chunks over the cap', 413, { headers: [CHUNKED], body: chunks('x'.repeat(MAX_BODY_BYTES), 'x') }),
    mcp('chunks without a token', 401, { token: null, headers: [CHUNKED], body: chunks(PING) }),
    mcp('chunks and a length', 400, { headers: [CHUNKED, length(4)], body: chunks(PING) }, { comparison: 'status' }),
    mcp(
      'a coding that nobody knows',
      400,
      { headers: ['Transfer-Encoding: gzip'], body: PING },
      { comparison: 'status' },
    ),
    mcp('identity as coding', 400, { headers: ['Transfer-Encoding: identity'], body: PING }, { comparison: 'status' }),
    mcp(
      'chunked twice',
      400,
      { headers: ['Transfer-Encoding: chunked, chunked'], body: chunks(PING) },
      { comparison: 'status' },
    ),
    mcp('a chunk without a size', 400, { headers: [CHUNKED], body: 'zz\r\n' }, { comparison: 'status' }),
    pieces('an announced body over the cap', 413, { headers: [length(MAX_BODY_BYTES + 1)] }, []),
    pieces('an enormous announced body', 413, { headers: [length('999999999999')] }, []),
    pieces('an announced body over the cap, without a token', 401, { token: null, headers: [length(99_999)] }, []),
    mcp('two lengths', 400, { headers: [length(PING.length), length(0)], body: PING }, { comparison: 'status' }),
    mcp('a negative length', 400, { headers: [length(-1)], body: PING }, { comparison: 'status' }),
    mcp('a length with a plus', 400, { headers: [length('+5')], body: PING }, { comparison: 'status' }),
    mcp('no body and no length', 400, { headers: [length(0)], body: '' }),
    pieces('a slow body', 200, { headers: [length(PING.length)] }, halves),
    pieces('slow chunks', 200, { headers: [CHUNKED] }, [
      chunk(PING.slice(0, 9)),
      { pauseMs: 30 },
      chunk(PING.slice(9)),
      { pauseMs: 30 },
      '0\r\n\r\n',
    ]),
    pieces(
      'a client that goes in mid-body',
      undefined,
      { headers: [length(500)] },
      [PING, { pauseMs: 20 }, { abort: true }],
      gone,
    ),
    stillThere('it'),
    pieces(
      'a client that goes in mid-chunk',
      undefined,
      { headers: [CHUNKED] },
      ['50\r\n{"json', { pauseMs: 20 }, { abort: true }],
      gone,
    ),
    stillThere('that one'),
    pieces('a client that goes before its body', undefined, { headers: [length(50)] }, [{ abort: true }], gone),
    stillThere('the third'),
    {
      name: 'a client that goes in the middle of a form',
      status: undefined,
      send: () => [
        'POST /token HTTP/1.1\r\nHost: 127.0.0.1:3999\r\nContent-Type: application/x-www-form-urlencoded\r\nContent-Length: 99\r\n\r\ngrant',
        { pauseMs: 20 },
        { abort: true },
      ],
    },
    row('metadata after a broken form', 200, { target: '/.well-known/oauth-authorization-server' }),
    pieces('Expect: 100-continue', 200, { headers: [length(PING.length), 'Expect: 100-continue'] }, [
      { pauseMs: 30 },
      PING,
    ]),
    pieces(
      'Expect: 100-continue without a token',
      401,
      { token: null, headers: [length(PING.length), 'Expect: 100-continue'] },
      [],
    ),
    pieces('Expect: 100-continue over the cap', 413, { headers: [length(99_999), 'Expect: 100-continue'] }, []),
    mcp('an expectation that nobody knows', 417, { headers: ['Expect: magic'] }, { comparison: 'status' }),
    mcp('gzip', 400, { headers: ['Content-Encoding: gzip'], body: gzipSync(PING) }),
    mcp('a coding of the content that is none', 200, { headers: ['Content-Encoding: identity'] }),
    mcp('GET with a body', 200, { method: 'GET', body: PING }),
    mcp('DELETE with a body', 200, { method: 'DELETE', body: PING }),
    mcp('DELETE with chunks', 200, { method: 'DELETE', headers: [CHUNKED], body: chunks(PING) }),
    mcp('GET with a body and no token', 401, { token: null, method: 'GET', body: PING }),
    mcp('HTTP/1.0', 200, { version: '1.0' }),
    mcp('HTTP/1.0 kept alive', 200, { version: '1.0', headers: ['Connection: keep-alive'] }),
    mcp('HTTP/1.0 without a token', 401, { version: '1.0', token: null }),
    row('metadata over HTTP/1.0', 200, { target: '/.well-known/oauth-authorization-server', version: '1.0' }),
    mcp('HTTP/2.0 in words', 200, { version: '2.0' }),
    mcp('Connection: close', 200, { headers: ['Connection: close'] }),
    mcp('Connection: close without a token', 401, { token: null, headers: ['Connection: close'] }),
    mcp('an offer to upgrade', 200, { headers: ['Connection: Upgrade', 'Upgrade: websocket'] }),
    mcp('an offer of HTTP/2', 401, {
      token: null,
      headers: ['Connection: Upgrade, HTTP2-Settings', 'Upgrade: h2c', 'HTTP2-Settings: AAMAAABkAAQAAP__'],
    }),
    mcp('a connection that would drop the token', 200, { headers: ['Connection: authorization'] }),
    mcp('too many bytes of headers', 431, { headers: [`X-Long: ${'x'.repeat(17_000)}`] }, { comparison: 'status' }),
    mcp('a bare line feed', 400, { headers: ['X-A: 1\nX-B: 2'] }, { comparison: 'status' }),
    mcp('a NUL in a header', 400, { headers: ['X-A: \u0000'] }, { comparison: 'status' }),
    mcp('an empty header name', 400, { headers: [': x'] }, { comparison: 'status' }),
  ],
}
