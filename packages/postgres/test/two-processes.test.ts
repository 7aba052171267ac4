import { expect, inject, it } from 'vitest'
import { postgresStore } from '../src/index.js'
import { startChild } from '../../sqlite/test/support/children.js'
import { freshSchema, pgClient } from './support/clients.js'

const COUNT = 100

interface Won {
  put: number[]
  take: number[]
  swap: number
  debit: number
  seqs: number[]
}

it('lets one of two processes win each put, take, swap and token [F-92] [F-40]', async () => {
  const schema = freshSchema()
  // Both create the schema at the same time.
  const racers = ['a', 'b'].map((name) =>
    startChild(new URL('./support/racer.ts', import.meta.url), inject('postgresUrl'), schema, name, String(COUNT)),
  )
  await Promise.all(racers.map((racer) => racer.until('ready')))
  const { client, end } = pgClient()
  const store = postgresStore({ client, schema })
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
  expect(await store.revocations.seq()).toBe(Math.max(...numbers))
  await end()
})

it('shows a tombstone to the next read of another process [F-09] [F-92]', async () => {
  const schema = freshSchema()
  const { client, end } = pgClient()
  const store = postgresStore({ client, schema })
  const writer = startChild(new URL('./support/writer.ts', import.meta.url), inject('postgresUrl'), schema, 'w')
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
  await end()
})
