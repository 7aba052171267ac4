import { describe, expect, it } from 'vitest'
import { fakeRuntime } from '../../../src/host/testing/index.js'
import { createLimits } from '../../../src/services/limits/index.js'
import { memoryStore } from '../../../src/store/index.js'
import { call, person, rate, rooms, setup, times } from './support.js'

describe('addresses', () => {
  it.each(rooms)(
    'lets an address fail a few times at %s, then refuses with a true wait [AS-66] [F-40]',
    async (room) => {
      const { limits, runtime } = setup()
      await times(3, () => limits.failed('192.0.2.1', room))
      expect(await limits.peekAddress('192.0.2.1', room)).toMatchObject({
        allowed: false,
        retryAfterMs: 10_000,
        bucket: `address-${room}`,
      })
      runtime.advance(9_999)
      expect(await limits.peekAddress('192.0.2.1', room)).toMatchObject({ allowed: false, retryAfterMs: 1 })
      runtime.advance(1)
      expect(await limits.peekAddress('192.0.2.1', room)).toMatchObject({ allowed: true })
    },
  )

  it('takes nothing for asking, however often [F-40]', async () => {
    const { limits } = setup()
    await times(100, () => limits.peekAddress('192.0.2.1', 'token'))
    expect(await limits.peekAddress('192.0.2.1', 'token')).toMatchObject({ allowed: true })
  })

  it('counts every room and every address by itself', async () => {
    const { limits } = setup()
    await times(3, () => limits.failed('192.0.2.1', 'token'))
    expect(await limits.peekAddress('192.0.2.1', 'authorize')).toMatchObject({ allowed: true })
    expect(await limits.peekAddress('192.0.2.2', 'token')).toMatchObject({ allowed: true })
  })

  it('counts a whole IPv6 /64 as one, and a mapped address as its IPv4 [AS-66]', async () => {
    const { limits } = setup()
    for (const host of ['1', '2', 'ffff:1']) await limits.failed(`2001:db8::${host}`, 'token')
    expect(await limits.peekAddress('2001:db8::9', 'token')).toMatchObject({ allowed: false })
    expect(await limits.peekAddress('2001:db8:0:1::9', 'token')).toMatchObject({ allowed: true })
    await times(3, () => limits.failed('::ffff:192.0.2.1', 'token'))
    expect(await limits.peekAddress('192.0.2.1', 'token')).toMatchObject({ allowed: false })
  })

  it('gives all requests without an address one shared bucket [AS-66]', async () => {
    const { limits } = setup()
    for (const address of [undefined, 'nonsense', '']) await limits.failed(address, 'token')
    expect(await limits.peekAddress(undefined, 'token')).toMatchObject({ allowed: false })
    expect(await limits.peekAddress('192.0.2.1', 'token')).toMatchObject({ allowed: true })
  })

  it('is not outrun by 50 failures at once [AS-66]', async () => {
    const { limits } = setup()
    await Promise.all(Array.from({ length: 50 }, () => limits.failed('192.0.2.1', 'token')))
    expect(await limits.peekAddress('192.0.2.1', 'token')).toMatchObject({ allowed: false, retryAfterMs: 10_000 })
  })
})

describe('registrations', () => {
  it('have a bucket of their own that failures do not touch [AS-102]', async () => {
    const { limits } = setup()
    await times(3, () => limits.failed('192.0.2.1', 'register'))
    const verdicts = []
    for (let i = 0; i < 4; i++) verdicts.push(await limits.debitRegistration('192.0.2.1'))
    expect(verdicts.map(({ allowed }) => allowed)).toEqual([true, true, true, false])
    expect(verdicts[3]).toMatchObject({ allowed: false, retryAfterMs: 10_000, bucket: 'registration' })
    expect(await limits.debitRegistration('192.0.2.2')).toMatchObject({ allowed: true })
  })

  it('of a hosted client behind one address pass in their hundreds, and end [AS-102]', async () => {
    const { buckets } = memoryStore({}, fakeRuntime())
    const limits = createLimits({ buckets }, { record: () => undefined })
    let registered = 0
    while ((await limits.debitRegistration('192.0.2.1')).allowed) registered++
    expect(registered).toBe(200)
  })
})

it('gives logins a bucket of their own, so that one network cannot fill the store with them [AS-66]', async () => {
  const { limits } = setup({ logins: { burst: 3, intervalMs: 10_000 } })
  await times(3, () => limits.debitLogin('192.0.2.1'))
  expect(await limits.debitLogin('192.0.2.1')).toMatchObject({ allowed: false, retryAfterMs: 10_000, bucket: 'login' })
  expect(await limits.debitLogin('192.0.2.2')).toMatchObject({ allowed: true })
  expect(await limits.debitRegistration('192.0.2.1')).toMatchObject({ allowed: true })
})

