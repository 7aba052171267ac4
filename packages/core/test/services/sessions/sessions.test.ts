import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { SessionCaller } from '../../../src/services/sessions/index.js'
import { ALICE, BOB, caller, setUp, UNKNOWN } from './support.js'

it('belongs to who opened it, on every request [ST-23] [F-30]', async () => {
  const { sessions, open } = setUp()
  const id = await open()
  expect(await sessions.check(ALICE, id)).toEqual({ allowed: true })
  expect(await sessions.check(ALICE, id)).toEqual({ allowed: true })
})

it('draws ids of 256 bits in visible characters [ST-21] [ST-22]', () => {
  const { sessions } = setUp()
  const ids = Array.from({ length: 1_000 }, () => sessions.newSessionId())
  expect(new Set(ids).size).toBe(1_000)
  for (const id of ids) expect(id).toMatch(/^[A-Za-z0-9_-]{43}$/)
  // No character position is the same in all of them.
  for (let at = 0; at < 42; at++) expect(new Set(ids.map((id) => id[at])).size).toBeGreaterThan(32)
})

describe('a session of somebody else', () => {
  const others: readonly [string, SessionCaller][] = [
    ['another person', BOB],
    ['another person of the same shard', caller({ subject: 'qL8bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb' })],
    ['the same subject of another issuer', caller({ issuer: 'https://login.example.org' })],
    ['another client of the same person', caller({ clientId: 'c_2' })],
    ['a token for another resource', caller({ resource: 'https://notes.example.com/admin' })],
  ]

  it.each(others)('does not exist for %s, and cannot be ended [ST-23] [ST-24] [ST-27] [F-30]', async (_case, other) => {
    const { sessions, open, events } = setUp()
    const id = await open()
    const foreign = await sessions.check(other, id)
    const madeUp = await sessions.check(other, sessions.newSessionId())
    expect(foreign).toEqual({ ...UNKNOWN, reason: 'session_unknown' })
    expect(foreign).toEqual(madeUp)
    expect(events.slice(1)).toMatchObject([
      { kind: 'session.refused', outcome: 'refused', reason: 'session_unknown', subject: other.subject },
      { kind: 'session.refused', outcome: 'refused', reason: 'session_unknown', subject: other.subject },
    ])
    expect(events[1]).toEqual(events[2])
    await sessions.end(other, id)
    expect(await sessions.endNow(other, id)).toBe(false)
    expect(await sessions.check(ALICE, id)).toEqual({ allowed: true })
  })

  it.each(others)('costs one look-up for %s, as one that nobody has [ST-23]', async (_case, other) => {
    const reads: string[] = []
    const { sessions, open } = setUp({
      wrap: (records) => ({ ...records, get: (key) => (reads.push(key), records.get(key)) }),
    })
    const id = await open()
    reads.length = 0
    await sessions.check(other, id)
    await sessions.check(other, sessions.newSessionId())
    expect(reads).toHaveLength(2)
    expect(new Set(reads.map((key) => key.length))).toEqual(new Set([54]))
  })
})

it('keeps the session through refreshed tokens and new scopes [ST-24] [F-30]', async () => {
  const { sessions, open } = setUp()
  const id = await open()
  expect(await sessions.check(caller({ issuedAtMs: ALICE.issuedAtMs ?? 0 + 3_600_000 }), id)).toEqual({ allowed: true })
})

it('asks the store before anything is awaited', async () => {
  let reads = 0
  const { sessions, open } = setUp({ wrap: (records) => ({ ...records, get: (key) => (reads++, records.get(key)) }) })
  const id = await open()
  reads = 0
  const verdict = sessions.check(ALICE, id)
  expect(reads).toBe(1)
  await verdict
})

it('knows a session whose record is still being written [ST-23]', async () => {
  let release: (() => void) | undefined
  const written = new Promise<void>((resolve) => (release = resolve))
  const { sessions } = setUp({
    wrap: (records) => ({
      ...records,
      async putIfAbsent(...put) {
        await written
        return records.putIfAbsent(...put)
      },
    }),
  })
  const id = sessions.newSessionId()
  const binding = sessions.bind(ALICE, id)
  const verdict = sessions.check(ALICE, id)
  expect(await sessions.check(BOB, id)).toMatchObject(UNKNOWN)
  release?.()
  expect(await verdict).toEqual({ allowed: true })
  await binding
})

