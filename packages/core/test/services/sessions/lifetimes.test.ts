import { expect, it } from 'vitest'
import { ALICE, caller, MINUTE_MS, NOW_MS, setUp, UNKNOWN } from './support.js'

it('ends after half an hour without use [ST-28] [F-31]', async () => {
  const { sessions, open, runtime } = setUp()
  const id = await open()
  runtime.advance(30 * MINUTE_MS - 1)
  expect(await sessions.check(ALICE, id)).toEqual({ allowed: true })
  const unused = await open()
  runtime.advance(30 * MINUTE_MS)
  expect(await sessions.check(ALICE, unused)).toMatchObject(UNKNOWN)
})

it('goes on while it is used, and ends after twelve hours all the same [ST-28] [F-31]', async () => {
  const { sessions, open, runtime, settle } = setUp()
  const id = await open()
  while (runtime.nowMs() + 20 * MINUTE_MS < NOW_MS + 12 * 3_600_000) {
    runtime.advance(20 * MINUTE_MS)
    expect(await sessions.check(ALICE, id)).toEqual({ allowed: true })
    await settle()
  }
  runtime.setNow(NOW_MS + 12 * 3_600_000 - 1)
  expect(await sessions.check(ALICE, id)).toEqual({ allowed: true })
  runtime.setNow(NOW_MS + 12 * 3_600_000)
  expect(await sessions.check(ALICE, id)).toMatchObject(UNKNOWN)
})

it('begins anew after its end, with another id [F-31]', async () => {
  const { sessions, open, runtime } = setUp()
  const id = await open()
  runtime.advance(31 * MINUTE_MS)
  expect(await sessions.check(ALICE, id)).toMatchObject(UNKNOWN)
  expect(await sessions.check(ALICE, await open())).toEqual({ allowed: true })
  expect(await sessions.check(ALICE, id)).toMatchObject(UNKNOWN)
})

it('writes its last use thirty times in an idle time at most, and makes nobody wait for it [F-31]', async () => {
  let swaps = 0
  const { sessions, open, runtime, settle } = setUp({
    wrap: (records) => ({
      ...records,
      compareAndSwap: (...swap) => (swaps++, records.compareAndSwap(...swap)),
    }),
  })
  const id = await open()
  for (let request = 0; request < 600; request++) {
    runtime.advance(3_000)
    await sessions.check(ALICE, id)
    await settle()
  }
  expect(swaps).toBe(30)
})

it('does not wait for the store to take the last use [F-31]', async () => {
  const { sessions, open, runtime } = setUp({
    wrap: (records) => ({ ...records, compareAndSwap: () => new Promise<boolean>(() => undefined) }),
  })
  const id = await open()
  runtime.advance(10 * MINUTE_MS)
  expect(await sessions.check(ALICE, id)).toEqual({ allowed: true })
})

it('lets nobody feel that the last use could not be written', async () => {
  const { sessions, open, runtime, settle } = setUp({
    wrap: (records) => ({ ...records, compareAndSwap: () => Promise.reject(new Error('gone')) }),
  })
  const id = await open()
  runtime.advance(10 * MINUTE_MS)
  expect(await sessions.check(ALICE, id)).toEqual({ allowed: true })
  await settle()
  expect(await sessions.check(ALICE, id)).toEqual({ allowed: true })
})

it('is judged by the clock of the store, not by that of a process that is off [ST-28]', async () => {
  const { sessions, open, runtime } = setUp({
    // The server is forty minutes ahead of this process.
    wrap: (records) => ({
      ...records,
      async get(key) {
        const record = await records.get(key)
        return record && { ...record, readAtMs: record.readAtMs + 40 * MINUTE_MS }
      },
    }),
  })
  const id = await open()
  runtime.advance(1)
  expect(await sessions.check(ALICE, id)).toEqual({ ...UNKNOWN, reason: 'session_expired' })
})

it('takes durations from the options [F-31]', async () => {
  const { sessions, open, runtime, settle } = setUp({ idleMs: 2 * MINUTE_MS, maxAgeMs: 3 * MINUTE_MS })
  const id = await open()
  runtime.advance(100_000)
  expect(await sessions.check(ALICE, id)).toEqual({ allowed: true })
  await settle()
  runtime.advance(79_999)
  expect(await sessions.check(ALICE, id)).toEqual({ allowed: true })
  runtime.advance(1)
  expect(await sessions.check(ALICE, id)).toMatchObject(UNKNOWN)
})

it.each([
  ['more', ['editor', 'admin']],
  ['fewer', []],
  ['other', ['auditor']],
])('ends when its person has %s roles than at its beginning [F-31]', async (_case, roles) => {
  const { sessions, open, events } = setUp()
  const editor = caller({ roles: ['editor'] })
  const id = await open(editor)
  expect(await sessions.check(caller({ roles }), id)).toEqual({ ...UNKNOWN, reason: 'session_roles_changed' })
  expect(events).toContainEqual(expect.objectContaining({ kind: 'session.ended', by: 'roles' }))
  // The old id is dead, also for the old roles.
  expect(await sessions.check(editor, id)).toMatchObject(UNKNOWN)
})

it('does not care how often and in which order roles are named [F-31]', async () => {
  const { sessions, open } = setUp()
  const id = await open(caller({ roles: ['a', 'b'] }))
  expect(await sessions.check(caller({ roles: ['b', 'a', 'b'] }), id)).toEqual({ allowed: true })
})

it('ends with the grant under which it was opened, also for its owner with a new one [F-31]', async () => {
  const over = new Set<string>()
  const { sessions, open } = setUp({ isGrantLive: (grantId) => Promise.resolve(!over.has(grantId)) })
  const id = await open()
  over.add(ALICE.grantId ?? '')
  const again = caller({ grantId: 'qL8-grant-2' })
  expect(await sessions.check(again, id)).toEqual({ ...UNKNOWN, reason: 'session_grant_ended' })
  expect(await sessions.check(again, id)).toEqual({ ...UNKNOWN, reason: 'session_unknown' })
})

it('goes over to a second grant while the first one lives, as after a step-up [ST-24]', async () => {
  const over = new Set<string>()
  const { sessions, open, settle } = setUp({ isGrantLive: (grantId) => Promise.resolve(!over.has(grantId)) })
  const id = await open()
  const again = caller({ grantId: 'qL8-grant-2' })
  expect(await sessions.check(again, id)).toEqual({ allowed: true })
  await settle()
  over.add(ALICE.grantId ?? '')
  expect(await sessions.check(again, id)).toEqual({ allowed: true })
})
