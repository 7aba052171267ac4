import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest'
import pg from 'pg'
import { inject } from 'vitest'
import { setTimeout } from 'node:timers/promises'
import type { Query } from '../src/client.js'
import { postgresStore, type PostgresStore } from '../src/index.js'
import { freshSchema, pgClient } from './support/clients.js'

const HOUR_MS = 3_600_000
let schema: string
let store: PostgresStore
let query: Query
let end: () => Promise<void>
let slow: pg.Client

beforeAll(async () => {
  slow = new pg.Client({ connectionString: inject('postgresUrl') })
  await slow.connect()
})
afterAll(() => slow.end())

beforeEach(async () => {
  const driver = pgClient()
  schema = freshSchema()
  query = driver.query
  end = driver.end
  store = postgresStore({ client: driver.client, schema })
  await store.ping()
  return () => end()
})

const tombstone = (id: string) =>
  ({ kind: 'jti', id, revokedAtMs: Date.now(), expiresAtMs: Date.now() + HOUR_MS }) as const

/** Lets the others run into whatever holds them up. */
async function untilWaiting(): Promise<void> {
  for (;;) {
    const [row] = await query(`SELECT count(*)::int AS n FROM pg_stat_activity
      WHERE wait_event_type = 'Lock' AND query LIKE '%${schema}%' AND pid <> pg_backend_pid()`)
    if (Number(row?.['n']) > 0) return
    await setTimeout(5)
  }
}

it('shows no tombstone before one with a lower number that commits late [F-09] [F-92]', async () => {
  const first = await store.revocations.append(tombstone('first'))
  await slow.query('BEGIN')
  const { rows } = await slow.query<{ seq: number }>(
    `SELECT * FROM "${schema}".append_tombstone('jti', 'slow', $1, $2, 100)`,
    [Date.now(), Date.now() + HOUR_MS],
  )
  const fast = store.revocations.append(tombstone('fast'))
  await untilWaiting()
  // A reader now must not come to know of a number above the one that is still being committed.
  expect(await store.revocations.seq()).toBe(first)
  expect(await store.revocations.since(first)).toEqual({ seq: first, tombstones: [] })
  await slow.query('COMMIT')
  expect(await fast).toBeGreaterThan(rows[0]?.seq ?? Infinity)
  const news = await store.revocations.since(first)
  expect([news.seq, news.tombstones?.map(({ id }) => id)]).toEqual([await fast, ['slow', 'fast']])
})

it('knows nothing of an append that was undone [F-92]', async () => {
  await slow.query('BEGIN')
  await slow.query(`SELECT * FROM "${schema}".append_tombstone('jti', 'undone', $1, $2, 100)`, [
    1,
    Date.now() + HOUR_MS,
  ])
  const next = store.revocations.append(tombstone('next'))
  await untilWaiting()
  await slow.query('ROLLBACK')
  const first = await next
  expect(await store.revocations.seq()).toBe(first)
  expect((await store.revocations.since(0)).tombstones?.map(({ id }) => id)).toEqual(['next'])
})

it('never lets readers who follow the log miss one of 200 tombstones by 20 writers [F-09]', async () => {
  const seen = new Set<string>()
  let writing = true
  const follow = async (): Promise<void> => {
    let known = 0
    for (let last = false; !last;) {
      last = !writing
      const news = await store.revocations.since(known)
      for (const { id } of news.tombstones ?? []) seen.add(id)
      expect(news.seq).toBeGreaterThanOrEqual(known)
      known = news.seq
    }
  }
  const following = follow()
  const write = async (writer: number): Promise<void> => {
    for (let i = 0; i < 10; i++) await store.revocations.append(tombstone(`${writer}-${i}`))
  }
  await Promise.all(Array.from({ length: 20 }, (_, writer) => write(writer)))
  writing = false
  await following
  expect(seen.size).toBe(200)
})

it('says that a trimmed log no longer reaches back, by sweeping as by appending [F-92]', async () => {
  const first = await store.revocations.append({ ...tombstone('old'), expiresAtMs: Date.now() - 1 })
  const second = await store.revocations.append(tombstone('new'))
  const third = await store.revocations.append({ ...tombstone('older'), expiresAtMs: Date.now() - 1 })
  expect((await store.revocations.since(0)).tombstones).toBeUndefined()
  expect((await store.revocations.since(first)).tombstones?.map(({ id }) => id)).toEqual(['new', 'older'])
  await store.records.sweepExpired(10)
  expect((await store.revocations.since(second)).tombstones).toBeUndefined()
  expect(await store.revocations.since(third)).toEqual({ seq: third, tombstones: [] })
})

it('lets no cursor pass by an event that commits late [F-92]', async () => {
  const event = (value: string) => ({ atMs: 1, kind: 'k', value })
  const all = { fromMs: 0, toMs: 9, limit: 2 }
  await store.events.append(event('first'))
  await slow.query('BEGIN')
  await slow.query(`SELECT "${schema}".append_event(1, 'k', 'slow', 100)`)
  // Events do not wait for each other…
  for (const value of ['fast', 'faster']) await store.events.append(event(value))
  // …but who reads them waits for those that have begun.
  const reading = store.events.query(all)
  await untilWaiting()
  await slow.query('COMMIT')
  const page = await reading
  expect(page.events.map(({ value }) => value)).toEqual(['first', 'slow'])
  const rest = await store.events.query({ ...all, cursor: page.cursor ?? '' })
  expect(rest.events.map(({ value }) => value)).toEqual(['fast', 'faster'])
})