it('has one answer for any text [ST-22] [ST-29]', async () => {
  const { sessions, open } = setUp()
  await open()
  await fc.assert(
    fc.asyncProperty(fc.oneof(fc.string(), fc.string({ unit: 'binary' })), async (text) => {
      expect(await sessions.check(ALICE, text)).toEqual({ ...UNKNOWN, reason: 'session_unknown' })
    }),
  )
})

it('does not mix up where one part of an owner ends and the next begins [F-30]', async () => {
  const { sessions } = setUp()
  await sessions.bind(caller({ clientId: 'c_1","x', resource: 'y' }), 'id')
  expect(await sessions.check(caller({ clientId: 'c_1', resource: 'x","y' }), 'id')).toMatchObject(UNKNOWN)
})

it('is opened once, however often it is bound, and stays dead after its end [ST-26]', async () => {
  const { sessions, kinds } = setUp()
  const id = sessions.newSessionId()
  await Promise.all(Array.from({ length: 50 }, () => sessions.bind(ALICE, id)))
  expect(kinds()).toEqual(['session.opened'])
  await sessions.end(ALICE, id)
  // The gate reads the id in the answer after the transport has told of it.
  await sessions.bind(ALICE, id)
  expect(await sessions.check(ALICE, id)).toMatchObject(UNKNOWN)
  expect(kinds()).toEqual(['session.opened', 'session.ended', 'session.refused'])
})

it('ends in every process at once [ST-26] [ST-27] [F-31]', async () => {
  const { sessions, elsewhere, open } = setUp()
  const other = elsewhere()
  const id = await open()
  expect(await other.check(ALICE, id)).toEqual({ allowed: true })
  await other.end(ALICE, id)
  expect(await sessions.check(ALICE, id)).toMatchObject(UNKNOWN)
})

it('ends once when fifty end it, and nobody brings it back to life [F-31]', async () => {
  const { sessions, open, runtime, settle, kinds } = setUp()
  const id = await open()
  runtime.advance(5 * 60_000)
  const race = Array.from({ length: 50 }, (_, index) =>
    index % 2 === 0 ? sessions.check(ALICE, id) : sessions.endNow(ALICE, id),
  )
  const results = await Promise.all(race)
  await settle()
  expect(results.filter((result) => result === true)).toHaveLength(1)
  expect(await sessions.check(ALICE, id)).toMatchObject(UNKNOWN)
  expect(kinds().filter((kind) => kind === 'session.ended')).toHaveLength(1)
})

it('keeps neither ids nor addresses nor roles in clear [F-30]', async () => {
  const { sessions, records } = setUp()
  const id = sessions.newSessionId()
  await sessions.bind(caller({ roles: ['night-watch'] }), id)
  const { keys } = await records.listByIndex('kind:session', undefined, 10)
  const stored = JSON.stringify([keys, await Promise.all(keys.map((key) => records.get(key)))])
  for (const secret of [id, '192.0.2', 'client/1.0', 'night-watch']) expect(stored).not.toContain(secret)
  expect(keys).toEqual([expect.stringMatching(/^session:qL8[A-Za-z0-9_-]{43}$/)])
})

it('lies where its person does, also with subjects of other issuers [F-30]', async () => {
  const { sessions, records } = setUp()
  await sessions.bind(caller({ subject: 'auth0|123' }), 'id')
  const { keys } = await records.listByIndex('user:auth0|123', undefined, 10)
  expect(keys).toEqual([expect.stringMatching(/^session:(?!aut)[A-Za-z0-9_-]{46}$/)])
})

it('refuses options that are none [F-31]', () => {
  expect(() => setUp({ idleMs: 0 })).toThrow(/idleMs/)
  expect(() => setUp({ maxAgeMs: 31 * 86_400_000 })).toThrow(/maxAgeMs/)
  expect(() => setUp({ maxPerOwner: 0 })).toThrow(/maxPerOwner/)
  expect(() => setUp({ signals: { network: 'block' as never } })).toThrow(/network/)
  expect(() => setUp({ signals: { custom: { 'a b': { of: () => 'x', policy: 'observe' } } } })).toThrow(/custom/)
})
