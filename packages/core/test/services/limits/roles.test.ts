import { describe, expect, it } from 'vitest'
import { createLimits } from '../../../src/services/limits/index.js'
import { memoryStore } from '../../../src/store/index.js'
import { call, person, setup } from './support.js'

/** The documented example. */
const roles = {
  guest: { burst: 50, intervalMs: 1_000 },
  premium: { burst: 1_000, intervalMs: 50 },
  admin: { burst: 5_000, intervalMs: 10 },
}

function spendingWorld(options: Parameters<typeof setup>[0] = {}) {
  const { limits, runtime } = setup({ user: { burst: 200, intervalMs: 200 }, roles, ...options })
  const spend = async (held: readonly string[], subject = 'u1') => {
    let spent = 0
    while ((await limits.debitPrincipal({ ...person, subject, roles: held }, call(1))).allowed) spent++
    return spent
  }
  return { limits, runtime, spend }
}

describe('rates by role', () => {
  it.each([
    ['guest', 50, 1],
    ['premium', 1_000, 20],
    ['admin', 5_000, 100],
  ])('give a %s %d at once and %d a second [F-41]', async (role, burst, perSecond) => {
    const { spend, runtime } = spendingWorld()
    expect(await spend([role])).toBe(burst)
    runtime.advance(1_000)
    expect(await spend([role])).toBe(perSecond)
  })

  it.each([
    ['no role', []],
    ['a role without a rate', ['auditor']],
    ['a role in other letters', ['Admin', 'admin ']],
    ['a name that every object has', ['constructor', '__proto__', 'toString']],
  ])('leave whoever has %s at 200 and five a second [F-41]', async (_case, held) => {
    const { spend, runtime } = spendingWorld()
    expect(await spend(held)).toBe(200)
    runtime.advance(1_000)
    expect(await spend(held)).toBe(5)
  })

  it.each([
    ['premium among others', ['guest', 'premium', 'auditor'], 1_000],
    ['the same in another order', ['premium', 'guest'], 1_000],
    ['all of them', ['guest', 'premium', 'admin'], 5_000],
  ])('take the most generous of several: %s [F-41]', async (_case, held, burst) => {
    expect(await spendingWorld().spend(held)).toBe(burst)
  })

  it('may be less than those of everybody [F-41]', async () => {
    expect(await spendingWorld().spend(['guest'])).toBeLessThan(await spendingWorld().spend([]))
  })

  it('let the larger burst decide between equally fast ones [F-41]', async () => {
    const slow = { a: { burst: 7, intervalMs: 9_000 }, b: { burst: 9, intervalMs: 9_000 } }
    expect(await spendingWorld({ roles: slow }).spend(['a', 'b'])).toBe(9)
    expect(await spendingWorld({ roles: slow }).spend(['b', 'a'])).toBe(9)
  })

  it('fill one bucket of the person: a token with fewer roles is no second purse [F-41] [TL-04]', async () => {
    const { spend } = spendingWorld()
    expect(await spend(['guest'])).toBe(50)
    // 50 tokens of a guest are 50 s, as much as an admin may use up.
    expect(await spend(['admin'])).toBe(0)
    expect(await spend(['guest'], 'u2')).toBe(50)
  })

  it('are told by the name of the bucket, not of the role [F-42]', async () => {
    const { limits } = setup({ roles: { vip_of_acme: { burst: 1, intervalMs: 1_000 } } })
    const vip = { ...person, roles: ['vip_of_acme'] }
    await limits.debitPrincipal(vip, call(1))
    const refused = await limits.debitPrincipal(vip, call(1))
    expect(refused).toMatchObject({ allowed: false, bucket: 'user' })
    expect(JSON.stringify(refused)).not.toContain('acme')
  })

  it.each([
    { guest: { burst: 0, intervalMs: 1 } },
    { guest: { burst: 1 } },
    { '': { burst: 1, intervalMs: 1 } },
    ['guest'],
  ])('stop the start when they are %j [F-41]', (wrong) => {
    const { buckets } = memoryStore()
    expect(() => createLimits({ buckets, roles: wrong as never }, { record: () => undefined })).toThrow(
      expect.objectContaining({ code: 'ERR_CONFIG' }) as Error,
    )
  })
})
