import type { Exchange, Family, Known } from '../types.js'
import { http, mcpParts, rpc, type McpParts } from './request.js'

const DOCUMENT = http({ target: '/.well-known/oauth-protected-resource/mcp' })
const PAUSE = { pauseMs: 40 }

const message = (known: Known, parts: McpParts = {}): Buffer => http(mcpParts(parts, known))

function connection(name: string, status: number, answers: number, send: Exchange['send']): Exchange {
  return { name, status, answers, send, lingerMs: 40 }
}

const refused: McpParts = { token: null }

/** Several requests on one connection: what is refused must leave nothing behind for the next one. */
export const connections: Family = {
  name: 'connections',
  exchanges: [
    connection('two calls, one after the other', 200, 2, (known) => [message(known), PAUSE, message(known)]),
    connection('two calls at once', 200, 2, (known) => [Buffer.concat([message(known), message(known)])]),
    connection('five documents at once', 200, 5, () => [
      Buffer.concat([DOCUMENT, DOCUMENT, DOCUMENT, DOCUMENT, DOCUMENT]),
    ]),
    connection('a call and a document at once', 200, 2, (known) => [Buffer.concat([message(known), DOCUMENT])]),
    connection('a refusal without a body, then a call', 200, 2, (known) => [
      message(known, { ...refused, method: 'GET' }),
      PAUSE,
      message(known),
    ]),
    connection('a refusal with an unread body, then a call', 401, 1, (known) => [
      http(mcpParts({ ...refused, headers: ['Content-Length: 400'] }, known)),
      PAUSE,
      message(known),
    ]),
    connection('a refused scope, then a call', 200, 2, (known) => [
      message(known, { body: rpc('tools/call', { name: 'notes_add' }) }),
      PAUSE,
      message(known),
    ]),
    connection('a malformed message, then a call', 200, 2, (known) => [
      message(known, { body: '{' }),
      PAUSE,
      message(known),
    ]),
    connection('a call, then one over the cap', 413, 2, (known) => [
      message(known),
      PAUSE,
      http(mcpParts({ headers: ['Content-Length: 99999'], body: '' }, known)),
    ]),
    connection('a request hidden in the body of a refused one', 401, 1, (known) => {
      const inner = message(known)
      const outer = http(
        mcpParts({ ...refused, headers: [`Content-Length: ${String(inner.length)}`], body: '' }, known),
      )
      return [outer, PAUSE, inner]
    }),
    connection('a preflight, then a call', 200, 2, (known) => [
      message(known, { method: 'OPTIONS', token: null, headers: ['Origin: https://app.example.com'] }),
      PAUSE,
      message(known),
    ]),
    connection('a stream, then a call', 200, 2, (known) => [
      message(known, { body: rpc('tools/call', { name: 'stream' }) }),
      { pauseMs: 60 },
      message(known),
    ]),
    connection('a metadata request, then a form', 400, 2, () => [
      DOCUMENT,
      PAUSE,
      http({
        method: 'POST',
        target: '/token',
        headers: ['Content-Type: application/x-www-form-urlencoded'],
        body: 'a=b',
      }),
    ]),
    connection('a form over the cap, then nothing', 413, 1, () => [
      'POST /token HTTP/1.1\r\nHost: 127.0.0.1:3999\r\nContent-Type: application/x-www-form-urlencoded\r\nContent-Length: 99999\r\n\r\n',
    ]),
  ],
}
