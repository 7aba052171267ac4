import { expect, it } from 'vitest'
import { ALICE, BOB, caller, MINUTE_MS, setUp, UNKNOWN } from './support.js'

it('makes room for a new session by ending the one unused for longest [F-31]', async () => {
  const { sessions, open, runtime, events, settle } = setUp({ maxPerOwner: 3 })
  const ids: string[] = []
  for (let index = 0; index < 3; index++) {
    ids.push(await open())
    runtime.advance(2 * MINUTE_MS)
  }
  await sessions.check(ALICE, ids[0] ?? '')
  await settle()
  runtime.advance(MINUTE_MS)
  ids.push(await open())
  const allowed = await Promise.all(ids.map((id) => sessions.check(ALICE, id)))
  expect(allowed.map((verdict) => verdict.allowed)).toEqual([true, false, true, true])
  expect(events).toContainEqual(expect.objectContaining({ kind: 'session.ended', by: 'limit' }))
})

it('counts for each owner apart, and only what is alive [F-31]', async () => {
  const { sessions, open, runtime } = setUp({ maxPerOwner: 1 })
  const mine = await open()
  const theirs = await open(BOB)
  const other = await open(caller({ clientId: 'c_2' }))
  expect(await sessions.check(ALICE, mine)).toEqual({ allowed: true })
  expect(await sessions.check(BOB, theirs)).toEqual({ allowed: true })
  expect(await sessions.check(caller({ clientId: 'c_2' }), other)).toEqual({ allowed: true })
  runtime.advance(31 * MINUTE_MS)
  expect(await sessions.check(ALICE, await open())).toEqual({ allowed: true })
})

it('holds the limit when fifty open at once, in several processes [F-31]', async () => {
  const { sessions, elsewhere, kinds } = setUp({ maxPerOwner: 10 })
  const processes = [sessions, elsewhere(), elsewhere()]
  const ids = Array.from({ length: 50 }, () => sessions.newSessionId())
  await Promise.all(ids.map((id, index) => processes[index % 3]?.bind(ALICE, id)))
  const verdicts = await Promise.all(ids.map((id) => sessions.check(ALICE, id)))
  expect(verdicts.filter(({ allowed }) => allowed)).toHaveLength(10)
  for (const verdict of verdicts) if (!verdict.allowed) expect(verdict).toMatchObject(UNKNOWN)
  expect(kinds().filter((kind) => kind === 'session.ended')).toHaveLength(40)
})

it('keeps fifty by default [F-31]', async () => {
  const { sessions, open, runtime } = setUp()
  const ids: string[] = []
  for (let index = 0; index < 51; index++) {
    ids.push(await open())
    runtime.advance(1)
  }
  expect(await sessions.check(ALICE, ids[0] ?? '')).toMatchObject(UNKNOWN)
  expect(await sessions.list(ALICE.subject)).toHaveLength(50)
})
