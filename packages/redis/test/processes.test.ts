import { expect, it, onTestFinished } from 'vitest'
import { redisStore } from '../src/index.js'
import { startChild } from '../../sqlite/test/support/children.js'
import { ioredis } from './support/clients.js'
import { startServer } from './support/server.js'

const COUNT = 200

interface Won {
  put: number[]
  take: number[]
  swap: number
  debit: number
  seqs: number[]
}

it('lets one of three processes win each put, take, swap and token [F-09] [F-40] [F-92]', async () => {
  const server = await startServer()
  onTestFinished(() => server.dispose())
  const { client, close } = await ioredis(server.port)
  onTestFinished(close)
  const store = redisStore({ client })
  const options = { expiresAtMs: Date.now() + 3_600_000 }
  for (let i = 0; i < COUNT; i++) await store.records.putIfAbsent(`flow:${String(i)}`, 'x', options)
  await store.records.putIfAbsent('family:counter', '0', options)

  const racers = ['ioredis', 'redis', 'ioredis'].map((kind, i) =>
    startChild(
      new URL('./support/racer.ts', import.meta.url),
      kind,
      String(server.port),
      `r${String(i)}`,
      String(COUNT),
    ),
  )
  onTestFinished(async () => {
    await Promise.all(racers.map((racer) => racer.kill()))
  })
  await Promise.all(racers.map((racer) => racer.until('ready')))
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
  expect(new Set(numbers).size).toBe(3 * COUNT)
  for (const { seqs } of won) expect(seqs).toEqual(sorted([...seqs]))
  expect(await store.revocations.seq()).toBe(Math.max(...numbers))
  expect((await store.records.listByIndex('user:a', undefined, 1_000)).keys).toHaveLength(COUNT + 1)
})
