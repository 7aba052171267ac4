import Database from 'libsql'
import { join } from 'node:path'
import { setTimeout } from 'node:timers/promises'
import { expect, it } from 'vitest'
import { sqliteStore, type SqliteStore } from '../src/index.js'
import { startChild } from './support/children.js'
import { temporaryDirectory } from './support/directory.js'

const ROUNDS = 6

/** Two processes write to the file and are killed at some moment. Returns what each had been told is kept. */
async function writeAndDie(path: string, round: number): Promise<[name: string, acknowledged: readonly string[]][]> {
  const names = [`r${round}a`, `r${round}b`]
  const writers = names.map((name) => startChild(new URL('./support/writer.ts', import.meta.url), path, name))
  await Promise.all(writers.map((writer) => writer.until('put 0')))
  for (const writer of writers) {
    await setTimeout(Math.random() * 120)
    await writer.kill()
  }
  return names.map((name, i) => [name, writers[i]?.lines ?? []])
}

async function expectKept(store: SqliteStore, name: string, acknowledged: readonly string[]): Promise<void> {
  const did = (what: string, i: number): boolean => acknowledged.includes(`${what} ${i}`)
  const count = acknowledged.filter((line) => line.startsWith('put ')).length
  for (let i = 0; i < count; i++) {
    const record = await store.records.get(`grant:${name}-${i}`)
    // The next step may have happened without its acknowledgement.
    const values = did('take', i)
      ? [undefined]
      : [
          ...(did('swap', i) ? [] : ['x'.repeat(1 + ((i * 997) % 20_000))]),
          ...(i % 2 === 0 ? ['swapped'] : []),
          ...(i % 3 === 0 && i === count - 1 ? [undefined] : []),
        ]
    expect(values).toContain(record?.value)
    const index = record?.value === 'swapped' ? `swapped:${name}` : `user:${name}`
    if (record !== undefined) expect(await keysOf(store, index)).toContain(`grant:${name}-${i}`)
    if (did('revoke', i)) expect(await store.revocations.find([{ kind: 'jti', id: `${name}-${i}` }])).toHaveLength(1)
    const debit = { key: `user:${name}-${i}`, burst: 1, intervalMs: 3_600_000, cost: 1, peek: true }
    if (did('debit', i)) expect(await store.buckets.debit([debit])).toMatchObject({ allowed: false })
  }
}

async function keysOf({ records }: SqliteStore, index: string): Promise<readonly string[]> {
  return (await records.listByIndex(index, undefined, 100_000)).keys
}

it(
  `keeps every acknowledged write when its writers are killed, ${2 * ROUNDS} times`,
  { timeout: 120_000 },
  async () => {
    const path = join(temporaryDirectory(), 'store.db')
    const told: [string, readonly string[]][] = []
    for (let round = 0; round < ROUNDS; round++) told.push(...(await writeAndDie(path, round)))
    expect(told.flatMap(([, lines]) => lines).length).toBeGreaterThan(100)

    const store = sqliteStore({ path })
    for (const [name, acknowledged] of told) await expectKept(store, name, acknowledged)
    const revoked = told.flatMap(([, lines]) => lines.filter((line) => line.startsWith('revoke '))).length
    expect((await store.revocations.since(0)).tombstones?.length).toBeGreaterThanOrEqual(revoked)
    await store.close()

    const database = new Database(path)
    const one = (sql: string): unknown => database.prepare(sql).raw().get()
    expect(one('PRAGMA integrity_check')).toEqual(['ok'])
    expect(one('SELECT count(*) FROM sallyport_indexes WHERE key NOT IN (SELECT key FROM sallyport_records)')).toEqual([
      0,
    ])
    expect(one('SELECT count(*) FROM sallyport_records WHERE key NOT IN (SELECT key FROM sallyport_indexes)')).toEqual([
      0,
    ])
    for (const [what, table] of Object.entries({ record: 'records', bucket: 'buckets', tombstone: 'tombstones' })) {
      const counted = `SELECT sum(count) FROM sallyport_counts WHERE what = '${what}'`
      expect(one(counted)).toEqual(one(`SELECT count(*) FROM sallyport_${table}`))
    }
    database.close()
  },
)
