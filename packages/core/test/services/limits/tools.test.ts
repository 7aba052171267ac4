import { describe, expect, it } from 'vitest'
import { call, person, setup, times } from './support.js'

const tools = { report: { burst: 2, intervalMs: 60_000 } }
const user = { burst: 10, intervalMs: 1_000 }
const report = call(1, 'tools/report')

describe('a tool with a rate', () => {
  it('is refused on its own, while the person may go on with others [F-40] [TL-03]', async () => {
    const { limits } = setup({ user, tools })
    await times(2, () => limits.debitPrincipal(person, report))
    expect(await limits.debitPrincipal(person, report)).toMatchObject({
      allowed: false,
      bucket: 'user-tool',
      retryAfterMs: 60_000,
    })
    expect(await limits.debitPrincipal(person, call(1))).toMatchObject({ allowed: true })
  })

  it('takes nothing from the person for what it refuses [F-40]', async () => {
    const { limits } = setup({ user, tools, userClient: user })
    await times(2, () => limits.debitPrincipal(person, report))
    await times(50, () => limits.debitPrincipal(person, report))
    expect(await limits.debitPrincipal(person, call(8))).toMatchObject({ allowed: true })
    expect(await limits.debitPrincipal(person, call(1))).toMatchObject({ allowed: false, bucket: 'user' })
  })

  it('is not charged for what the person cannot pay [F-40]', async () => {
    const { limits, runtime } = setup({ user: { burst: 1, intervalMs: 1_000 }, tools })
    await limits.debitPrincipal(person, report)
    await times(20, () => limits.debitPrincipal(person, report))
    runtime.advance(1_000)
    expect(await limits.debitPrincipal(person, report)).toMatchObject({ allowed: true })
  })

  it('counts each person alone [TL-03]', async () => {
    const { limits } = setup({ user, tools })
    await times(3, () => limits.debitPrincipal(person, report))
    for (const other of [{ subject: 'u2' }, { issuer: 'https://other.test' }]) {
      expect(await limits.debitPrincipal({ ...person, ...other }, report)).toMatchObject({ allowed: true })
    }
    expect(await limits.debitPrincipal({ ...person, clientId: 'c2' }, report)).toMatchObject({ bucket: 'user-tool' })
  })

  it('pays by cost, at most its burst [F-40]', async () => {
    const { limits } = setup({ user, tools })
    expect(await limits.debitPrincipal(person, call(9, 'tools/report'))).toMatchObject({ allowed: true })
    expect(await limits.debitPrincipal(person, report)).toMatchObject({ bucket: 'user-tool' })
  })

  it.each([
    'tools/Report',
    'tools/report ',
    'report',
    'prompts/report',
    'tools/constructor',
    'tools/__proto__',
    'tools/',
  ])('is not meant by %j [TL-04]', async (operation) => {
    const { limits } = setup({ user, tools })
    await times(3, () => limits.debitPrincipal(person, report))
    expect(await limits.debitPrincipal(person, call(1, operation))).toMatchObject({ allowed: true })
  })

  it('lets exactly its burst through of 50 calls at once [F-40]', async () => {
    const { limits } = setup({ user: { burst: 100, intervalMs: 1_000 }, tools })
    const verdicts = await Promise.all(Array.from({ length: 50 }, () => limits.debitPrincipal(person, report)))
    expect(verdicts.filter(({ allowed }) => allowed)).toHaveLength(2)
    expect(await limits.debitPrincipal(person, call(98))).toMatchObject({ allowed: true })
  })

  it('is the bucket that is told while it has the least left [F-42]', async () => {
    const { limits } = setup({ user, tools })
    expect(await limits.debitPrincipal(person, report)).toMatchObject({
      quota: { policy: { name: 'user-tool', burst: 2 }, remaining: 1 },
    })
    expect(await limits.debitPrincipal(person, call(1))).toMatchObject({
      quota: { policy: { name: 'user', burst: 10 }, remaining: 8 },
    })
  })
})

it('names no bucket so that one person could be taken for another [TL-04]', async () => {
  const keys: string[] = []
  const debit = (buckets: readonly { key: string }[]) => {
    keys.push(...buckets.map(({ key }) => key))
    return { allowed: true, buckets: [] }
  }
  const { limits } = setup({ tools, userClient: user, buckets: { debit } })
  const names = ['a', 'a"', 'a","b', 'a\\', '["a"]', 'a\nb']
  for (const issuer of names)
    for (const subject of names)
      for (const clientId of names) await limits.debitPrincipal({ ...person, issuer, subject, clientId }, report)
  expect(new Set(keys.filter((key) => key.startsWith('user:'))).size).toBe(names.length ** 2)
  expect(new Set(keys.filter((key) => key.startsWith('user-client:'))).size).toBe(names.length ** 3)
  // Redis puts a person's buckets side by side by what their ids begin with.
  expect(keys.every((key) => /^user[a-z-]*:\["/.test(key))).toBe(true)
})
