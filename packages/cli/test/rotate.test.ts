import { describe, expect, it } from 'vitest'
import { generateKeySet, KEY_PURPOSES, keyStates, type KeyFile } from '@sallyport/core/keys'
import { retireExpired, retireKey, rotateKeys } from '../src/index.js'
import { clockAt, secretsOf } from './support/desk.js'

const MINUTE = 60_000
const DAY = 86_400_000
const file = await generateKeySet({}, clockAt())
const kidOf = (purpose: string, { keys }: KeyFile = file) => keys.find((key) => key.purpose === purpose)?.kid ?? ''
const statesOf = (set: KeyFile, purpose: string, clock = clockAt()) =>
  keyStates(set, clock)
    .filter((state) => state.purpose === purpose)
    .map(({ kid, state }) => [kid, state])

describe('rotateKeys', () => {
  it.each([
    ['signing', DAY + MINUTE],
    ['cookies', 2 * 3_600_000 + MINUTE],
    ['sealing', 30 * DAY + MINUTE],
    ['refresh', 30 * DAY + MINUTE],
  ] as const)(
    'keeps a key of %s for the longest use after the new one takes over [F-06] [AS-62]',
    async (purpose, useMs) => {
      const clock = clockAt()
      const { file: rotated, rotated: changes } = await rotateKeys(file, { purposes: [purpose] }, clock)
      const [change] = changes
      expect(change).toEqual({
        purpose,
        kid: kidOf(purpose, rotated),
        sinceMs: clock.nowMs() + 10 * MINUTE,
        before: [{ kid: kidOf(purpose), untilMs: clock.nowMs() + 10 * MINUTE + useMs }],
      })
      expect(statesOf(rotated, purpose)).toEqual([
        [kidOf(purpose), 'active'],
        [change?.kid, 'next'],
      ])
      clock.advance(10 * MINUTE)
      expect(statesOf(rotated, purpose, clock)).toEqual([
        [change?.kid, 'active'],
        [kidOf(purpose), 'accepted'],
      ])
      clock.advance(useMs)
      expect(statesOf(rotated, purpose, clock)).toEqual([
        [change?.kid, 'active'],
        [kidOf(purpose), 'expired'],
      ])
    },
  )

  it('never ends a vault key by time: what it encrypted lies in the store [F-02] [F-06]', async () => {
    const { file: rotated, rotated: changes } = await rotateKeys(file, { purposes: ['vault'] }, clockAt())
    expect(changes[0]?.before).toEqual([{ kid: kidOf('vault'), untilMs: undefined }])
    expect(rotated.keys.every(({ exp }) => exp === undefined)).toBe(true)
  })

  it('rotates all purposes, keeps every key, and changes nothing in the file it was given [F-06]', async () => {
    const before = JSON.stringify(file)
    const { file: rotated, rotated: changes } = await rotateKeys(file, {}, clockAt())
    expect(changes.map(({ purpose }) => purpose)).toEqual(KEY_PURPOSES)
    expect(rotated.keys).toHaveLength(10)
    expect(secretsOf(rotated)).toEqual(expect.arrayContaining([...secretsOf(file)]))
    expect(JSON.stringify(file)).toBe(before)
  })

  it('takes over at once without a lead [F-06]', async () => {
    const clock = clockAt()
    clock.advance(999)
    const { file: rotated } = await rotateKeys(file, { purposes: ['cookies'], leadMs: 0 }, clock)
    expect(statesOf(rotated, 'cookies', clock)[0]).toEqual([kidOf('cookies', rotated), 'active'])
    // Once more within the same second: the newest goes first.
    const { file: again } = await rotateKeys(rotated, { purposes: ['cookies'], leadMs: 0 }, clock)
    expect(statesOf(again, 'cookies', clock)[0]).toEqual([kidOf('cookies', again), 'active'])
    expect(again.keys).toHaveLength(7)
  })

  it('never lengthens the life of a key that was replaced before [F-06]', async () => {
    const clock = clockAt()
    const first = await rotateKeys(file, { purposes: ['cookies'], leadMs: 0 }, clock)
    const until = first.rotated[0]?.before[0]?.untilMs
    clock.advance(3_600_000)
    const second = await rotateKeys(first.file, { purposes: ['cookies'], leadMs: 0 }, clock)
    expect(second.rotated[0]?.before.find(({ kid }) => kid === kidOf('cookies'))?.untilMs).toBe(until)
  })

  it('leaves a gap nowhere, though the key in use was about to end [F-06]', async () => {
    const clock = clockAt()
    const ending = { keys: file.keys.map((key) => ({ ...key, exp: clock.nowMs() / 1000 + 60 })) }
    const { file: rotated } = await rotateKeys(ending, { leadMs: 10 * MINUTE }, clock)
    for (let minute = 0; minute < 30; minute++) {
      clock.advance(MINUTE)
      const active = keyStates(rotated, clock).filter(({ state }) => state === 'active')
      expect(active.map(({ purpose }) => purpose)).toEqual(KEY_PURPOSES)
    }
  })

  it.each(['EdDSA', 'ES256', 'HS256'] as const)(
    'keeps the algorithm, %s, unless told otherwise [F-06]',
    async (alg) => {
      const clock = clockAt()
      const own = await generateKeySet({ alg }, clock)
      const { file: rotated } = await rotateKeys(own, { purposes: ['signing'] }, clock)
      expect(keyStates(rotated, clock).flatMap((state) => state.alg ?? [])).toEqual([alg, alg])
      const { file: other } = await rotateKeys(own, { purposes: ['signing'], alg: 'ES256' }, clock)
      expect(keyStates(other, clock)[1]?.alg).toBe('ES256')
    },
  )

  it('refuses while a rotation is under way, and changes nothing then [F-06]', async () => {
    const clock = clockAt()
    const { file: rotated } = await rotateKeys(file, { purposes: ['refresh'] }, clock)
    await expect(rotateKeys(rotated, {}, clock)).rejects.toMatchObject({
      name: 'RefusedError',
      problem: expect.stringContaining('"refresh"') as string,
      fix: expect.stringContaining('sallyport keys retire') as string,
    })
    clock.advance(10 * MINUTE)
    expect((await rotateKeys(rotated, {}, clock)).file.keys).toHaveLength(11)
  })

  it.each([
    ['no keys', { keys: [] }],
    ['a purpose missing', { keys: file.keys.slice(1) }],
    ['a key twice', { keys: [...file.keys, file.keys[0]] }],
  ])('refuses a file with %s [F-06]', async (_case, broken) => {
    await expect(rotateKeys(broken as KeyFile)).rejects.toMatchObject({ code: 'ERR_CONFIG' })
  })
})

