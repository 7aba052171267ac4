import { afterAll, beforeAll, expect, it } from 'vitest'
import type { Parameter } from '../src/client.js'
import { postgresStore, type PostgresStore } from '../src/index.js'
import { freshSchema, pgClient, type Client } from './support/clients.js'

const expiresAtMs = Date.now() + 3_600_000
const bucket = (key: string) => ({ key, burst: 1, intervalMs: 1_000, cost: 1 })
const texts: string[] = []
let driver: Client
let store: PostgresStore

beforeAll(async () => {
  driver = pgClient()
  const { query } = driver
  const client = {
    async query(text: string, values: unknown[]) {
      texts.push(text)
      return { rows: await query(text, ...(values as Parameter[])) }
    },
  }
  store = postgresStore({ client, schema: freshSchema(), capacity: { flow: 1 } })
  await store.ping()
  await store.records.putIfAbsent('grant:a', 'x', { expiresAtMs, indexes: ['user:a'] })
  await store.records.putIfAbsent('flow:a', 'x', { expiresAtMs: 1 })
})
afterAll(() => driver.end())

const verbs: readonly (readonly [string, () => unknown])[] = [
  ['get', () => store.records.get('grant:a')],
  [
    'putIfAbsent of a winner',
    () => store.records.putIfAbsent('grant:b', 'x', { expiresAtMs, indexes: ['1', '2', '3'] }),
  ],
  ['putIfAbsent of a loser', () => store.records.putIfAbsent('grant:a', 'x', { expiresAtMs })],
  ['putIfAbsent that makes room', () => store.records.putIfAbsent('flow:b', 'x', { expiresAtMs })],
  ['compareAndSwap that fails', () => store.records.compareAndSwap('grant:a', 'stale', 'x', { expiresAtMs })],
  ['listByIndex', () => store.records.listByIndex('user:a', undefined, 10)],
  ['take', () => store.records.take('grant:a')],
  ['delete', () => store.records.delete('grant:b')],
  ['sweepExpired', () => store.records.sweepExpired(100)],
  ['debit of four buckets', () => store.buckets.debit(['user:a', 'address:a', 'tool:a', 'client:a'].map(bucket))],
  ['append of a tombstone', () => store.revocations.append({ kind: 'jti', id: 'a', revokedAtMs: 1, expiresAtMs })],
  ['seq', () => store.revocations.seq()],
  ['since', () => store.revocations.since(0)],
  ['find', () => store.revocations.find(['a', 'b'].map((id) => ({ kind: 'jti' as const, id })))],
  ['append of an event', () => store.events.append({ atMs: 1, kind: 'k', value: 'v' })],
  ['query of events', () => store.events.query({ fromMs: 0, toMs: 9, limit: 10 })],
  ['ping', () => store.ping()],
]

it.each(verbs)('sends one statement, which is one transaction, for %s [F-92]', async (_name, verb) => {
  texts.length = 0
  await verb()
  expect(texts).toEqual([expect.stringMatching(/^SELECT \* FROM "\w+"\.\w+\([$\d, ]*\)$/)])
})
