import { describe, expect, it } from 'vitest'
import { StoreError } from '../../../src/errors/index.js'
import { fakeRuntime } from '../../../src/host/testing/index.js'
import type { Admitted } from '../../../src/compositions/resource-server/index.js'
import { createSessions, type SessionsOptions } from '../../../src/services/sessions/index.js'
import { memoryStore } from '../../../src/store/index.js'
import { call, gateWorld, type RequestParts } from './fixture.js'

const INITIALIZE = {
  jsonrpc: '2.0',
  id: 1,
  method: 'initialize',
  params: { protocolVersion: '2025-11-25', capabilities: {}, clientInfo: { name: 'c', version: '1' } },
}
const NOT_FOUND = '{"jsonrpc":"2.0","error":{"code":-32001,"message":"Session not found"},"id":null}'
const LEGACY = ['mcp-protocol-version', '2025-11-25'] as const
const named = (id: string, more: RequestParts = {}): RequestParts => ({
  ...more,
  headers: [LEGACY, ['mcp-session-id', id], ...(more.headers ?? [])],
})

async function setUp(options: Partial<SessionsOptions> = {}) {
  const runtime = fakeRuntime()
  const records = options.records ?? memoryStore({}, runtime).records
  const sessions = createSessions({ ...options, records }, { record: () => undefined }, runtime)
  const world = await gateWorld({ sessions })
  const alice = await world.token()
  const bob = await world.token({ subject: 'bob' })
  /** Lets the server answer `initialize` with an id. */
  async function begin(token: string, id: string, status = 200, parts: RequestParts = { headers: [LEGACY] }) {
    const admitted = await world.admit(token, parts)
    const decision = admitted.allowed ? await world.gate.authorize(admitted, INITIALIZE) : admitted
    if (admitted.allowed && decision.allowed) await world.gate.answering(admitted, { status, sessionId: id })
    return decision
  }
  const reply = async (token: string, message: unknown, parts: RequestParts) => {
    const decision = await world.run(token, message, parts)
    return decision.allowed ? undefined : decision.reply
  }
  return { ...world, sessions, alice, bob, begin, reply }
}

it('binds the id of a successful answer to initialize to its caller [ST-23] [ST-29]', async () => {
  const { begin, reply, alice, bob } = await setUp()
  await begin(alice, 's1')
  expect(await reply(alice, call('x'), named('s1'))).toBeUndefined()
  const foreign = await reply(bob, call('x'), named('s1'))
  const unknown = await reply(bob, call('x'), named('s2'))
  expect(foreign).toMatchObject({ status: 404, body: NOT_FOUND })
  expect(foreign).toEqual(unknown)
})

it('answers a foreign session in the same way whatever is asked [ST-26] [ST-27] [ST-31]', async () => {
  const { begin, reply, alice, bob } = await setUp()
  await begin(alice, 's1')
  const attempts = [
    await reply(bob, INITIALIZE, named('s1')),
    await reply(bob, undefined, named('s1', { method: 'GET' })),
    await reply(bob, undefined, named('s1', { method: 'GET', headers: [['last-event-id', '0']] })),
    await reply(bob, undefined, named('s1', { method: 'DELETE' })),
  ]
  for (const refused of attempts) expect(refused).toMatchObject({ status: 404, body: NOT_FOUND })
  expect(await reply(alice, call('x'), named('s1'))).toBeUndefined()
})

it('takes no session id for a credential [ST-20]', async () => {
  const { begin, gate, alice } = await setUp()
  await begin(alice, 's1')
  const anonymous = { method: 'POST', target: '/mcp', remoteAddress: '203.0.113.9' }
  const lines: Record<string, string[]> = { 'content-type': ['application/json'], 'mcp-session-id': ['s1'] }
  const admitted = await gate.admit({ ...anonymous, headerLines: (name) => lines[name] ?? [] })
  expect(admitted).toMatchObject({ allowed: false, reply: { status: 401 } })
})

describe('a session id of the client’s choice', () => {
  it('is never adopted [ST-29]', async () => {
    const { begin, reply, alice } = await setUp()
    const planted = await begin(alice, 'planted', 200, named('planted'))
    expect(planted).toMatchObject({ allowed: false, reply: { status: 404 } })
    expect(await reply(alice, call('x'), named('planted'))).toMatchObject({ status: 404 })
  })

  it.each([
    ['an answer that is an error', 400],
    ['a redirect', 302],
    ['a failure', 500],
  ])('is not bound by %s [ST-29]', async (_case, status) => {
    const { begin, reply, alice } = await setUp()
    await begin(alice, 's1', status)
    expect(await reply(alice, call('x'), named('s1'))).toMatchObject({ status: 404 })
  })

  it('is not bound by the answer to anything but initialize [ST-29]', async () => {
    const { admit, gate, reply, alice } = await setUp()
    const admitted = (await admit(alice, { headers: [LEGACY] })) as Admitted
    await gate.authorize(admitted, call('x'))
    await gate.answering(admitted, { status: 200, sessionId: 's1' })
    expect(await reply(alice, call('x'), named('s1'))).toMatchObject({ status: 404 })
  })
})

