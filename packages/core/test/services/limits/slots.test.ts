import { describe, expect, it } from 'vitest'
import { rateLimitLines } from '../../../src/primitives/replies/index.js'
import type { LimitEntry } from '../../../src/services/limits/index.js'
import { person, setup } from './support.js'

const leave = (entry: LimitEntry | undefined): void => {
  if (entry?.allowed === true) entry.leave()
}

describe('requests at the same time', () => {
  it('of one person have so many places, and get them back when they end [TL-28]', () => {
    const { limits } = setup({ concurrent: 3 })
    const entries = Array.from({ length: 3 }, () => limits.enter(person))
    expect(entries.every(({ allowed }) => allowed)).toBe(true)
    expect(limits.enter(person)).toMatchObject({ allowed: false, bucket: 'concurrent', retryAfterMs: 1_000 })
    leave(entries[1])
    const next = limits.enter(person)
    expect(next.allowed).toBe(true)
    expect(limits.enter(person).allowed).toBe(false)
    for (const entry of [entries[0], entries[2], next]) leave(entry)
    for (let at = 0; at < 3; at++) expect(limits.enter(person).allowed).toBe(true)
  })

  it('leave no second place behind when they end twice [TL-28]', () => {
    const { limits } = setup({ concurrent: 2 })
    const [first] = [limits.enter(person), limits.enter(person)]
    for (let at = 0; at < 5; at++) leave(first)
    expect(limits.enter(person).allowed).toBe(true)
    expect(limits.enter(person).allowed).toBe(false)
  })

  it('are those of the person, through whichever client [TL-28] [TL-04]', () => {
    const { limits } = setup({ concurrent: 1 })
    limits.enter(person)
    expect(limits.enter({ ...person, clientId: 'c2' }).allowed).toBe(false)
    expect(limits.enter({ ...person, subject: 'u2' }).allowed).toBe(true)
    expect(limits.enter({ ...person, issuer: 'https://other.test' }).allowed).toBe(true)
  })

  it('are 100 unless told otherwise [TL-28]', () => {
    const { limits } = setup()
    let entered = 0
    while (limits.enter(person).allowed) entered++
    expect(entered).toBe(100)
  })

  it('tell the auditor, and the client how many they may be [TL-28] [F-42]', () => {
    const { limits, events } = setup({ concurrent: 1 })
    limits.enter(person)
    const refused = limits.enter(person, { requestId: 'r1' })
    expect(events).toEqual([
      expect.objectContaining({ kind: 'limit.exceeded', bucket: 'concurrent', requestId: 'r1', subject: 'u1' }),
    ])
    expect(refused.allowed ? [] : rateLimitLines(refused.quota, refused.retryAfterMs)).toEqual([
      ['ratelimit-policy', '"concurrent";q=1;qu="concurrent-requests"'],
      ['ratelimit', '"concurrent";r=0;t=1'],
    ])
  })

  it.each([0, -1, 1.5, Infinity, '10'])('cannot be %j [TL-28]', (concurrent) => {
    expect(() => setup({ concurrent: concurrent as number })).toThrow(
      expect.objectContaining({ code: 'ERR_CONFIG' }) as Error,
    )
  })
})
