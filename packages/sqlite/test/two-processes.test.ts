import { join } from 'node:path'
import { expect, it } from 'vitest'
import { sqliteStore } from '../src/index.js'
import { startChild } from './support/children.js'
import { temporaryDirectory } from './support/directory.js'

const COUNT = 150

interface Won {
  put: number[]
  take: number[]
  swap: number
  debit: number
  seqs: number[]
}

it('lets one of two processes win each put, take, swap and token', { timeout: 60_000 }, async () => {
  const path = join(temporaryDirectory(), 'store.db')
  // Both create the file at the same time.
  const racers = ['a', 'b'].map((name) =>
    startChild(new URL('./support/racer.ts', import.meta.url), path, name, String(COUNT)),
  )
  await Promise.all(racers.map((racer) => racer.until('ready')))
  const store = sqliteStore({ path })
  const options = { expiresAtMs: Date.now() + 3_600_000 }
  for (let i = 0; i < COUNT; i++) await store.records.putIfAbsent(`flow:${i}`, 'x', options)
  await store.records.putIfAbsent('family:counter', '0', options)

  for (const racer of racers) racer.send('go')
  const won = await Promise.all(
    racers.map(async (racer) => JSON.parse((await racer.until('won')).slice('won '.length)) as Won),
  )
  await Promise.all(racers.map((racer) => racer.ended()))

  const all = Array.from({ length: COUNT }, (_, i) => i)
  const sorted = (numbers: number[]) => numbers.sort((a, b) => a - b)
  expect(sorted(won.flatMap(({ put }) => put))).toEqual(all)
  expect(sorted(won.flatMap(({ take }) => take))).toEqual(all)
  expect((await store.records.get('family:counter'))?.value).toBe(String(won.reduce((sum, { swap }) => sum + swap, 0)))
  expect(won.reduce((sum, { debit }) => sum + debit, 0)).toBe(COUNT)
  const numbers = won.flatMap(({ seqs }) => seqs)
  expect(new Set(numbers).size).toBe(2 * COUNT)
  for (const { seqs } of won) expect(seqs).toEqual(sorted([...seqs]))
  expect(await store.revocations.seq()).toBe(Math.max(...numbers))
  await store.close()
})

it('shows a tombstone to the next read of another process [F-09]', { timeout: 60_000 }, async () => {
  const path = join(temporaryDirectory(), 'store.db')
  const store = sqliteStore({ path })
  const writer = startChild(new URL('./support/writer.ts', import.meta.url), path, 'w')
  await writer.until('ready')
  const seen = new Set<string>()
  let known = 0
  for (let i = 0; i < 20; i++) {
    await writer.until(`revoke ${i}`)
    const { seq, tombstones } = await store.revocations.since(known)
    for (const { id } of tombstones ?? []) seen.add(id)
    expect(seen).toContain(`w-${i}`)
    known = seq
    expect(await store.revocations.find([{ kind: 'jti', id: `w-${i}` }])).toHaveLength(1)
  }
  await writer.kill()
  await store.close()
})
