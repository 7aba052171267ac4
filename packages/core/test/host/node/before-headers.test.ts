import { createServer, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { expect, it } from 'vitest'
import { beforeHeaders, type AnswerHead } from '../../../src/host/node/before-headers.js'

/** What is known of an answer just before a real server sends it. */
async function headOf(answer: (response: ServerResponse) => void): Promise<AnswerHead[]> {
  const heads: AnswerHead[] = []
  const server = createServer((_request, response) => {
    beforeHeaders(response, (head) => heads.push(head))
    answer(response)
    response.end()
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  await (await fetch(`http://127.0.0.1:${String(port)}/`)).text()
  server.closeAllConnections()
  await new Promise((resolve) => server.close(resolve))
  return heads
}

const STREAM = 'text/event-stream'

it.each<[string, (response: ServerResponse) => unknown]>([
  ['set one by one', (r) => r.setHeader('MCP-Session-ID', 's1').setHeader('Content-Type', STREAM)],
  ['given as an object', (r) => r.writeHead(200, { 'Mcp-Session-Id': 's1', 'CONTENT-TYPE': STREAM })],
  ['given behind a text', (r) => r.writeHead(200, 'OK', { 'mcp-session-id': 's1', 'content-type': STREAM })],
  ['given as raw lines', (r) => r.writeHead(200, ['Mcp-Session-Id', 's1', 'Content-Type', STREAM])],
  ['given partly', (r) => r.setHeader('mcp-session-id', 's1').writeHead(200, { 'content-type': STREAM })],
  [
    'given anew',
    (r) => r.setHeader('mcp-session-id', 's0').writeHead(200, { 'mcp-session-id': 's1', 'content-type': STREAM }),
  ],
  ['several values', (r) => r.setHeader('mcp-session-id', ['s1']).setHeader('content-type', [STREAM])],
  [
    'flushed before anything is written',
    (r) => r.setHeader('mcp-session-id', 's1').setHeader('content-type', STREAM).flushHeaders(),
  ],
  [
    'of a type in capitals',
    (r) => r.setHeader('mcp-session-id', 's1').setHeader('content-type', 'Text/Event-Stream; charset=utf-8'),
  ],
])('knows the session and the stream of header lines %s [ST-29] [RS-44]', async (_case, answer) => {
  expect(await headOf((response) => void answer(response))).toEqual([{ status: 200, isStream: true, sessionId: 's1' }])
})

it('knows an answer that only ends, and tells of it once [ST-29]', async () => {
  expect(await headOf((response) => void (response.statusCode = 202))).toEqual([{ status: 202, isStream: false }])
})
