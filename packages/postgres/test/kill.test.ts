import { setTimeout } from 'node:timers/promises'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { postgresStore, type PostgresStore } from '../src/index.js'
import { startChild } from '../../sqlite/test/support/children.js'
import { pgClient } from './support/clients.js'
import { expectConsistent } from './support/consistency.js'
import { startServer, type Server } from './support/server.js'

const ROUNDS = 3
const schema = 'sallyport'
let server: Server

beforeAll(async () => {
  server = await startServer()
})
afterAll(() => server.remove())

/** Two processes write when the server is killed. Returns what each had been told is kept. */
async function writeAndCrash(round: number): Promise<[name: string, acknowledged: readonly string[]][]> {
  const names = [`r${round}a`, `r${round}b`]
  const writers = names.map((name) =>
    startChild(new URL('./support/writer.ts', import.meta.url), server.url, schema, name),
  )
  await Promise.all(writers.map((writer) => writer.until('revoke 9')))
  await setTimeout(Math.random() * 100)
  await server.crash()
  // An outage is said to be one, whatever the driver calls it.
  for (const writer of writers) expect(await writer.until('failed')).toBe('failed ERR_STORE unavailable')
  await Promise.all(writers.map((writer) => writer.ended()))
  await server.start()
  return names.map((name, i) => [name, writers[i]?.lines ?? []])
}

async function expectKept(store: PostgresStore, name: string, acknowledged: readonly string[]): Promise<void> {
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
    const { keys } = await store.records.listByIndex(index, undefined, 100_000)
    expect(keys.includes(`grant:${name}-${i}`)).toBe(record !== undefined)
    if (did('revoke', i)) expect(await store.revocations.find([{ kind: 'jti', id: `${name}-${i}` }])).toHaveLength(1)
  }
}

it(`keeps every acknowledged write when its server is killed under load, ${ROUNDS} times [F-92]`, async () => {
  const told: [string, readonly string[]][] = []
  for (let round = 0; round < ROUNDS; round++) told.push(...(await writeAndCrash(round)))
  expect(told.flatMap(([, lines]) => lines).length).toBeGreaterThan(100)

  const { client, query, end } = pgClient(server.url)
  const store = postgresStore({ client, schema })
  for (const [name, acknowledged] of told) await expectKept(store, name, acknowledged)
  const revoked = told.flatMap(([, lines]) => lines.filter((line) => line.startsWith('revoke '))).length
  expect((await store.revocations.since(0)).tombstones?.length).toBeGreaterThanOrEqual(revoked)
  await expectConsistent(query, schema)
  await end()
})

it('says "unavailable" while its server is gone, and serves again within two seconds of its return [F-92]', async () => {
  const { client, end } = pgClient(server.url)
  const store = postgresStore({ client, schema })
  await store.records.putIfAbsent('grant:held', 'one', { expiresAtMs: Date.now() + 3_600_000 })
  await server.crash()
  const outage = { code: 'ERR_STORE', reason: 'unavailable' }
  await expect(store.records.get('grant:held')).rejects.toMatchObject(outage)
  await expect(store.records.take('grant:none')).rejects.toMatchObject(outage)
  await expect(store.revocations.seq()).rejects.toMatchObject(outage)
  await expect(store.ping()).rejects.toMatchObject(outage)
  await server.start()
  const backMs = performance.now()
  for (;;) {
    const record = await store.records.get('grant:held').catch((error: unknown) => error)
    if (!(record instanceof Error)) {
      expect(record).toMatchObject({ value: 'one' })
      break
    }
    expect(performance.now() - backMs).toBeLessThan(2_000)
  }
  await end()
})

it('refuses a server that has become a standby, for reads too [F-92] [F-09]', async () => {
  const { client, end } = pgClient(server.url)
  const store = postgresStore({ client, schema })
  await store.ping()
  await server.crash()
  await server.start({ standby: true })
  const outage = { code: 'ERR_STORE', reason: 'unavailable' }
  // Connections of the server's last life fail first, and for another reason.
  for (let i = 0; i < 16; i++) await store.ping().catch(() => undefined)
  for (const verb of [
    () => store.records.get('grant:held'),
    () => store.records.listByIndex('kind:grant', undefined, 1),
    () => store.revocations.seq(),
    () => store.revocations.since(0),
    () => store.revocations.find([{ kind: 'jti', id: 'a' }]),
    () => store.buckets.debit([{ key: 'user:a', burst: 1, intervalMs: 1, cost: 1, peek: true }]),
    () => store.ping(),
  ]) {
    const error: unknown = await Promise.resolve(verb()).catch((reason: unknown) => reason)
    expect(error).toMatchObject({ ...outage, cause: { code: '25006' } })
  }
  await expect(postgresStore({ client, schema }).ping()).rejects.toMatchObject({
    code: 'ERR_CONFIG',
    message: expect.stringContaining('standby'),
  })
  await end()
})
