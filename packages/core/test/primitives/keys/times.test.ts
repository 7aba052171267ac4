import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { fakeRuntime } from '../../../src/host/testing/index.js'
import {
  generateKey,
  generateKeySet,
  keyStates,
  parseKeySet,
  publicJwks,
  readKeyFile,
  type KeyFile,
  type KeyFileEntry,
  type KeyTimes,
} from '../../../src/primitives/keys/index.js'
import { standingAt } from '../../../src/primitives/keys/standing.js'

const NOW_S = 2_000_000_000
const { keys } = await generateKeySet()
const others = keys.filter(({ purpose }) => purpose !== 'cookies')
const [one, two, three] = (await Promise.all([1, 2, 3].map(() => generateKey({ purpose: 'cookies' })))).map(
  (key, index) => ({ ...key, kid: ['one', 'two', 'three'][index] ?? '' }),
) as [KeyFileEntry, KeyFileEntry, KeyFileEntry]

const file = (...cookies: KeyFileEntry[]): KeyFile => ({ keys: [...others, ...cookies] })
const timed = (key: KeyFileEntry, times: KeyTimes): KeyFileEntry => ({ ...key, ...times })
const at = (seconds: number) => fakeRuntime({ nowMs: seconds * 1000 })

async function cookiesAt(set: KeyFile, seconds: number): Promise<readonly string[]> {
  return (await parseKeySet(set, at(seconds))).cookies.map(({ kid }) => kid)
}

describe('keys with times', () => {
  it.each([
    ['without times the first is used', [one, two], ['one', 'two']],
    ['a key that has not begun is accepted and not used', [timed(two, { nbf: NOW_S + 1 }), one], ['one', 'two']],
    ['a key is used from the second it begins', [one, timed(two, { nbf: NOW_S })], ['two', 'one']],
    [
      'of several the one that began last is used',
      [timed(one, { nbf: 5 }), timed(two, { nbf: 7 }), timed(three, { nbf: 6 })],
      ['two', 'three', 'one'],
    ],
    ['one with a beginning goes before those without', [one, two, timed(three, { nbf: 0 })], ['three', 'one', 'two']],
    ['a key is accepted until the second it ends', [one, timed(two, { exp: NOW_S + 1 })], ['one', 'two']],
    ['and not at that second', [one, timed(two, { exp: NOW_S })], ['one']],
    ['a used key that has ended makes room', [timed(two, { nbf: 5, exp: NOW_S - 1 }), one], ['one']],
    ['the time of making decides nothing', [timed(one, { iat: 5 }), timed(two, { iat: NOW_S })], ['one', 'two']],
  ])('%s [F-06]', async (_case, cookies, expected) => {
    expect(await cookiesAt(file(...cookies), NOW_S)).toEqual(expected)
  })

  it('changes hands by itself while the process runs [F-06] [AS-62]', async () => {
    const runtime = at(NOW_S)
    const set = await parseKeySet(file(timed(one, { exp: NOW_S + 20 }), timed(two, { nbf: NOW_S + 10 })), runtime)
    const before = set.cookies
    runtime.advance(9_999)
    expect(set.cookies).toBe(before)
    expect(before.map(({ kid }) => kid)).toEqual(['one', 'two'])
    runtime.advance(1)
    expect(set.cookies.map(({ kid }) => kid)).toEqual(['two', 'one'])
    runtime.advance(10_000)
    expect(set.cookies.map(({ kid }) => kid)).toEqual(['two'])
    // A clock that is set back finds what counted then.
    runtime.setNow(NOW_S * 1000)
    expect(set.cookies.map(({ kid }) => kid)).toEqual(['one', 'two'])
  })

  it('publishes a signing key before it begins, and no longer once it has ended [AS-62]', async () => {
    const next = timed(await generateKey({ purpose: 'signing' }), { nbf: NOW_S + 10 })
    const runtime = at(NOW_S)
    const aged = keys.map((key) => (key.purpose === 'signing' ? timed(key, { exp: NOW_S + 20 }) : key))
    const set = await parseKeySet({ keys: [...aged, next] }, runtime)
    const old = aged.find(({ purpose }) => purpose === 'signing')?.kid
    const published = () => publicJwks(set).keys.map(({ kid }) => kid)
    expect(published()).toEqual([old, next.kid])
    expect(JSON.stringify(publicJwks(set))).not.toMatch(/"(d|k|nbf|exp|iat)"/)
    runtime.advance(20_000)
    expect(published()).toEqual([next.kid])
  })

  it.each([
    ['none has begun', [timed(one, { nbf: NOW_S + 60 })], 'no key for "cookies" has begun: "one"'],
    ['all have ended', [timed(one, { exp: NOW_S }), timed(two, { exp: 5 })], 'every key for "cookies" has expired'],
    [
      'the one that is left has not begun',
      [timed(one, { exp: 5 }), timed(two, { nbf: NOW_S + 1 })],
      'has begun: "two"',
    ],
    ['a key ends before it begins', [one, timed(two, { nbf: 9, exp: 8 })], 'never used'],
    ['a key ends when it begins', [one, timed(two, { nbf: 9, exp: 9 })], 'never used'],
    ['a key ends at zero', [one, timed(two, { exp: 0 })], 'never used'],
    ['a time is in milliseconds', [one, timed(two, { nbf: NOW_S * 1000 })], 'not milliseconds'],
    ['a time is a fraction', [one, timed(two, { nbf: 1.5 })], 'nbf'],
    ['a time is negative', [one, timed(two, { exp: -1 })], 'exp'],
    ['a time is a text', [one, timed(two, { exp: '2030-01-01' as never })], 'exp'],
    ['a time is null', [one, timed(two, { iat: null as never })], 'iat'],
  ])('refuses a set where %s [F-06] [F-75]', async (_case, cookies, problem) => {
    const failure: unknown = await parseKeySet(file(...cookies), at(NOW_S)).catch((error: unknown) => error)
    expect(failure).toMatchObject({ code: 'ERR_CONFIG' })
    expect(String(failure)).toContain(problem)
    for (const key of [one, two]) expect(String(failure)).not.toContain((key as { k: string }).k)
  })
})

