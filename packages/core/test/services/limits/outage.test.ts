import { describe, expect, it } from 'vitest'
import type { AuditInput } from '../../../src/audit/index.js'
import { StoreError } from '../../../src/errors/index.js'
import { createLimits, type LimitsOptions } from '../../../src/services/limits/index.js'
import { memoryStore, type BucketStore } from '../../../src/store/index.js'

const person = { issuer: 'https://as.test', subject: 'u1', clientId: 'c1', roles: [] }
const call = (cost: number) => ({ operation: 'tools/notes_add', cost })

const outages: [string, BucketStore][] = [
  ['throws', { debit: () => raise() }],
  ['rejects', { debit: () => Promise.reject(new StoreError('busy', 'busy')) }],
  ['fails with an error of a driver', { debit: () => Promise.reject(new TypeError('socket')) }],
]

function raise(): never {
  throw new StoreError('unavailable', 'gone')
}

function setup(buckets: BucketStore, options: Partial<LimitsOptions> = {}) {
  const events: AuditInput[] = []
  return { events, limits: createLimits({ buckets, ...options }, { record: (event) => events.push(event) }) }
}

describe.each(outages)('a store that %s', (_case, buckets) => {
  it('lets nobody through by default, and says so to the auditor [F-43]', async () => {
    const { limits, events } = setup(buckets)
    for (const verdict of [
      await limits.peekAddress('192.0.2.1', 'token'),
      await limits.debitRegistration('192.0.2.1'),
      await limits.peekClientSecret('c1', '192.0.2.1'),
      await limits.debitPrincipal(person, call(1)),
    ])
      expect(verdict).toMatchObject({ allowed: false, outage: true, retryAfterMs: 1_000 })
    expect(events).toHaveLength(4)
    for (const event of events) expect(event).toMatchObject({ kind: 'store.failed', outcome: 'refused' })
  })

  it('lets everybody through where that was chosen, and says so to the auditor [F-43]', async () => {
    const { limits, events } = setup(buckets, { onStoreFailure: 'allow' })
    expect(await limits.debitPrincipal(person, call(1))).toMatchObject({ allowed: true })
    expect(events).toMatchObject([{ kind: 'store.failed', outcome: 'allowed', operation: 'limits.debit' }])
  })

  it('is judged for each bucket [F-43]', async () => {
    const user = { burst: 1, intervalMs: 1_000, onStoreFailure: 'allow' } as const
    const { limits } = setup(buckets, { user })
    expect(await limits.debitPrincipal(person, call(1))).toMatchObject({ allowed: true })
    expect(await limits.peekAddress('192.0.2.1', 'token')).toMatchObject({ allowed: false, outage: true })
    const both = setup(buckets, { user, userClient: { burst: 1, intervalMs: 1_000 } })
    expect(await both.limits.debitPrincipal(person, call(1))).toMatchObject({ allowed: false, bucket: 'user-client' })
  })

  it('is judged by the rate of the role and of the tool [F-43] [F-41]', async () => {
    const allow = { burst: 1, intervalMs: 1_000, onStoreFailure: 'allow' } as const
    const { limits } = setup(buckets, { roles: { admin: allow }, tools: { report: { burst: 1, intervalMs: 1_000 } } })
    const admin = { ...person, roles: ['admin'] }
    expect(await limits.debitPrincipal(admin, call(1))).toEqual({ allowed: true })
    expect(await limits.debitPrincipal(person, call(1))).toMatchObject({ outage: true, bucket: 'user' })
    const report = { operation: 'tools/report', cost: 1 }
    expect(await limits.debitPrincipal(admin, report)).toMatchObject({ outage: true, bucket: 'user-tool' })
  })

  it('is judged for a network and its site alike [F-43]', async () => {
    const token = { burst: 1, intervalMs: 1_000, onStoreFailure: 'allow' } as const
    const { limits } = setup(buckets, { failures: { token } })
    expect(await limits.peekAddress('2001:db8::1', 'token')).toEqual({ allowed: true })
    expect(await limits.peekAddress('2001:db8::1', 'gate')).toMatchObject({ allowed: false, outage: true })
  })

  it('holds no place for requests at the same time: those are counted here [F-43] [TL-28]', () => {
    const { limits } = setup(buckets, { concurrent: 1 })
    expect(limits.enter(person).allowed).toBe(true)
    expect(limits.enter(person).allowed).toBe(false)
  })

  it('does not turn a failure that was answered for into another one [F-43]', async () => {
    const { limits, events } = setup(buckets)
    await limits.failed('192.0.2.1', 'token')
    await limits.failedClientSecret('c1', '192.0.2.1')
    expect(events.map(({ kind }) => kind)).toEqual(['store.failed', 'store.failed'])
  })
})

it('names the reason of an outage and nothing else [F-43]', async () => {
  const store = memoryStore()
  await store.close()
  const { limits, events } = setup(store.buckets)
  await limits.peekAddress('192.0.2.1', 'gate', { requestId: 'r1' })
  expect(events).toEqual([
    {
      kind: 'store.failed',
      outcome: 'refused',
      reason: 'store_closed',
      operation: 'limits.debit',
      requestId: 'r1',
      address: '192.0.2.1',
    },
  ])
})
