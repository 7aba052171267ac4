import { describe, expect, it } from 'vitest'
import { StoreError } from '../../../src/errors/index.js'
import { HOUR_MS } from '../../services/tokens/fixture.js'
import { call, facts, gateWorld, header, replyOf, RESOURCE, summary } from './fixture.js'

const SLOW = { burst: 3, intervalMs: 60_000 }
const broken = { debit: () => Promise.reject(new StoreError('unavailable', 'down')) }

describe('an address', () => {
  it('pays for tokens that are wrong, and is told to wait [RS-30] [F-40]', async () => {
    const { admit, token, runtime, events } = await gateWorld({}, { failures: { gate: SLOW } })
    const good = await token()
    for (let i = 0; i < 3; i++) expect(summary(await admit('wrong')).status).toBe(401)
    const reply = replyOf(await admit(good))
    expect(reply.status).toBe(429)
    expect(header(reply, 'retry-after')).toBe('60')
    expect(header(reply, 'www-authenticate')).toBeUndefined()
    expect(events.map(({ kind }) => kind).slice(-2)).toEqual(['limit.exceeded', 'request.refused'])
    runtime.advance(60_000)
    expect((await admit(good)).allowed).toBe(true)
  })

  it('pays nothing for asking without a token, for success, or for a token that ran out [F-40]', async () => {
    const world = await gateWorld({}, { failures: { gate: { burst: 1, intervalMs: 10 * HOUR_MS } } })
    const [good, old] = [await world.token(), await world.token()]
    for (let i = 0; i < 5; i++) {
      expect(summary(await world.gate.admit(facts())).status).toBe(401)
      expect((await world.admit(good)).allowed).toBe(true)
    }
    world.runtime.advance(HOUR_MS + 30_000)
    for (let i = 0; i < 5; i++) expect(summary(await world.admit(old)).status).toBe(401)
    expect((await world.admit(await world.token())).allowed).toBe(true)
  })

  it('is the one of the socket, unless the proxy in front is ours [F-19]', async () => {
    const from = (address: string) => ({ headers: [['x-forwarded-for', address] as const] })
    const direct = await gateWorld({}, { failures: { gate: SLOW } })
    for (let i = 0; i < 3; i++) await direct.admit('wrong', from(`198.51.100.${String(i)}`))
    expect(summary(await direct.admit('wrong', from('198.51.100.77'))).status).toBe(429)

    const proxied = await gateWorld({ trustProxy: ['203.0.113.0/24'] }, { failures: { gate: SLOW } })
    for (let i = 0; i < 3; i++) await proxied.admit('wrong', from('198.51.100.1'))
    expect(summary(await proxied.admit('wrong', from('198.51.100.1'))).status).toBe(429)
    expect(summary(await proxied.admit('wrong', from('198.51.100.2'))).status).toBe(401)
    expect(proxied.events.at(-1)).toMatchObject({ address: '198.51.100.2' })
  })
})

describe('a person', () => {
  const limits = { user: { burst: 10, intervalMs: 60_000 } }

  it('pays by the cost of the operation, and gets the id back with the 429 [F-40] [F-42] [TL-03]', async () => {
    const { run, token } = await gateWorld({}, limits)
    const accessToken = await token({ scopes: ['notes:read', 'notes:write'] })
    expect((await run(accessToken, call('notes_add'))).allowed).toBe(true)
    expect((await run(accessToken, call('notes_add'))).allowed).toBe(true)
    const reply = replyOf(await run(accessToken, call('notes_add', 'third')))
    expect(reply.status).toBe(429)
    expect(JSON.parse(reply.body)).toEqual({
      jsonrpc: '2.0',
      id: 'third',
      error: { code: 429, message: 'Too many requests', data: { retryAfterMs: 300_000 } },
    })
  })

  it('pays one for an operation that is refused, and limits come before scopes [F-40]', async () => {
    const { run, token } = await gateWorld({}, limits)
    const accessToken = await token({ scopes: [] })
    for (let i = 0; i < 10; i++) expect(summary(await run(accessToken, call('notes_add'))).status).toBe(403)
    expect(summary(await run(accessToken, call('notes_add'))).status).toBe(429)
  })

  it('pays alone, whatever session, client name or header a request brings [TL-04]', async () => {
    const { run, token } = await gateWorld({}, { user: { burst: 3, intervalMs: HOUR_MS } })
    const accessToken = await token()
    for (let i = 0; i < 4; i++) {
      const headers = [
        ['mcp-session-id', `s-${String(i)}`],
        ['x-forwarded-for', `198.51.100.${String(i)}`],
        ['user-agent', String(i)],
      ] as const
      const result = await run(accessToken, call('notes_list'), { headers, remoteAddress: `198.51.100.${String(i)}` })
      expect(result.allowed).toBe(i < 3)
    }
    expect((await run(await token({ subject: 'bob' }), call('notes_list'))).allowed).toBe(true)
  })

  it('gets exactly its burst out of 50 parallel calls [F-40]', async () => {
    const { run, token } = await gateWorld({}, limits)
    const accessToken = await token()
    const results = await Promise.all(Array.from({ length: 50 }, (_, id) => run(accessToken, call('notes_list', id))))
    expect(results.filter(({ allowed }) => allowed)).toHaveLength(10)
  })
})

describe('when the store is down', () => {
  it('nobody gets in: 503, audited [F-43]', async () => {
    const { run, token, events } = await gateWorld({}, { buckets: broken })
    const result = await run(await token(), call('notes_list'))
    expect(summary(result)).toEqual({ status: 503, challenge: undefined })
    expect(events.map(({ kind }) => kind)).toEqual(['store.failed', 'request.refused'])
  })

  it('everybody with a token gets in, when that was chosen [F-43]', async () => {
    const { run, token, events } = await gateWorld({}, { buckets: broken, onStoreFailure: 'allow' })
    expect((await run(await token(), call('notes_list'))).allowed).toBe(true)
    expect(summary(await run('wrong', call('notes_list'))).status).toBe(401)
    expect(events.filter(({ kind }) => kind === 'store.failed').length).toBeGreaterThan(0)
  })

  it.each([
    ['the verifier cannot read revocations', new StoreError('unavailable', 'down'), 503],
    ['the verifier breaks', new TypeError('secret detail'), 500],
  ])('refuses when %s [F-07] [RS-41]', async (_case, error, status) => {
    const { tokenVerifier, token } = await gateWorld()
    const accessToken = await token()
    const { principal } = await tokenVerifier.recognize(accessToken, RESOURCE)
    for (const failing of [
      () => Promise.reject(error),
      () => {
        throw error
      },
    ]) {
      for (const recognize of [failing, () => ({ principal, assertStanding: failing })]) {
        const { run, events } = await gateWorld({ verifier: { verify: failing, recognize } })
        const result = await run(accessToken, call('notes_list'))
        expect(summary(result)).toEqual({ status, challenge: undefined })
        expect(JSON.stringify([result, events])).not.toContain('secret detail')
      }
    }
  })
})
