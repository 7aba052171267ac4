import { describe, expect, it } from 'vitest'
import { rateLimitLines } from '../../../src/primitives/replies/index.js'

const user = { name: 'user', burst: 200, intervalMs: 200 }

describe('RateLimit header lines', () => {
  it('say what is counted, and what is left, as structured fields [F-42]', () => {
    expect(rateLimitLines({ policy: user, remaining: 150 })).toEqual([
      ['ratelimit-policy', '"user";q=200;w=40'],
      ['ratelimit', '"user";r=150;t=30'],
    ])
  })

  it.each([
    ['an empty bucket', 0, undefined, '"user";r=0;t=1'],
    ['a full one', 200, undefined, '"user";r=200;t=40'],
    ['part of a second', 1, undefined, '"user";r=1;t=1'],
    ['a wait, rounded up like Retry-After', 0, 1_001, '"user";r=0;t=2'],
    ['a wait with tokens left, too few for what was asked', 3, 400, '"user";r=3;t=1'],
  ])('tell of %s [F-42]', (_case, remaining, retryAfterMs, value) => {
    expect(rateLimitLines({ policy: user, remaining }, retryAfterMs)[1]).toEqual(['ratelimit', value])
  })

  it.each([
    ['a window of less than a second', { name: 'a', burst: 3, intervalMs: 100 }, '"a";q=3;w=1'],
    ['a window of no whole seconds', { name: 'a', burst: 3, intervalMs: 1_500 }, '"a";q=3;w=5'],
    ['places instead of time', { name: 'a', burst: 3 }, '"a";q=3;qu="concurrent-requests"'],
    ['quotes and backslashes', { name: 'a"b\\c', burst: 1, intervalMs: 1_000 }, '"a\\"b\\\\c";q=1;w=1'],
    [
      'more than an Integer can be',
      { name: 'a', burst: Number.MAX_SAFE_INTEGER, intervalMs: 1 },
      '"a";q=999999999999999;w=9007199254741',
    ],
  ])('write %s as RFC 9651 wants it [F-42]', (_case, policy, value) => {
    expect(rateLimitLines({ policy, remaining: 0 })[0]).toEqual(['ratelimit-policy', value])
  })

  it.each(['caf\u00e9', 'a\nb', '\u0000', '\u{1f512}', 'a\u007f'])('cannot be made of the name %j [F-42]', (name) => {
    expect(() => rateLimitLines({ policy: { name, burst: 1, intervalMs: 1 }, remaining: 0 })).toThrow(RangeError)
  })

  it('are none when nobody could look [F-42] [F-43]', () => {
    expect(rateLimitLines(undefined)).toEqual([])
  })

  it('cost far less than a microsecond each, for they go out with every answer [F-42]', () => {
    const rounds = 200_000
    let length = 0
    const run = () => {
      for (let at = 0; at < rounds; at++) length += rateLimitLines({ policy: user, remaining: at % 200 }).length
    }
    run()
    const before = process.cpuUsage()
    run()
    const { user: micros } = process.cpuUsage(before)
    expect(length).toBe(rounds * 4)
    expect(micros / rounds).toBeLessThan(2)
  })
})
