import { expect, it } from 'vitest'
import type { SessionTarget } from '../../../src/services/sessions/index.js'
import { ALICE, BOB, caller, MINUTE_MS, NOW_MS, setUp, UNKNOWN } from './support.js'

it('shows a person their sessions, and nothing that would open one [F-31]', async () => {
  const { sessions, open, runtime, settle } = setUp()
  const id = await open()
  runtime.advance(10 * MINUTE_MS)
  const other = await open(caller({ clientId: 'c_2' }))
  await open(BOB)
  await sessions.check(ALICE, id)
  await settle()
  const list = await sessions.list(ALICE.subject)
  expect(list).toMatchObject([
    {
      clientId: 'c_1',
      resource: ALICE.resource,
      issuer: ALICE.issuer,
      grantId: ALICE.grantId,
      createdAtMs: NOW_MS,
      lastSeenAtMs: NOW_MS + 10 * MINUTE_MS,
      expiresAtMs: NOW_MS + 40 * MINUTE_MS,
      changedSignals: [],
    },
    { clientId: 'c_2', createdAtMs: NOW_MS + 10 * MINUTE_MS },
  ])
  expect(JSON.stringify(list)).not.toContain(id)
  for (const { id: name } of list) expect(await sessions.check(ALICE, name)).toMatchObject(UNKNOWN)
  expect(list[1]?.id).toBe(await sessions.publicId(caller({ clientId: 'c_2' }), other))
})

it('does not show what has ended, nor the sessions of a namesake elsewhere [F-31]', async () => {
  const { sessions, open, runtime } = setUp()
  await open()
  runtime.advance(31 * MINUTE_MS)
  const namesake = caller({ issuer: 'https://login.example.org' })
  await open(namesake)
  expect(await sessions.list(ALICE.subject)).toHaveLength(1)
  expect(await sessions.list(ALICE.subject, ALICE.issuer)).toEqual([])
  expect(await sessions.list(ALICE.subject, namesake.issuer)).toHaveLength(1)
})

it('lets a person end their own sessions, and no other ones [ST-27] [F-31]', async () => {
  const { sessions, open, events } = setUp()
  const id = await open()
  const [shown] = await sessions.list(ALICE.subject)
  const name = shown?.id ?? ''
  for (const [subject, wrong] of [
    [BOB.subject, name],
    [ALICE.subject, id],
    [ALICE.subject, ''],
    [ALICE.subject, `${name}x`],
    [ALICE.subject, name.toLowerCase()],
    [ALICE.subject, `../${name}`],
  ] as const) {
    expect(await sessions.endById(subject, wrong)).toBe(false)
  }
  expect(await sessions.check(ALICE, id)).toEqual({ allowed: true })
  expect(await sessions.ofIssuer('https://login.example.org').end(ALICE.subject, name)).toBe(false)
  const people = sessions.ofIssuer(ALICE.issuer)
  expect(await people.end(ALICE.subject, name)).toBe(true)
  expect(await people.end(ALICE.subject, name)).toBe(false)
  expect(await sessions.check(ALICE, id)).toMatchObject(UNKNOWN)
  expect(await people.list(ALICE.subject)).toEqual([])
  expect(events).toContainEqual(expect.objectContaining({ kind: 'session.ended', session: name, by: 'person' }))
})

it.each<[string, SessionTarget, string[], number]>([
  ['a person', { subject: ALICE.subject }, ['c_1', 'c_2'], 3],
  ['a person with a client', { subject: ALICE.subject, clientId: 'c_2' }, ['c_2'], 1],
  ['a client', { clientId: 'c_1' }, ['c_1'], 3],
  ['a grant', { subject: ALICE.subject, grantId: 'other' }, [], 1],
])('ends all sessions of %s [F-31]', async (_case, target, clients, count) => {
  const { sessions, open } = setUp()
  const mine = await open()
  await open(caller({ grantId: 'other' }))
  const second = await open(caller({ clientId: 'c_2' }))
  const theirs = await open(BOB)
  expect(await sessions.endAll(target)).toBe(count)
  expect(await sessions.endAll(target)).toBe(0)
  const alive = async (who: typeof ALICE, id: string) => (await sessions.check(who, id)) as { allowed: boolean }
  expect((await alive(ALICE, mine)).allowed).toBe(!clients.includes('c_1'))
  expect((await alive(caller({ clientId: 'c_2' }), second)).allowed).toBe(!clients.includes('c_2'))
  expect((await alive(BOB, theirs)).allowed).toBe(target.subject !== undefined)
})

it('tells who listens of every end in this process, until they stop [F-31]', async () => {
  const { sessions, open } = setUp({ maxPerOwner: 2 })
  const told: string[] = []
  const stop = sessions.onEnded((name) => told.push(name))
  const ids = [await open(), await open(), await open()]
  const names = await Promise.all(ids.map((id) => sessions.publicId(ALICE, id)))
  expect(told).toHaveLength(1)
  await sessions.endAll({ subject: ALICE.subject })
  expect(new Set(told)).toEqual(new Set(names))
  stop()
  await sessions.endNow(ALICE, await open())
  expect(told).toHaveLength(3)
})

it('says which sessions are alive without using them [F-31]', async () => {
  const over = new Set<string>()
  const { sessions, open, runtime } = setUp({ isGrantLive: (grantId) => Promise.resolve(!over.has(grantId)) })
  const name = await sessions.publicId(ALICE, await open())
  const foreign = await sessions.publicId(BOB, sessions.newSessionId())
  runtime.advance(29 * MINUTE_MS)
  expect(await sessions.alive([name, foreign, 'nonsense'])).toEqual(new Set([name]))
  over.add(ALICE.grantId ?? '')
  expect(await sessions.alive([name])).toEqual(new Set())
  over.clear()
  runtime.advance(MINUTE_MS)
  expect(await sessions.alive([name])).toEqual(new Set())
})
