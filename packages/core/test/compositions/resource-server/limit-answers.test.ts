import { describe, expect, it } from 'vitest'
import type { Admitted, Allowed } from '../../../src/compositions/resource-server/index.js'
import { OAuthError } from '../../../src/errors/index.js'
import { createRevocations } from '../../../src/primitives/revocation/index.js'
import { createTokenVerifier } from '../../../src/services/tokens/index.js'
import { memoryStore } from '../../../src/store/index.js'
import { call, facts, gateWorld, header, replyOf, summary } from './fixture.js'

const FEW = { burst: 3, intervalMs: 60_000 }
const lines = ({ headers }: Pick<Allowed, 'headers'>) => headers.filter(([name]) => name.startsWith('ratelimit'))

describe('an answer of the gate', () => {
  it('tells a caller what is left, whatever the answer will be [F-42] [TL-03]', async () => {
    const { run, token } = await gateWorld({}, { user: { burst: 200, intervalMs: 200 } })
    const accessToken = await token()
    const first = await run(accessToken, call('notes_list'))
    expect(first.allowed && lines(first)).toEqual([
      ['ratelimit-policy', '"user";q=200;w=40'],
      ['ratelimit', '"user";r=199;t=40'],
    ])
  })

  it('tells a refused caller the same, and for how long to wait [F-42] [TL-03]', async () => {
    const { run, token, runtime } = await gateWorld({}, { user: FEW })
    const accessToken = await token()
    for (let at = 0; at < 3; at++) await run(accessToken, call('notes_list'))
    runtime.advance(500)
    const reply = replyOf(await run(accessToken, call('notes_list', 'late')))
    expect([reply.status, header(reply, 'retry-after')]).toEqual([429, '60'])
    expect(header(reply, 'ratelimit-policy')).toBe('"user";q=3;w=180')
    expect(header(reply, 'ratelimit')).toBe('"user";r=0;t=60')
    expect(JSON.parse(reply.body)).toEqual({
      jsonrpc: '2.0',
      id: 'late',
      error: { code: 429, message: 'Too many requests', data: { retryAfterMs: 59_500 } },
    })
    runtime.advance(59_500)
    expect((await run(accessToken, call('notes_list'))).allowed).toBe(true)
  })

  it('tells an address that ran out of failures [F-42] [F-44]', async () => {
    const { admit } = await gateWorld({}, { failures: { gate: FEW } })
    for (let at = 0; at < 3; at++) expect(header(replyOf(await admit('wrong')), 'ratelimit')).toBeUndefined()
    const reply = replyOf(await admit('wrong'))
    expect(reply.status).toBe(429)
    expect(header(reply, 'ratelimit')).toBe('"address-gate";r=0;t=60')
  })

  it('names nobody [F-42] [RS-41]', async () => {
    const { run, token } = await gateWorld({}, { user: FEW, userClient: FEW, tools: { notes_list: FEW } })
    const accessToken = await token({ subject: 'alice' })
    for (let at = 0; at < 4; at++) {
      const result = await run(accessToken, call('notes_list'))
      expect(JSON.stringify(result.allowed ? lines(result) : result.reply)).not.toMatch(/alice|c1|notes/)
    }
  })

  it('says nothing of limits that nobody could read [F-43]', async () => {
    const down = { debit: () => Promise.reject(new Error('down')) }
    const { run, token } = await gateWorld({}, { buckets: down, onStoreFailure: 'allow' })
    const result = await run(await token(), call('notes_list'))
    expect(result.allowed && lines(result)).toEqual([])
  })

  it('lets pages of allowed origins read it [F-42]', async () => {
    const { admit, token } = await gateWorld({ allowedOrigins: ['https://app.example'] })
    const admitted = await admit(await token(), { headers: [['origin', 'https://app.example']] })
    const exposed = admitted.allowed && admitted.headers.find(([name]) => name === 'access-control-expose-headers')
    expect(exposed && exposed[1]).toMatch(/Retry-After, RateLimit, RateLimit-Policy/)
  })
})