describe('retireKey', () => {
  const rotated = async (purpose: 'signing' | 'vault' | 'cookies') => {
    const clock = clockAt()
    const { file: set } = await rotateKeys(file, { purposes: [purpose] }, clock)
    return { clock, set, old: kidOf(purpose), fresh: kidOf(purpose, set) }
  }

  it('refuses the key in use, with what to do [F-06]', () => {
    expect(() => retireKey(file, kidOf('signing'), {}, clockAt())).toThrow('sallyport keys rotate --purpose signing')
    // Even by force something has to take over.
    const force = { unsafelyLogPeopleOut: true }
    expect(() => retireKey(file, kidOf('signing'), force, clockAt())).toThrow('--lead 0')
  })

  it('refuses a key that is not there, and names those that are [F-06]', () => {
    expect(() => retireKey(file, 'nope', {}, clockAt())).toThrow(kidOf('vault'))
  })

  it('refuses a key until what it made has expired, and says until when [F-06] [AS-62]', async () => {
    const { clock, set, old } = await rotated('signing')
    clock.advance(10 * MINUTE)
    const refusal = expect.stringContaining('2030-01-02T00:11:00Z') as string
    expect(() => retireKey(set, old, {}, clock)).toThrow(expect.objectContaining({ problem: refusal }) as Error)
    clock.advance(DAY + MINUTE - 1)
    expect(() => retireKey(set, old, {}, clock)).toThrow(expect.objectContaining({ problem: refusal }) as Error)
    clock.advance(1)
    expect(retireKey(set, old, {}, clock).keys).toHaveLength(5)
  })

  it('removes it before that only by force [F-06]', async () => {
    const { clock, set, old, fresh } = await rotated('signing')
    clock.advance(10 * MINUTE)
    const left = retireKey(set, old, { unsafelyLogPeopleOut: true }, clock)
    expect(statesOf(left, 'signing', clock)).toEqual([[fresh, 'active']])
  })

  it('refuses a vault key until everything was encrypted anew [F-02] [F-06]', async () => {
    const { clock, set, old, fresh } = await rotated('vault')
    clock.advance(400 * DAY)
    expect(() => retireKey(set, old, {}, clock)).toThrow('--reencrypted')
    expect(statesOf(retireKey(set, old, { reencrypted: true }, clock), 'vault', clock)).toEqual([[fresh, 'active']])
  })

  it('does not take --reencrypted for a key of another purpose, or for the key in use [F-02]', async () => {
    const { clock, set, old, fresh } = await rotated('cookies')
    clock.advance(10 * MINUTE)
    expect(() => retireKey(set, old, { reencrypted: true }, clock)).toThrow('needed until')
    expect(() => retireKey(set, fresh, { reencrypted: true }, clock)).toThrow('in use')
  })

  it('takes a rotation back before it takes over, and lets the key in use go on [F-06]', async () => {
    const { clock, set, old, fresh } = await rotated('cookies')
    const back = retireKey(set, fresh, {}, clock)
    expect(back).toEqual(file)
    clock.advance(400 * DAY)
    expect(statesOf(back, 'cookies', clock)).toEqual([[old, 'active']])
  })

  it('refuses to take it back in the last minute: a clock may be ahead [F-06]', async () => {
    const { clock, set, fresh } = await rotated('cookies')
    clock.advance(9 * MINUTE)
    expect(() => retireKey(set, fresh, {}, clock)).toThrow('may use it already')
  })

  it('refuses a key behind the first that was given no end [F-06]', async () => {
    const other = (await generateKeySet()).keys.find(({ purpose }) => purpose === 'cookies')
    const legacy = { keys: [...file.keys, ...(other ? [other] : [])] }
    expect(() => retireKey(legacy, other?.kid ?? '', {}, clockAt())).toThrow('last used')
  })

  it('removes all that has expired at once, and nothing else [F-06]', async () => {
    const clock = clockAt()
    const { file: set } = await rotateKeys(file, {}, clock)
    expect(retireExpired(set, clock).kids).toEqual([])
    clock.advance(2 * DAY)
    expect(new Set(retireExpired(set, clock).kids)).toEqual(new Set([kidOf('signing'), kidOf('cookies')]))
    expect(retireExpired(set, clock).file.keys).toHaveLength(8)
  })
})