const time = fc.option(fc.integer({ min: 0, max: 40 }), { nil: undefined })
const timedKeys = fc.array(fc.record({ nbf: time, exp: time }), { maxLength: 6 }).map((list) =>
  list.map(({ nbf, exp }, index) => ({
    key: index,
    kid: `k${String(index)}`,
    notBeforeMs: nbf ?? -Infinity,
    expiresAtMs: exp ?? Infinity,
  })),
)

describe('standingAt', () => {
  it('accepts exactly what has not ended, and uses what began last [F-06]', () => {
    fc.assert(
      fc.property(timedKeys, fc.integer({ min: 0, max: 41 }), (list, nowMs) => {
        const { accepted, hasActive, fromMs, untilMs } = standingAt(list, nowMs)
        expect(new Set(accepted)).toEqual(new Set(list.filter((key) => key.expiresAtMs > nowMs)))
        const begun = accepted.filter((key) => key.notBeforeMs <= nowMs)
        expect(hasActive).toBe(begun.length > 0)
        if (begun.length > 0) expect(accepted[0]?.notBeforeMs).toBe(Math.max(...begun.map((key) => key.notBeforeMs)))
        expect(fromMs <= nowMs && nowMs < untilMs).toBe(true)
      }),
    )
  })

  it('says for how long the answer holds [F-06]', () => {
    fc.assert(
      fc.property(
        timedKeys,
        fc.integer({ min: 0, max: 41 }),
        fc.integer({ min: 0, max: 41 }),
        (list, nowMs, otherMs) => {
          const { accepted, fromMs, untilMs } = standingAt(list, nowMs)
          fc.pre(otherMs >= fromMs && otherMs < untilMs)
          expect(standingAt(list, otherMs).accepted).toEqual(accepted)
        },
      ),
    )
  })
})

describe('readKeyFile', () => {
  it('reads what it has written, times included [F-06]', async () => {
    const written = file(timed(one, { nbf: 1, exp: 2, iat: 0 }), two)
    expect(readKeyFile(JSON.stringify(written))).toEqual(written)
  })

  it('answers any JSON with a key file or a ConfigError, and never repeats a secret [F-06] [RS-40]', () => {
    const secret = (one as { k: string }).k
    const anything = fc.oneof(
      fc.json(),
      fc.jsonValue(),
      fc.array(fc.oneof(fc.jsonValue(), fc.constantFrom(...keys, one))).map((list) => ({ keys: list })),
      fc
        .tuple(fc.constantFrom('kid', 'kty', 'purpose', 'k', 'nbf', 'exp', 'iat', 'alg', 'use', 'odd'), fc.jsonValue())
        .map(([name, value]) => ({ keys: [...others, { ...one, [name]: value }] })),
    )
    fc.assert(
      fc.property(anything, (value) => {
        try {
          const read = readKeyFile(value)
          expect(read.keys.every(({ nbf = 0, exp = Infinity }) => Number.isSafeInteger(nbf) && exp > nbf)).toBe(true)
        } catch (error) {
          expect(error).toMatchObject({ code: 'ERR_CONFIG' })
          expect(String(error)).not.toContain(secret)
        }
      }),
      { numRuns: 500 },
    )
  })
})

describe('keyStates', () => {
  it('tells next, active, accepted and expired apart, without secrets [F-06]', () => {
    const set = file(
      timed(two, { nbf: NOW_S + 5, iat: NOW_S }),
      timed(one, { exp: NOW_S + 9 }),
      timed(three, { nbf: 3, exp: 4 }),
    )
    const states = keyStates(set, at(NOW_S)).filter(({ purpose }) => purpose === 'cookies')
    expect(states.map(({ kid, state }) => [kid, state])).toEqual([
      ['one', 'active'],
      ['two', 'next'],
      ['three', 'expired'],
    ])
    expect(states[1]).toMatchObject({ sinceMs: (NOW_S + 5) * 1000, untilMs: undefined, createdAtMs: NOW_S * 1000 })
    expect(keyStates(set, at(NOW_S + 5)).find(({ kid }) => kid === 'one')?.state).toBe('accepted')
    expect(JSON.stringify(keyStates(set, at(NOW_S)))).not.toContain((one as { k: string }).k)
  })
})
