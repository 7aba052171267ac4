import { expect, it } from 'vitest'
import { startServer, type Message } from './stdio-process.js'

const WRITER = { NOTES_USER: 'alice', NOTES_SCOPES: 'notes:read notes:write' }
const READER = { NOTES_USER: 'bob', NOTES_SCOPES: 'notes:read' }

it('does not start without a person in the environment, and says so on stderr [LO-01] [LO-05]', async () => {
  const server = startServer({})
  expect(await server.ended).not.toBe(0)
  expect(server.log()).toContain('NOTES_USER')
  expect(server.output).toEqual([])
})

it('takes scopes from the environment, whatever a message claims [LO-01] [TL-02]', async () => {
  const server = startServer(READER)
  await server.open()
  const claims = { authInfo: { scopes: ['notes:write'] }, authorization: 'Bearer x', NOTES_SCOPES: 'notes:write' }
  const params = { name: 'notes_add', arguments: { text: 'no' }, _meta: claims, ...claims }
  expect((await server.ask('tools/call', params)).error?.code).toBe(403)
  expect((await server.call('notes_list')).result).toMatchObject({ content: [{ text: '[]' }] })
})

it('serves on stdio and opens no port [LO-02] [LO-01]', async () => {
  const server = startServer(WRITER)
  await server.open()
  expect((await server.call('notes_add', { text: 'milk' })).result).toBeDefined()
  expect(server.log()).not.toContain('opened a port')
})

it('writes messages to stdout and audit events to stderr, refusals as well [LO-05] [LO-09]', async () => {
  const server = startServer(WRITER)
  await server.open()
  const codes: (number | undefined)[] = []
  for (const name of ['notes_wipe', ...Array<string>(4).fill('notes_add')]) {
    codes.push((await server.call(name, { text: 'a note that is nobody’s business' })).error?.code)
  }
  expect(codes).toEqual([403, undefined, undefined, undefined, 429])
  server.endInput()
  await server.ended
  const sent = server.output.map((line) => JSON.parse(line) as Message & { jsonrpc: string })
  expect(sent.every(({ jsonrpc }) => jsonrpc === '2.0')).toBe(true)
  const events = server.log().trim().split('\n')
  const reasons = events.map((line) => (JSON.parse(line) as { reason?: string }).reason)
  expect(reasons).toContain('operation_denied')
  expect(server.log()).not.toContain('nobody’s business')
})

it('answers malformed input with nothing but JSON-RPC, and goes on [LO-05] [LO-09]', async () => {
  const server = startServer(WRITER)
  await server.open()
  server.send({ id: null, method: 'tools/list' })
  server.send({ method: 17 })
  expect((await server.call('notes_list')).result).toBeDefined()
})

it('asks nothing of its client, and ends when the input does [LO-06]', async () => {
  const server = startServer(WRITER)
  await server.open()
  await server.call('notes_list')
  server.endInput()
  expect(await server.ended).toBe(0)
  expect(server.output.filter((line) => (JSON.parse(line) as Message).method !== undefined)).toEqual([])
})

it('judges each call by itself: a refusal leaves nothing behind [LO-06] [LO-09]', async () => {
  const server = startServer(READER)
  await server.open()
  const codes = []
  for (const name of ['notes_list', 'notes_add', 'notes_list']) codes.push((await server.call(name)).error?.code)
  expect(codes).toEqual([undefined, 403, undefined])
})
