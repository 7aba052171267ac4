import { expect, it } from 'vitest'
import type { Parameter } from '../src/client.js'
import { postgresStore, type PostgresClient } from '../src/index.js'
import { freshSchema, pgClient, postgresJsClient, type Client } from './support/clients.js'
import { expectConsistent } from './support/consistency.js'

const later = () => ({ expiresAtMs: Date.now() + 3_600_000, indexes: ['user:a', 'kind:any'] })

/** A client that notes what the server refuses. */
function watched({ query }: Client, states: unknown[]): PostgresClient {
  return {
    async query(text, values) {
      try {
        return { rows: await query(text, ...(values as Parameter[])) }
      } catch (error) {
        states.push((error as { code?: unknown }).code)
        throw error
      }
    },
  }
}

it('keeps its counters true, and nobody waits in a circle, while 64 callers write, sweep and debit [F-92] [F-40]', async () => {
  const [one, two] = [pgClient(), postgresJsClient()]
  const schema = freshSchema()
  const capacity = { flow: 20, address: 5 }
  const states: unknown[] = []
  const stores = [one, two].map((each) => postgresStore({ client: watched(each, states), schema, capacity }))
  const refused: unknown[] = []
  const caller = async (n: number): Promise<void> => {
    const store = stores[n % 2]
    for (let i = 0; i < 12 && store !== undefined; i++) {
      const key = `flow:${(n * 7 + i * 5) % 40}`
      const life = i % 3 === 0 ? { ...later(), expiresAtMs: Date.now() + (n % 5) } : later()
      await store.records.putIfAbsent(key, 'x', life).catch((error: unknown) => refused.push(error))
      const debits = [n, n + 3, n + 1].map((id) => ({
        key: `${id % 2 === 0 ? 'address' : 'user'}:${id % 12}`,
        burst: 50,
        intervalMs: 1 + (n % 3),
        cost: 1,
      }))
      await store.buckets.debit(i % 2 === 0 ? debits : [...debits].reverse())
      if (i % 4 === n % 4) await store.records.sweepExpired(7)
      if (i % 2 === 0) await store.records.take(`flow:${(n * 3 + i) % 40}`)
    }
  }
  await Promise.all(Array.from({ length: 64 }, (_, n) => caller(n)))
  for (const error of refused) expect(error).toMatchObject({ code: 'ERR_STORE', reason: 'capacity' })
  await expectConsistent(one.query, schema)
  // Full shares, and no 40P01 (deadlock) or 40001 that a second attempt has hidden.
  expect(new Set(states)).toEqual(new Set(refused.length > 0 ? ['SP001'] : []))
  await Promise.all([one.end(), two.end()])
})

it('debits all buckets of a call or none in 64 calls that name them in every order [F-40]', async () => {
  const { client, end } = pgClient()
  const store = postgresStore({ client, schema: freshSchema() })
  const bucket = (key: string, burst: number) => ({ key, burst, intervalMs: 3_600_000, cost: 1 })
  const call = [bucket('user:a', 10), bucket('user-client:a', 20), bucket('user-tool:a', 64)]
  const results = await Promise.all(
    Array.from({ length: 64 }, (_, i) => store.buckets.debit([...call.slice(i % 3), ...call.slice(0, i % 3)])),
  )
  expect(results.filter(({ allowed }) => allowed)).toHaveLength(10)
  const left = await store.buckets.debit(call.map((each) => ({ ...each, peek: true })))
  expect(left.buckets.map(({ remaining }) => remaining)).toEqual([0, 10, 54])
  await end()
})

it('lets two sweepers share the work, neither waiting for the other [F-92]', async () => {
  const { client, end } = pgClient()
  const store = postgresStore({ client, schema: freshSchema() })
  const gone = { expiresAtMs: Date.now() - 1, indexes: ['kind:code'] }
  await Promise.all(Array.from({ length: 200 }, (_, i) => store.records.putIfAbsent(`code:${i}`, 'x', gone)))
  await store.records.putIfAbsent('code:live', 'x', later())
  let swept = 0
  const sweeper = async (): Promise<void> => {
    for (let idle = 0; idle < 3;) {
      const count = await store.records.sweepExpired(10)
      swept += count
      idle = count === 0 ? idle + 1 : 0
    }
  }
  await Promise.all([sweeper(), sweeper()])
  expect(swept).toBe(200)
  expect((await store.records.get('code:live'))?.value).toBe('x')
  await end()
})

it('keeps keys and indexes that are longer than an index of the server could hold [F-92]', async () => {
  const { client, end } = pgClient()
  const store = postgresStore({ client, schema: freshSchema() })
  const long = Array.from({ length: 4_000 }, (_, i) => String.fromCodePoint(0x4e00 + ((i * 7919) % 20_000))).join('')
  const index = `client:${long}`
  for (const end of ['a', 'b'])
    await store.records.putIfAbsent(`client:${long}${end}`, end, { ...later(), indexes: [index] })
  expect((await store.records.get(`client:${long}b`))?.value).toBe('b')
  const { keys } = await store.records.listByIndex(index, undefined, 10)
  expect([...keys].sort()).toEqual([`client:${long}a`, `client:${long}b`])
  const debit = { key: `address:${long}`, burst: 1, intervalMs: 3_600_000, cost: 1 }
  expect([(await store.buckets.debit([debit])).allowed, (await store.buckets.debit([debit])).allowed]).toEqual([
    true,
    false,
  ])
  await store.revocations.append({ kind: 'client', id: long, revokedAtMs: 1, ...later() })
  expect(await store.revocations.find([{ kind: 'client', id: long }])).toHaveLength(1)
  await end()
})
