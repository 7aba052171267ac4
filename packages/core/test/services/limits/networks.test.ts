import { describe, expect, it } from 'vitest'
import { rate, setup, times } from './support.js'

const network = (index: number) => `2001:db8:7:${index.toString(16)}::1`

describe('an IPv6 site', () => {
  it('has the failures of 16 networks, however many it walks through [F-40] [F-44]', async () => {
    const { limits } = setup()
    let told = 0
    await times(500, async (index) => {
      if ((await limits.failed(network(index), 'token')).allowed) told++
    })
    expect(told).toBe(16 * rate.burst)
    const refused = await limits.peekAddress(network(9_999), 'token')
    expect(refused).toMatchObject({ allowed: false, bucket: 'address-token-site', retryAfterMs: 625 })
    expect(await limits.peekAddress('2001:db8:8::1', 'token')).toMatchObject({ allowed: true })
    expect(await limits.peekAddress('192.0.2.1', 'token')).toMatchObject({ allowed: true })
  })

  it('is not charged for what one of its networks may not do any more [F-40]', async () => {
    const { limits } = setup()
    await times(1_000, () => limits.failed(network(1), 'token'))
    await times(rate.burst, async () => {
      expect(await limits.failed(network(2), 'token')).toMatchObject({ allowed: true })
    })
  })

  it.each(['debitRegistration', 'debitLogin'] as const)('bounds %s as well [AS-102] [F-44]', async (debit) => {
    const { limits } = setup()
    let done = 0
    await times(200, async (index) => {
      if ((await limits[debit](network(index))).allowed) done++
    })
    expect(done).toBe(16 * rate.burst)
  })

  it('does not exist for IPv4, in whichever writing [F-40]', async () => {
    const { limits } = setup()
    await times(200, async (index) => {
      const address = index % 2 === 0 ? `192.0.2.${String(index)}` : `::ffff:192.0.2.${String(index)}`
      expect(await limits.failed(address, 'token')).toMatchObject({ allowed: true })
    })
  })
})

describe('a network without failures left', () => {
  it('is refused without a word to the store until it gets one back [F-40] [F-44]', async () => {
    const { limits, runtime } = setup()
    await times(3, () => limits.failed('192.0.2.1', 'gate'))
    const ask = () => limits.isBlocked('192.0.2.1', 'gate')
    expect(ask()).toMatchObject({ allowed: false, bucket: 'address-gate', retryAfterMs: 10_000 })
    runtime.advance(9_999)
    expect(ask()).toMatchObject({ retryAfterMs: 1 })
    runtime.advance(1)
    expect(ask()).toBeUndefined()
    expect(await limits.failed('192.0.2.1', 'gate')).toMatchObject({ allowed: true })
    expect(ask()).toMatchObject({ allowed: false, retryAfterMs: 10_000 })
  })

  it('is asked about anew when the clock has gone back: nobody is blocked for an hour by that [F-40]', async () => {
    const { limits, runtime } = setup()
    await times(3, () => limits.failed('192.0.2.1', 'gate'))
    runtime.setNow(runtime.nowMs() - 3_600_000)
    expect(limits.isBlocked('192.0.2.1', 'gate')).toBeUndefined()
  })

  it('is not that of everybody whose address the host cannot tell [F-40] [F-44]', async () => {
    const { limits } = setup()
    await times(4, () => limits.failed(undefined, 'gate'))
    expect(limits.isBlocked(undefined, 'gate')).toBeUndefined()
    expect(await limits.failed(undefined, 'gate')).toMatchObject({ allowed: false })
  })

  it('is one of this process: the failure that goes too far is refused wherever it lands [F-40]', async () => {
    const one = setup()
    const other = setup({ buckets: one.buckets })
    await times(3, () => one.limits.failed('192.0.2.1', 'gate'))
    expect(other.limits.isBlocked('192.0.2.1', 'gate')).toBeUndefined()
    expect(await other.limits.failed('192.0.2.1', 'gate')).toMatchObject({ allowed: false, retryAfterMs: 10_000 })
    expect(other.limits.isBlocked('192.0.2.1', 'gate')).toMatchObject({ retryAfterMs: 10_000 })
  })

  it('blocks its neighbours only when the site is exhausted [F-40]', async () => {
    const { limits } = setup()
    await times(3, () => limits.failed(network(1), 'gate'))
    expect(limits.isBlocked('2001:db8:7:1::ffff', 'gate')).toBeDefined()
    expect(limits.isBlocked(network(2), 'gate')).toBeUndefined()
    expect(limits.isBlocked(network(1), 'token')).toBeUndefined()
    await times(100, (index) => limits.failed(network(100 + index), 'gate'))
    expect(limits.isBlocked(network(9_999), 'gate')).toMatchObject({ bucket: 'address-gate-site' })
    expect(limits.isBlocked('2001:db8:8::1', 'gate')).toBeUndefined()
  })

  it('is told to the auditor each time it is refused [F-44]', async () => {
    const { limits, events } = setup()
    await times(3, () => limits.failed('192.0.2.1', 'gate'))
    expect(events).toEqual([])
    limits.isBlocked('192.0.2.1', 'gate', { requestId: 'r7' })
    expect(events).toEqual([
      {
        kind: 'limit.exceeded',
        outcome: 'refused',
        reason: 'limit_exceeded',
        bucket: 'address-gate',
        retryAfterMs: 10_000,
        requestId: 'r7',
        address: '192.0.2.1',
      },
    ])
  })

  it('learns of 50 failures at once that only three of them counted [F-44]', async () => {
    const { limits } = setup()
    const verdicts = await Promise.all(Array.from({ length: 50 }, () => limits.failed('192.0.2.1', 'gate')))
    expect(verdicts.filter(({ allowed }) => allowed)).toHaveLength(3)
    expect(limits.isBlocked('192.0.2.1', 'gate')).toBeDefined()
  })

  it('is not learnt from an outage [F-43]', async () => {
    const { limits } = setup({ buckets: { debit: () => Promise.reject(new Error('down')) } })
    expect(await limits.failed('192.0.2.1', 'gate')).toMatchObject({ allowed: false, outage: true })
    expect(limits.isBlocked('192.0.2.1', 'gate')).toBeUndefined()
  })
})
