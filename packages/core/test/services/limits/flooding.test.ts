import { describe, expect, it } from 'vitest'
import { kindOf, type BucketDebit } from '../../../src/store/index.js'
import { rate, setup, times } from './support.js'

const ipv4 = (index: number) => `10.${String(index >> 16)}.${String((index >> 8) & 255)}.${String(index & 255)}`
const ipv6 = (index: number) => `2001:${(index >> 16).toString(16)}:${(index & 0xffff).toString(16)}::1`

/** Every bucket of one kind that lives in the store is found again by its key; the others share one. */
describe('a flood of addresses', () => {
  it.each([
    ['IPv4', ipv4],
    ['IPv6', ipv6],
  ])('of %s leaves newcomers one bucket between them [TL-04] [F-40]', async (_case, addressOf) => {
    const { limits, runtime } = setup({}, { capacity: { address: 100, 'address-site': 100 } })
    await times(100, (index) => limits.failed(addressOf(index), 'gate'))
    const verdicts: boolean[] = []
    await times(50, async (index) => verdicts.push((await limits.failed(addressOf(1_000 + index), 'gate')).allowed))
    expect(verdicts.filter(Boolean)).toHaveLength(rate.burst)
    // Those who were there before keep what is theirs.
    expect(await limits.failed(addressOf(7), 'gate')).toMatchObject({ allowed: true })
    runtime.advance(3 * rate.intervalMs)
    expect(await limits.failed(addressOf(5_000), 'gate')).toMatchObject({ allowed: true })
  })

  it('takes no room from people, clients and registrations [TL-04]', async () => {
    const kinds = new Set<string>()
    const debit = (buckets: readonly BucketDebit[]) => {
      for (const { key } of buckets) kinds.add(kindOf(key))
      return { allowed: true, buckets: [] }
    }
    const { limits } = setup({ buckets: { debit } })
    await limits.failed(ipv6(1), 'gate')
    expect([...kinds]).toEqual(['address', 'address-site'])
    kinds.clear()
    await limits.debitRegistration(ipv6(1))
    await limits.debitLogin(ipv6(1))
    await limits.failedClientSecret('c1', ipv6(1))
    expect([...kinds].filter((kind) => /^(address|user)/.test(kind))).toEqual([])
  })

  it('is forgotten beyond 10 000 blocked networks, the oldest first [TL-04]', async () => {
    const once = { burst: 1, intervalMs: 3_600_000 }
    const { limits } = setup({ failures: { gate: once } })
    await times(10_001, (index) => limits.failed(ipv4(index), 'gate'))
    expect(limits.isBlocked(ipv4(0), 'gate')).toBeUndefined()
    expect(limits.isBlocked(ipv4(1), 'gate')).toBeDefined()
    expect(limits.isBlocked(ipv4(10_000), 'gate')).toBeDefined()
    expect(await limits.failed(ipv4(0), 'gate')).toMatchObject({ allowed: false })
    expect(limits.isBlocked(ipv4(0), 'gate')).toBeDefined()
  })
})