describe('roles and tools at the gate', () => {
  it('take the role from the token, and from nowhere else [F-41] [TL-04]', async () => {
    const { run, token } = await gateWorld({}, { user: { burst: 1, intervalMs: 60_000 }, roles: { premium: FEW } })
    const spend = async (accessToken: string) => {
      let spent = 0
      const headers = [
        ['x-role', 'premium'],
        ['mcp-param-role', 'premium'],
      ] as const
      while ((await run(accessToken, call('notes_list'), { headers })).allowed) spent++
      return spent
    }
    expect(await spend(await token({ subject: 'alice', roles: [] }))).toBe(1)
    expect(await spend(await token({ subject: 'bob', roles: ['premium'] }))).toBe(3)
  })

  it('count the tool in the body, not the one in a header [TL-04] [TL-03]', async () => {
    const { run, token } = await gateWorld({}, { tools: { notes_list: { burst: 1, intervalMs: 60_000 } } })
    const accessToken = await token()
    const headers = [['mcp-name', 'other']] as const
    expect((await run(accessToken, call('notes_list'), { headers })).allowed).toBe(true)
    expect(summary(await run(accessToken, call('notes_list'), { headers })).status).toBe(429)
    expect((await run(await token({ subject: 'bob' }), call('notes_list'))).allowed).toBe(true)
  })
})

describe('requests at the same time', () => {
  it('have so many places for each person, and get them back when they have ended [TL-28]', async () => {
    const { gate, token, events } = await gateWorld({}, { concurrent: 2 })
    const accessToken = await token()
    const begin = async (presented = accessToken) => {
      const admitted = await gate.admit(facts({ headers: [['authorization', `Bearer ${presented}`]] }))
      if (!admitted.allowed) throw new Error('not admitted')
      return { admitted, result: await gate.authorize(admitted, call('notes_list')) }
    }
    const end = (admitted: Admitted) => gate.completed(admitted, { status: 200 })
    const [first] = [await begin(), await begin()]
    const third = await begin()
    expect(summary(third.result).status).toBe(429)
    const reply = replyOf(third.result)
    expect(header(reply, 'ratelimit-policy')).toBe('"concurrent";q=2;qu="concurrent-requests"')
    expect(events.slice(-2)).toMatchObject([{ bucket: 'concurrent' }, { reason: 'principal_limit' }])
    expect((await begin(await token({ subject: 'bob' }))).result.allowed).toBe(true)
    await end(third.admitted)
    expect((await begin()).result.allowed).toBe(false)
    await end(first.admitted)
    await end(first.admitted)
    expect((await begin()).result.allowed).toBe(true)
    expect((await begin()).result.allowed).toBe(false)
  })

  it('take no place for what is refused [TL-28]', async () => {
    const { run, token } = await gateWorld({}, { concurrent: 1 })
    const accessToken = await token({ scopes: [] })
    for (let at = 0; at < 20; at++) expect(summary(await run(accessToken, call('notes_add'))).status).toBe(403)
    expect((await run(await token(), call('notes_list'))).allowed).toBe(true)
  })

  it('are never more than their places, of 50 that come together [TL-28]', async () => {
    const { run, token } = await gateWorld({}, { concurrent: 7 })
    const accessToken = await token()
    const results = await Promise.all(Array.from({ length: 50 }, (_, id) => run(accessToken, call('notes_list', id))))
    expect(results.filter(({ allowed }) => allowed)).toHaveLength(7)
  })
})

it('asks an authorization server about invented tokens only while the address has failures left [F-44] [AS-66]', async () => {
  let asked = 0
  const ask = () => {
    asked++
    return Promise.reject(new OAuthError('invalid_token', { reason: 'token_inactive' }))
  }
  const revocations = createRevocations({ log: memoryStore().revocations })
  const verifier = createTokenVerifier({
    issuers: [{ issuer: 'https://idp.example', introspection: { ask } }],
    revocations,
  })
  const { admit } = await gateWorld({ verifier }, { failures: { gate: FEW } })
  for (let at = 0; at < 3; at++) expect(summary(await admit(`invented-${String(at)}`)).status).toBe(401)
  for (let at = 0; at < 50; at++) expect(summary(await admit(`invented-again-${String(at)}`)).status).toBe(429)
  expect(asked).toBe(3)
})
