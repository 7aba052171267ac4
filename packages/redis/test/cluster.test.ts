import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { redisStore, type NodeRedisCluster, type RedisStore } from '../src/index.js'
import { ioredisCluster, nodeRedisCluster, type TestClient } from './support/clients.js'
import { startCluster, type TestCluster } from './support/cluster.js'
import { command } from './support/server.js'

const HOUR_MS = 3_600_000
const INDEXES = ['user:a', 'client:b', 'kind:grant']
const later = (indexes: readonly string[] = INDEXES) => ({ expiresAtMs: Date.now() + HOUR_MS, indexes })

let cluster: TestCluster
let connected: TestClient
beforeAll(async () => {
  cluster = await startCluster()
  connected = await nodeRedisCluster(cluster.ports)
})
afterAll(async () => {
  await connected.close()
  await cluster.dispose()
})

/** A store that loses its connection at one command: before it is sent, or before it is answered. */
function breaking(prefix: string, breakAt: number, when: 'before' | 'after'): RedisStore {
  const inner = connected.client as NodeRedisCluster
  let sent = 0
  const client: NodeRedisCluster = {
    masters: [],
    nodeClient: () => undefined,
    async sendCommand(firstKey, isReadonly, args) {
      const breaks = ++sent === breakAt
      if (breaks && when === 'before') throw new Error('Socket closed unexpectedly')
      const reply = await inner.sendCommand(firstKey, isReadonly, args)
      if (breaks) throw new Error('Socket closed unexpectedly')
      return reply
    },
  }
  return redisStore({ client, prefix })
}

async function expectIndexed({ records }: RedisStore, key: string, indexes: readonly string[]): Promise<void> {
  if ((await records.get(key)) === undefined) return
  for (const index of indexes) expect((await records.listByIndex(index, undefined, 10)).keys).toContain(key)
}

const BREAKS = [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11].flatMap((at) => [[at, 'before'] as const, [at, 'after'] as const])

describe('a connection that breaks in mid-verb', () => {
  it.each(BREAKS)(
    'never leaves a record outside of its indexes: at command %i, %s it is done [F-92]',
    async (at, when) => {
      const prefix = `break${String(at)}${when}:`
      const sound = redisStore({ client: connected.client, prefix })
      // Scripts are known, so that each command counts.
      await sound.records.putIfAbsent('grant:warm', 'x', later())
      await sound.records.take('grant:warm')

      const put = breaking(prefix, at, when).records.putIfAbsent('grant:one', 'x', later())
      await put.catch((error: unknown) => expect(error).toMatchObject({ code: 'ERR_STORE' }))
      await expectIndexed(sound, 'grant:one', INDEXES)

      await sound.records.putIfAbsent('grant:two', 'x', later(['user:a']))
      const version = (await sound.records.get('grant:two'))?.version ?? ''
      const swap = breaking(prefix, at, when).records.compareAndSwap('grant:two', version, 'swapped', later(['user:b']))
      await swap.catch((error: unknown) => expect(error).toMatchObject({ code: 'ERR_STORE' }))
      const swapped = (await sound.records.get('grant:two'))?.value === 'swapped'
      await expectIndexed(sound, 'grant:two', [swapped ? 'user:b' : 'user:a'])

      const take = breaking(prefix, at, when).records.take('grant:two')
      await take.catch((error: unknown) => expect(error).toMatchObject({ code: 'ERR_STORE' }))
      await sound.records.delete('grant:two')
      await sound.records.putIfAbsent('grant:two', 'again', later())
      await expectIndexed(sound, 'grant:two', INDEXES)
    },
  )
})

it('never loses the entry of a record to those who lost or removed another under its key [F-92]', async () => {
  const store = redisStore({ client: connected.client, prefix: 'churn:' })
  const { records } = store
  for (let round = 0; round < 20; round++) {
    await Promise.all(
      Array.from({ length: 16 }, async (_, i) => {
        if (i % 4 === 3) await records.take('grant:hot')
        else await records.putIfAbsent('grant:hot', String(i), later())
      }),
    )
    await expectIndexed(store, 'grant:hot', INDEXES)
  }
  await records.take('grant:hot')
  await records.putIfAbsent('grant:hot', 'last', later())
  await expectIndexed(store, 'grant:hot', INDEXES)
  expect((await records.listByIndex('user:a', undefined, 100)).keys).toEqual(['grant:hot'])
})

it('debits buckets of several servers all or not at all, and never more than there is [F-40] [F-92]', async () => {
  const store = redisStore({ client: connected.client, prefix: 'debits:' })
  const names = ['a', 'b', 'c', 'd', 'e']
  const bucket = (name: string, burst: number) => ({ key: `user:${name}`, burst, intervalMs: HOUR_MS, cost: 1 })
  const call = () => store.buckets.debit(names.map((name, i) => bucket(name, 10 + i)))
  const results = await Promise.all(Array.from({ length: 64 }, call))
  const allowed = results.filter((result) => result.allowed).length
  expect(allowed).toBeGreaterThan(0)
  expect(allowed).toBeLessThanOrEqual(10)
  // What was refused has been given back: the rest can be had one by one.
  for (let i = allowed; i < 10; i++) expect(await call()).toMatchObject({ allowed: true })
  expect(await call()).toMatchObject({ allowed: false })
  const left = await store.buckets.debit(names.map((name, i) => ({ ...bucket(name, 10 + i), peek: true, cost: 0 })))
  expect(left.buckets.map(({ remaining }) => remaining)).toEqual([0, 1, 2, 3, 4])
})

it('uses all servers, and describes each', async () => {
  const store = redisStore({ client: connected.client, prefix: 'spread:' })
  for (let i = 0; i < 60; i++)
    await store.records.putIfAbsent(`grant:${(i * 4241 + 65_536).toString(36)}`, 'x', later([]))
  for (const port of cluster.ports) expect(Number(await command(port, 'DBSIZE'))).toBeGreaterThan(5)
  expect(await store.describe()).toMatchObject({ cluster: true, servers: [{}, {}, {}], durability: 'process' })
})

it('finds all masters through a client of ioredis that still connects', async () => {
  const { client, close } = await ioredisCluster(cluster.ports.slice(0, 1))
  expect(await redisStore({ client }).describe()).toMatchObject({ cluster: true, servers: [{}, {}, {}] })
  await close()
})
