import { createLimits, type Limits, type LimitsOptions, type LimitVerdict } from '@sallyport/core/limits'
import { describe, expect, it, onTestFinished } from 'vitest'
import { redisStore } from '../src/index.js'
import { ioredis } from './support/clients.js'
import { startServer } from './support/server.js'

const person = { issuer: 'https://as.test', subject: 'u1', clientId: 'c1', roles: ['admin'] }
const call = { operation: 'tools/report', cost: 1 }
const ADDRESS = '2001:db8::1'
const few = { burst: 3, intervalMs: 60_000 }

const ASKED: readonly [string, (limits: Limits) => LimitVerdict | Promise<LimitVerdict>][] = [
  ['peekAddress', (limits) => limits.peekAddress(ADDRESS, 'token')],
  ['failed', (limits) => limits.failed(ADDRESS, 'gate')],
  ['debitRegistration', (limits) => limits.debitRegistration(ADDRESS)],
  ['debitLogin', (limits) => limits.debitLogin(ADDRESS)],
  ['peekClientSecret', (limits) => limits.peekClientSecret('c1', ADDRESS)],
  ['failedClientSecret', (limits) => limits.failedClientSecret('c1', ADDRESS)],
  ['debitPrincipal', (limits) => limits.debitPrincipal(person, call)],
]

/** Limits over a Redis of their own, which the test may stop. */
async function world(options: Omit<LimitsOptions, 'buckets'> = {}) {
  const server = await startServer({ appendonly: 'yes', appendfsync: 'always' })
  onTestFinished(() => server.dispose())
  const { client, close } = await ioredis(server.port)
  onTestFinished(close)
  const events: unknown[] = []
  const { buckets } = redisStore({ client, timeoutMs: 300 })
  const limits = createLimits({ buckets, ...options }, { record: (event) => events.push(event) })
  return { server, limits, events }
}

describe('limits while Redis is gone', () => {
  it('let nobody through, quickly, and tell the auditor each time [F-43]', async () => {
    const { server, limits, events } = await world()
    for (const [name, ask] of ASKED) expect(await ask(limits), name).toMatchObject({ allowed: true })
    await server.kill()
    const startedAt = performance.now()
    for (const [name, ask] of ASKED) {
      expect(await ask(limits), name).toMatchObject({ allowed: false, outage: true, retryAfterMs: 1_000 })
    }
    expect(performance.now() - startedAt).toBeLessThan(ASKED.length * 600)
    expect(events).toHaveLength(ASKED.length)
    for (const event of events) expect(event).toMatchObject({ kind: 'store.failed', outcome: 'refused' })
  })

  it('let through what was chosen, and nothing else [F-43]', async () => {
    const allow = { ...few, onStoreFailure: 'allow' as const }
    const { server, limits, events } = await world({ user: allow, roles: { admin: allow }, tools: { report: few } })
    await server.kill()
    expect(await limits.debitPrincipal(person, { operation: 'tools/other', cost: 1 })).toEqual({ allowed: true })
    expect(await limits.debitPrincipal(person, call)).toMatchObject({
      allowed: false,
      bucket: 'user-tool',
      outage: true,
    })
    expect(await limits.peekAddress(ADDRESS, 'token')).toMatchObject({ allowed: false, outage: true })
    expect(events).toMatchObject([{ outcome: 'allowed' }, { outcome: 'refused' }, { outcome: 'refused' }])
  })

  it('go on where they were when it is back [F-43] [F-40]', async () => {
    const { server, limits } = await world({ roles: { admin: few } })
    for (let at = 0; at < 3; at++) await limits.debitPrincipal(person, call)
    await server.kill()
    expect(await limits.debitPrincipal(person, call)).toMatchObject({ outage: true })
    await server.start()
    await expect
      .poll(async () => limits.debitPrincipal(person, call), { timeout: 4_000 })
      .toMatchObject({ allowed: false, bucket: 'user', quota: { remaining: 0 } })
  })
})