describe('client secrets', () => {
  it('may be guessed a few times for each client, from however many addresses [AS-66]', async () => {
    const { limits, runtime } = setup()
    await times(3, () => limits.failedClientSecret('c1', '192.0.2.1'))
    expect(await limits.peekClientSecret('c1', '192.0.2.1')).toMatchObject({
      allowed: false,
      retryAfterMs: 10_000,
      bucket: 'client-secret',
    })
    expect(await limits.peekClientSecret('c2', '192.0.2.1')).toMatchObject({ allowed: true })
    runtime.advance(10_000)
    expect(await limits.peekClientSecret('c1', '192.0.2.1')).toMatchObject({ allowed: true })
  })
})

describe('principals', () => {
  it('pay the cost of an operation until they run dry [F-40]', async () => {
    const { limits } = setup()
    expect(await limits.debitPrincipal(person, call(2))).toMatchObject({ allowed: true })
    expect(await limits.debitPrincipal(person, call(2))).toMatchObject({
      allowed: false,
      retryAfterMs: 10_000,
      bucket: 'user',
    })
    expect(await limits.debitPrincipal(person, call(1))).toMatchObject({ allowed: true })
    expect(await limits.debitPrincipal({ ...person, subject: 'u2' }, call(1))).toMatchObject({ allowed: true })
    expect(await limits.debitPrincipal({ ...person, issuer: 'https://other.test' }, call(1))).toMatchObject({
      allowed: true,
    })
  })

  it('are debited in all their buckets or in none [F-40]', async () => {
    const { limits } = setup({ user: { burst: 4, intervalMs: 1_000 }, userClient: { burst: 2, intervalMs: 1_000 } })
    await times(2, () => limits.debitPrincipal(person, call(1)))
    await times(10, () => limits.debitPrincipal(person, call(1)))
    expect(await limits.debitPrincipal(person, call(1))).toMatchObject({ allowed: false, bucket: 'user-client' })
    expect(await limits.debitPrincipal({ ...person, clientId: 'c2' }, call(2))).toMatchObject({ allowed: true })
    expect(await limits.debitPrincipal({ ...person, clientId: 'c3' }, call(1))).toMatchObject({ bucket: 'user' })
  })

  it('start with 200 operations and get five a second', async () => {
    const runtime = fakeRuntime()
    const limits = createLimits({ buckets: memoryStore({}, runtime).buckets }, { record: () => undefined })
    const spend = async () => {
      let spent = 0
      while ((await limits.debitPrincipal(person, call(1))).allowed) spent++
      return spent
    }
    expect(await spend()).toBe(200)
    runtime.advance(1_000)
    expect(await spend()).toBe(5)
  })

  it('can afford an operation that costs more than the burst once they are rested', async () => {
    const { limits } = setup()
    expect(await limits.debitPrincipal(person, call(9))).toMatchObject({ allowed: true })
    expect(await limits.debitPrincipal(person, call(9))).toMatchObject({ allowed: false, retryAfterMs: 30_000 })
  })

  it('let exactly the burst through in 50 operations at once [F-40]', async () => {
    const { limits } = setup()
    const verdicts = await Promise.all(Array.from({ length: 50 }, () => limits.debitPrincipal(person, call(1))))
    expect(verdicts.filter(({ allowed }) => allowed)).toHaveLength(3)
  })

  it('get their verdict without waiting when the store can', () => {
    expect(setup().limits.debitPrincipal(person, call(1))).toMatchObject({ allowed: true })
  })
})

it('tells the auditor about every refusal, with identifiers only [AS-66]', async () => {
  const { limits, events } = setup()
  await times(3, () => limits.failed('192.0.2.1', 'token'))
  await limits.peekAddress('192.0.2.1', 'token', { requestId: 'r1' })
  await times(4, () => limits.debitPrincipal(person, call(1), { requestId: 'r2' }))
  const common = { kind: 'limit.exceeded', outcome: 'refused', reason: 'limit_exceeded', retryAfterMs: 10_000 }
  expect(events).toEqual([
    { ...common, requestId: 'r1', address: '192.0.2.1', bucket: 'address-token' },
    { ...common, requestId: 'r2', subject: 'u1', clientId: 'c1', bucket: 'user' },
  ])
})

it.each([
  ['an unknown option', { limit: 1 }],
  ['an unknown room', { failures: { page: rate } }],
  ['a burst of nothing', { user: { burst: 0, intervalMs: 1 } }],
  ['half a millisecond', { user: { burst: 1, intervalMs: 0.5 } }],
  ['an unknown rule for outages', { onStoreFailure: 'ignore' }],
  ['no store', { buckets: undefined }],
])('refuses to start with %s', (_case, options) => {
  expect(() => setup(options as never)).toThrow(expect.objectContaining({ code: 'ERR_CONFIG' }))
})
