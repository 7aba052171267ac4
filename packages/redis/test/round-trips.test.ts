import { beforeAll, afterAll, describe, expect, it } from 'vitest'
import { redisStore, type RedisStore } from '../src/index.js'
import { ioredis, ioredisCluster, nodeRedis, nodeRedisCluster, type TestClient } from './support/clients.js'
import { startCluster, type TestCluster } from './support/cluster.js'
import { command, startServer, type TestServer } from './support/server.js'
import { listen } from './support/wire.js'

let server: TestServer
let cluster: TestCluster
beforeAll(async () => {
  ;[server, cluster] = await Promise.all([startServer(), startCluster()])
})
afterAll(async () => {
  await Promise.all([server.dispose(), cluster.dispose()])
})

const later = () => ({ expiresAtMs: Date.now() + 3_600_000, indexes: ['user:a', 'client:b', 'kind:grant'] })
const bucket = (key: string) => ({ key, burst: 100, intervalMs: 1_000, cost: 1 })
const tombstone = () => ({ kind: 'jti', id: 'a', revokedAtMs: Date.now(), expiresAtMs: Date.now() + 60_000 }) as const

/** Subject of the shape of ours. */
const SUBJECT = `Abc${'x'.repeat(40)}`
const OF_A_PERSON = [
  bucket(`user:${JSON.stringify(['https://as.example', SUBJECT])}`),
  bucket(`user-client:${JSON.stringify(['https://as.example', SUBJECT, 'c_one'])}`),
]

const VERBS: readonly [string, (store: RedisStore, n: number) => unknown][] = [
  ['get', ({ records }) => records.get('grant:Abc1')],
  ['putIfAbsent', ({ records }, n) => records.putIfAbsent(`grant:Abc${String(n)}`, 'x', later())],
  ['a lost putIfAbsent', ({ records }) => records.putIfAbsent('grant:Abc0', 'x', later())],
  ['compareAndSwap', ({ records }) => records.compareAndSwap('grant:Abc0', 'stale', 'y', later())],
  ['take', ({ records }, n) => records.take(`grant:Abc${String(n - 50)}`)],
  ['delete', ({ records }, n) => records.delete(`grant:Abc${String(n)}`)],
  ['listByIndex', ({ records }) => records.listByIndex('user:a', undefined, 10)],
  ['debit', ({ buckets }) => buckets.debit([...OF_A_PERSON, bucket('address:a')])],
  ['append', ({ revocations }) => revocations.append(tombstone())],
  ['seq', ({ revocations }) => revocations.seq()],
  ['since', ({ revocations }) => revocations.since(0)],
  ['find', ({ revocations }) => revocations.find([tombstone(), { kind: 'gid', id: 'b' }])],
  ['an event', ({ events }) => events.append({ atMs: 1, kind: 'a', value: '{}' })],
]

describe.each<[string, () => Promise<TestClient>]>([
  ['ioredis', () => ioredis(server.port)],
  ['redis', () => nodeRedis(server.port)],
])('on one server, with %s', (_name, connect) => {
  it.each(VERBS)('%s is one round trip [F-92]', async (_verb, call) => {
    const { client, close } = await connect()
    const store = redisStore({ client, prefix: `${_name}-${_verb.replaceAll(' ', '.')}:` })
    for (let n = 0; n < 60; n++) await store.records.putIfAbsent(`grant:Abc${String(n)}`, 'x', later())
    await call(store, 60) // The script goes along the first time.
    const wire = await listen([server.port])
    for (let n = 70; n < 80; n++) await call(store, n)
    expect(await wire.read()).toEqual(Array.from({ length: 10 }, () => 'EVALSHA'))
    wire.close()
    await close()
  })

  it('is understood by a server that has forgotten its scripts', async () => {
    const { client, close } = await connect()
    const store = redisStore({ client })
    await store.revocations.seq()
    await command(server.port, 'SCRIPT', 'FLUSH')
    expect(await store.revocations.seq()).toBe(0)
    await close()
  })
})

describe.each<[string, () => Promise<TestClient>]>([
  ['ioredis', () => ioredisCluster(cluster.ports)],
  ['redis', () => nodeRedisCluster(cluster.ports)],
])('on a Cluster, with %s', (_name, connect) => {
  it('reads, puts a mark, and debits all buckets of a person in one script each [F-40] [F-92]', async () => {
    const { client, close } = await connect()
    const store = redisStore({ client })
    const perRequest = async () => {
      await store.buckets.debit(OF_A_PERSON)
      await store.revocations.seq()
      await store.records.get('session:Abc1')
    }
    await perRequest()
    const wire = await listen(cluster.ports)
    for (let i = 0; i < 10; i++) await perRequest()
    expect(await wire.read()).toEqual(Array.from({ length: 30 }, () => 'EVALSHA'))
    wire.close()
    await close()
  })
})