it('ends a session with its DELETE, and with no other request that is called so [ST-26] [ST-27]', async () => {
  const { begin, admit, gate, reply, alice } = await setUp()
  await begin(alice, 's1')
  const posted = (await admit(alice, named('s1'))) as Admitted
  await gate.authorize(posted, { jsonrpc: '2.0', id: 1, method: 'delete' })
  await gate.answering(posted, { status: 200, sessionId: 's1' })
  expect(await reply(alice, call('x'), named('s1'))).toBeUndefined()
  const deleted = (await admit(alice, named('s1', { method: 'DELETE' }))) as Admitted
  await gate.authorize(deleted, undefined)
  await gate.answering(deleted, { status: 200 })
  expect(await reply(alice, call('x'), named('s1'))).toMatchObject({ status: 404 })
})

it.each([
  ['empty', ''],
  ['with a space', 'a b'],
  ['with a control character', 'a\u0001'],
  ['beyond ASCII', 'a\u0080'],
])('refuses an id that is %s before any look-up [ST-22]', async (_case, id) => {
  let reads = 0
  const { records } = memoryStore()
  const { reply, alice } = await setUp({ records: { ...records, get: (key) => (reads++, records.get(key)) } })
  expect(await reply(alice, call('x'), named(id))).toMatchObject({ status: 400 })
  expect(reads).toBe(0)
})

it('lets requests without a session pass, unless sessions are required [ST-25]', async () => {
  const open = await setUp()
  expect(await open.reply(open.alice, call('x'), { headers: [LEGACY] })).toBeUndefined()
  const strict = await setUp({ required: true })
  expect(await strict.reply(strict.alice, call('x'), { headers: [LEGACY] })).toMatchObject({ status: 400 })
  expect(await strict.reply(strict.alice, undefined, { method: 'GET', headers: [LEGACY] })).toMatchObject({
    status: 400,
  })
  expect(await strict.begin(strict.alice, 's1')).toMatchObject({ allowed: true })
  expect(await strict.reply(strict.alice, call('x'), named('s1'))).toBeUndefined()
})

it('keeps the session when the token is renewed, and ends it when roles change [ST-24] [F-31]', async () => {
  const { begin, reply, token, alice } = await setUp()
  await begin(alice, 's1')
  expect(await reply(await token(), call('x'), named('s1'))).toBeUndefined()
  expect(await reply(await token({ clientId: 'c2' }), call('x'), named('s1'))).toMatchObject({ status: 404 })
  expect(await reply(await token({ roles: ['superuser'] }), call('x'), named('s1'))).toMatchObject({ status: 404 })
  expect(await reply(alice, call('x'), named('s1'))).toMatchObject({ status: 404 })
})

it('challenges a change of network until a newer token comes, at no cost for the address [F-32]', async () => {
  const { begin, reply, alice } = await setUp({ signals: { network: 'challenge' } })
  await begin(alice, 's1')
  const away = named('s1', { remoteAddress: '198.51.100.7' })
  for (let attempt = 0; attempt < 30; attempt++) {
    const refused = await reply(alice, call('x'), away)
    expect(refused?.status).toBe(401)
    expect(Object.fromEntries(refused?.headers ?? [])['www-authenticate']).toContain('error="invalid_token"')
  }
  expect(await reply(alice, call('x'), named('s1'))).toBeUndefined()
})

it('is unavailable, and tells the auditor, when the store is [ST-26]', async () => {
  const { records } = memoryStore()
  let down = false
  const get = (key: string) => (down ? Promise.reject(new StoreError('unavailable', 'gone')) : records.get(key))
  const { begin, reply, alice, events } = await setUp({ records: { ...records, get } })
  await begin(alice, 's1')
  down = true
  expect(await reply(alice, call('x'), named('s1'))).toMatchObject({ status: 503 })
  expect(events.at(-1)).toMatchObject({ kind: 'request.refused', reason: 'store_unavailable' })
})

it('lends nothing to a request of 2026-07-28, whatever the id [ST-40] [ST-67]', async () => {
  const { begin, reply, alice, bob } = await setUp({ required: true })
  await begin(alice, 's1')
  const message = {
    jsonrpc: '2.0',
    id: 1,
    method: 'tools/list',
    params: {
      _meta: {
        'io.modelcontextprotocol/protocolVersion': '2026-07-28',
        'io.modelcontextprotocol/clientCapabilities': {},
      },
    },
  }
  const modern = [['mcp-protocol-version', '2026-07-28'] as const, ['mcp-method', 'tools/list'] as const]
  for (const id of ['s1', 'unknown', 'a b']) {
    expect(await reply(bob, message, { headers: [...modern, ['mcp-session-id', id]] })).toBeUndefined()
  }
})
