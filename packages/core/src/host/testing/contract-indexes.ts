import type { RecordStore } from '../../store/index.js'
import { entry, same, type ContractEntry, type StoreFixture } from './contract-check.js'

const HOUR_MS = 3_600_000

async function fill({ store, nowMs }: StoreFixture, count: number, indexes: readonly string[]): Promise<string[]> {
  const keys = Array.from({ length: count }, (_, i) => `grant:${i}`)
  for (const key of keys) await store.records.putIfAbsent(key, 'x', { expiresAtMs: nowMs() + HOUR_MS, indexes })
  return keys
}

async function walk(
  records: RecordStore,
  index: string,
  limit: number,
  between: (page: readonly string[], round: number) => Promise<void> = async () => {},
): Promise<string[]> {
  const seen: string[] = []
  let cursor: string | undefined
  for (let round = 0; round < 1_000; round++) {
    const page = await records.listByIndex(index, cursor, limit)
    if (page.keys.length > limit) throw new Error(`a page of ${page.keys.length} keys, asked for ${limit}`)
    seen.push(...page.keys)
    if (page.cursor === undefined) return seen
    cursor = page.cursor
    await between(page.keys, round)
  }
  throw new Error('the walk does not end')
}

const sorted = (keys: Iterable<string>): string[] => [...keys].sort()

export const indexChecks: readonly ContractEntry[] = [
  entry('answers an empty page for an index that nobody is in', async ({ store }) => {
    same(await store.records.listByIndex('user:none', undefined, 10), { keys: [] }, 'page')
  }),
  entry('finds a record by each of four indexes as soon as it is written', async (fixture) => {
    const { records } = fixture.store
    const indexes = ['user:\'"%', 'client:\0é', 'kind:grant', 'extra:😀']
    await fill(fixture, 1, indexes)
    for (const index of indexes) same((await records.listByIndex(index, undefined, 10)).keys, ['grant:0'], index)
    same((await records.listByIndex('kind:gran', undefined, 10)).keys, [], 'prefix of an index')
  }),
  entry('follows a swap into its new indexes', async (fixture) => {
    const { records } = fixture.store
    await fill(fixture, 1, ['user:a'])
    const version = (await records.get('grant:0'))?.version ?? ''
    await records.compareAndSwap('grant:0', version, 'y', {
      expiresAtMs: fixture.nowMs() + HOUR_MS,
      indexes: ['user:b'],
    })
    same((await records.listByIndex('user:b', undefined, 10)).keys, ['grant:0'], 'new index')
  }),
  entry('walks an index in pages, each key once', async (fixture) => {
    const keys = await fill(fixture, 100, ['kind:grant'])
    await fill({ ...fixture }, 1, ['kind:other'])
    for (const limit of [1, 7, 100, 101])
      same(sorted(await walk(fixture.store.records, 'kind:grant', limit)), sorted(keys), `pages of ${limit}`)
  }),
  entry('misses no record that stays while others vanish and come', async (fixture) => {
    const { records } = fixture.store
    const keys = await fill(fixture, 60, ['user:a'])
    const gone = new Set<string>()
    const seen = await walk(records, 'user:a', 5, async (page, round) => {
      for (const key of [page[0], page.at(-1), keys[59 - 2 * round]]) {
        if (key === undefined) continue
        gone.add(key)
        await (round % 2 === 0 ? records.delete(key) : records.take(key))
      }
      if (round < 5)
        await records.putIfAbsent(`grant:late${round}`, 'x', {
          expiresAtMs: fixture.nowMs() + HOUR_MS,
          indexes: ['user:a'],
        })
    })
    const missed = keys.filter((key) => !gone.has(key) && !seen.includes(key))
    same(missed, [], 'missed')
    same(new Set(seen).size, seen.length, 'keys seen twice')
  }),
  entry('leaves nothing readable behind an index entry whose record is gone', async (fixture) => {
    const { records } = fixture.store
    await fill(fixture, 4, ['user:a'])
    await records.putIfAbsent('code:brief', 'x', { expiresAtMs: fixture.nowMs() + 200, indexes: ['user:a'] })
    await records.take('grant:0')
    await records.delete('grant:1')
    await fixture.advance(201)
    const live: string[] = []
    for (const key of await walk(records, 'user:a', 2)) if ((await records.get(key)) !== undefined) live.push(key)
    same(sorted(live), ['grant:2', 'grant:3'], 'live records')
  }),
]
