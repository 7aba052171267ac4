import { expect, it, onTestFinished } from 'vitest'
import { setTimeout } from 'node:timers/promises'
import { redisStore, type RedisStore } from '../src/index.js'
import { ioredis, nodeRedis, type TestClient } from './support/clients.js'
import { startServer } from './support/server.js'

const ROUNDS = 4
const WRITERS = 8

interface Acknowledged {
  readonly puts: Set<string>
  readonly takes: Set<string>
  readonly revoked: Map<string, number>
  readonly debits: Set<string>
}

const nothing = (): Acknowledged => ({ puts: new Set(), takes: new Set(), revoked: new Map(), debits: new Set() })

/** Writes until a verb fails, and notes what was acknowledged. */
async function write(
  { records, revocations, buckets }: RedisStore,
  name: string,
  told: Acknowledged,
): Promise<unknown> {
  const expiresAtMs = Date.now() + 3_600_000
  try {
    for (let i = 0; ; i++) {
      const id = `${name}-${String(i)}`
      await records.putIfAbsent(`grant:${id}`, 'x'.repeat((i * 997) % 20_000), { expiresAtMs, indexes: ['user:a'] })
      told.puts.add(id)
      told.revoked.set(id, await revocations.append({ kind: 'jti', id, revokedAtMs: Date.now(), expiresAtMs }))
      await buckets.debit([{ key: `user:${id}`, burst: 1, intervalMs: 3_600_000, cost: 1 }])
      told.debits.add(id)
      if (i % 3 !== 0) continue
      told.takes.add(id)
      if ((await records.take(`grant:${id}`)) === undefined) throw new Error(`${id} was lost before it was taken`)
    }
  } catch (error) {
    return error
  }
}

async function expectKept(store: RedisStore, told: Acknowledged): Promise<void> {
  const listed = new Set((await store.records.listByIndex('user:a', undefined, 100_000)).keys)
  await Promise.all(
    [...told.puts].map(async (id) => {
      const record = await store.records.get(`grant:${id}`)
      // Of a take that was not acknowledged, both outcomes are right.
      if (!told.takes.has(id)) expect(record).toBeDefined()
      if (record !== undefined) expect(listed).toContain(`grant:${id}`)
    }),
  )
  const ids = [...told.revoked.keys()]
  expect(await store.revocations.find(ids.map((id) => ({ kind: 'jti', id })))).toHaveLength(ids.length)
  expect(new Set(told.revoked.values()).size).toBe(ids.length)
  expect(await store.revocations.seq()).toBeGreaterThanOrEqual(Math.max(...told.revoked.values()))
  for (const id of told.debits) {
    const debit = { key: `user:${id}`, burst: 1, intervalMs: 3_600_000, cost: 1, peek: true }
    expect(await store.buckets.debit([debit])).toMatchObject({ allowed: false })
  }
}

it.each<[string, (port: number) => Promise<TestClient>]>([
  ['ioredis', ioredis],
  ['redis', nodeRedis],
])(
  `loses nothing it has acknowledged when the server is killed in mid-traffic, and goes on, with %s [F-92]`,
  async (_name, connect) => {
    const server = await startServer({ appendonly: 'yes', appendfsync: 'always' })
    onTestFinished(() => server.dispose())
    const { client, close } = await connect(server.port)
    onTestFinished(close)
    const store = redisStore({ client, timeoutMs: 400 })
    expect(await store.describe()).toMatchObject({ durability: 'disk', servers: [{ appendfsync: 'always' }] })

    const told = nothing()
    for (let round = 0; round < ROUNDS; round++) {
      const writers = Array.from({ length: WRITERS }, (_, i) => write(store, `${String(round)}${'abcdefgh'[i]}`, told))
      await setTimeout(100 + Math.random() * 150)
      await server.kill()
      for (const failure of await Promise.all(writers)) expect(failure).toMatchObject({ code: 'ERR_STORE' })
      await server.start()
      const restartedAt = performance.now()
      while (
        !(await store.ping().then(
          () => true,
          () => false,
        ))
      )
        await setTimeout(10)
      expect(performance.now() - restartedAt).toBeLessThan(2_000)
    }
    expect(told.puts.size).toBeGreaterThan(100)
    // Hundreds of questions at once: what is asked here is whether the answers are right, not whether they are quick.
    await expectKept(redisStore({ client, timeoutMs: 20_000 }), told)
  },
)
