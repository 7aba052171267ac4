import Database from 'libsql'
import { mkdirSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { sqliteStore } from '../src/index.js'
import { temporaryDirectory } from './support/directory.js'

const later = () => ({ expiresAtMs: Date.now() + 3_600_000 })
const debit = { key: 'user:a', burst: 1, intervalMs: 1_000, cost: 1 }

describe('a database that another process has locked', () => {
  async function locked(onDelay: (unlock: () => void, delays: number) => void) {
    const path = join(temporaryDirectory(), 'store.db')
    const waited: number[] = []
    const other = new Database(path)
    const store = sqliteStore(
      { path },
      {
        nowMs: () => Date.now(),
        async delay(ms) {
          waited.push(ms)
          onDelay(() => other.exec('ROLLBACK'), waited.length)
        },
      },
    )
    await store.records.putIfAbsent('grant:a', 'one', later())
    other.exec('BEGIN IMMEDIATE')
    return { store, waited }
  }

  it('is waited for through the runtime, for two seconds and no longer', { timeout: 30_000 }, async () => {
    const { store, waited } = await locked(() => undefined)
    await expect(store.records.putIfAbsent('grant:b', 'two', later())).rejects.toMatchObject({
      code: 'ERR_STORE',
      reason: 'busy',
    })
    const total = waited.reduce((sum, ms) => sum + ms, 0)
    expect(total).toBeGreaterThanOrEqual(2_000)
    expect(total).toBeLessThan(2_200)
  })

  it('gets the write once it is free', async () => {
    const { store } = await locked((unlock, delays) => {
      if (delays === 3) unlock()
    })
    expect(await store.records.take('grant:a')).toMatchObject({ value: 'one' })
    expect(await store.records.get('grant:a')).toBeUndefined()
  })

  it('makes a debit wait as well; one that finds it free is answered at once', async () => {
    const { store } = await locked((unlock) => unlock())
    const waiting = store.buckets.debit([debit])
    expect(waiting).toBeInstanceOf(Promise)
    expect(await waiting).toMatchObject({ allowed: true })
    expect(store.buckets.debit([debit])).toMatchObject({ allowed: false })
  })

  it('can be read all the same', async () => {
    const { store, waited } = await locked(() => undefined)
    expect(await store.records.get('grant:a')).toMatchObject({ value: 'one' })
    expect(store.revocations.seq()).toBe(0)
    expect(waited).toEqual([])
  })
})

describe('a damaged database', () => {
  it('is refused at start when it is no database', () => {
    const path = join(temporaryDirectory(), 'store.db')
    writeFileSync(path, 'These are the notes of somebody else. '.repeat(500))
    expect(() => sqliteStore({ path })).toThrow(expect.objectContaining({ code: 'ERR_STORE', reason: 'corrupt' }))
  })

  it('is an outage for the reader, never "not found"', async () => {
    const path = join(temporaryDirectory(), 'store.db')
    const first = sqliteStore({ path })
    for (let i = 0; i < 500; i++) await first.records.putIfAbsent(`grant:${i}`, 'x'.repeat(2_000), later())
    await first.close()
    const database = new Database(path)
    database.exec('PRAGMA wal_checkpoint(TRUNCATE)')
    database.close()
    const file = readFileSync(path)
    writeFileSync(path, file.fill(0xff, Math.floor(file.length / 4)))

    const store = sqliteStore({ path })
    const results = await Promise.allSettled(Array.from({ length: 500 }, (_, i) => store.records.get(`grant:${i}`)))
    const failed = results.filter((result) => result.status === 'rejected')
    expect(failed.length).toBeGreaterThan(0)
    for (const { reason } of failed) expect(reason).toMatchObject({ code: 'ERR_STORE', reason: 'corrupt' })
    for (const result of results)
      if (result.status === 'fulfilled') expect(result.value).toMatchObject({ version: expect.any(String) })
  })

  it('is an outage when its tables are gone', async () => {
    const path = join(temporaryDirectory(), 'store.db')
    const store = sqliteStore({ path })
    const database = new Database(path)
    for (const table of ['records', 'buckets', 'revocation_log']) database.exec(`DROP TABLE sallyport_${table}`)
    const outage = { code: 'ERR_STORE', reason: 'unavailable' }
    await expect(store.records.get('grant:a')).rejects.toMatchObject(outage)
    await expect(async () => store.buckets.debit([debit])).rejects.toMatchObject(outage)
    await expect(async () => store.revocations.seq()).rejects.toMatchObject(outage)
  })
})

describe('start', () => {
  it.each([
    ['a directory that does not exist', { path: '/nonexistent/sallyport/store.db' }, 'Create it'],
    ['a path in memory', { path: ':memory:' }, 'memoryStore'],
    ['an empty path', { path: '' }, 'Name a file'],
    ['an address', { path: 'libsql://example.com' }, 'Name a file'],
    ['a path with NUL', { path: 'a\0b' }, 'Name a file'],
    ['no path', {}, 'Name a file'],
    ['an unknown option', { path: 'a.db', file: 'b.db' }, 'spelling'],
    ['a share of nothing', { path: 'a.db', capacity: { flow: 0 } }, 'whole number'],
    ['a broken number of tombstones', { path: 'a.db', maxTombstones: 1.5 }, 'Write a number'],
    ['no events at all', { path: 'a.db', maxEvents: 0 }, 'Write a number'],
  ])('is refused for %s, with the fix', (_case, options, fix) => {
    expect(() => sqliteStore(options as never)).toThrow(
      expect.objectContaining({ code: 'ERR_CONFIG', message: expect.stringContaining(fix) }),
    )
  })

  it('is refused for a path that is a directory', () => {
    const path = join(temporaryDirectory(), 'directory')
    mkdirSync(path)
    expect(() => sqliteStore({ path })).toThrow(expect.objectContaining({ code: 'ERR_STORE' }))
  })

  it('is refused for a file of a newer version', async () => {
    const path = join(temporaryDirectory(), 'store.db')
    await sqliteStore({ path }).close()
    const database = new Database(path)
    database.exec('INSERT INTO sallyport_schema VALUES (999)')
    database.close()
    expect(() => sqliteStore({ path })).toThrow(expect.objectContaining({ code: 'ERR_CONFIG' }))
  })

  it('creates files that only their owner can read', async () => {
    const path = join(temporaryDirectory(), 'store.db')
    const store = sqliteStore({ path })
    await store.records.putIfAbsent('grant:a', 'x', later())
    for (const suffix of ['', '-wal', '-shm']) expect(statSync(path + suffix).mode & 0o777).toBe(0o600)
    await store.close()
  })

  it("shares a file with an application's own tables", async () => {
    const path = join(temporaryDirectory(), 'store.db')
    const database = new Database(path)
    database.exec("CREATE TABLE records (key TEXT); INSERT INTO records VALUES ('mine')")
    const store = sqliteStore({ path })
    await store.records.putIfAbsent('grant:a', 'x', later())
    expect(database.prepare('SELECT key FROM records').raw().all()).toEqual([['mine']])
    await store.close()
  })
})

it('keeps at most maxEvents events, the newest', async () => {
  const store = sqliteStore({ path: join(temporaryDirectory(), 'store.db'), maxEvents: 3 })
  for (let i = 0; i < 5; i++) await store.events.append({ atMs: i, kind: 'k', value: String(i) })
  const { events } = await store.events.query({ fromMs: 0, toMs: 9, limit: 10 })
  expect(events.map(({ value }) => value)).toEqual(['2', '3', '4'])
  await store.close()
})
