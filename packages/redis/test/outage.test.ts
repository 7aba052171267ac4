import { inspect } from 'node:util'
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest'
import { redisStore, type RedisClient, type RedisStore } from '../src/index.js'
import { ioredis, nodeRedis, type TestClient } from './support/clients.js'
import { command, startServer, type TestServer } from './support/server.js'

const HOUR_MS = 3_600_000
const later = () => ({ expiresAtMs: Date.now() + HOUR_MS })
const bucket = { key: 'user:a', burst: 3, intervalMs: 1_000, cost: 1 }
const CLIENTS: [string, (port: number) => Promise<TestClient>][] = [
  ['ioredis', ioredis],
  ['redis', nodeRedis],
]

async function serve(settings: Readonly<Record<string, string>> = {}): Promise<TestServer> {
  const server = await startServer(settings)
  onTestFinished(() => server.dispose())
  return server
}

async function openStore(port: number, connect = ioredis, timeoutMs = 300): Promise<RedisStore> {
  const { client, close } = await connect(port)
  onTestFinished(close)
  return redisStore({ client, timeoutMs })
}

const VERBS: readonly [string, (store: RedisStore) => unknown][] = [
  ['get', ({ records }) => records.get('grant:a')],
  ['putIfAbsent', ({ records }) => records.putIfAbsent('grant:b', 'x', later())],
  ['take', ({ records }) => records.take('grant:a')],
  ['delete', ({ records }) => records.delete('grant:a')],
  ['listByIndex', ({ records }) => records.listByIndex('user:a', undefined, 1)],
  ['debit', ({ buckets }) => buckets.debit([bucket])],
  ['seq', ({ revocations }) => revocations.seq()],
  ['since', ({ revocations }) => revocations.since(0)],
  ['find', ({ revocations }) => revocations.find([{ kind: 'jti', id: 'a' }])],
  ['ping', (store) => store.ping()],
]

describe.each(CLIENTS)('an outage, with %s', (_name, connect) => {
  it('is a StoreError of every verb, within the timeout, and never "not found" [F-43] [F-92]', async () => {
    const server = await serve({ appendonly: 'yes', appendfsync: 'always' })
    const store = await openStore(server.port, connect)
    await store.records.putIfAbsent('grant:a', 'x', later())
    await server.kill()
    const startedAt = performance.now()
    const outcomes = VERBS.map(async ([name, call]) => {
      await expect(Promise.resolve(call(store)), name).rejects.toMatchObject({
        code: 'ERR_STORE',
        reason: 'unavailable',
      })
    })
    await Promise.all(outcomes)
    expect(performance.now() - startedAt).toBeLessThan(1_000)
    await server.start()
    await expect
      .poll(
        () =>
          store.records.get('grant:c').then(
            () => true,
            () => false,
          ),
        { timeout: 4_000 },
      )
      .toBe(true)
  })
})

describe('a server that must not be used', () => {
  it.each(['allkeys-lru', 'volatile-ttl', 'allkeys-random'])(
    'is refused when it evicts by %s [F-92]',
    async (policy) => {
      const { port } = await serve({ 'maxmemory-policy': policy })
      await expect((await openStore(port)).ping()).rejects.toMatchObject({
        code: 'ERR_CONFIG',
        option: 'redisStore: client',
        fix: expect.stringContaining('maxmemory-policy noeviction') as string,
      })
    },
  )

  it('is refused when it is a replica, and answers no read [F-92]', async () => {
    const [master, replica] = [await serve(), await serve()]
    const store = await openStore(replica.port)
    await store.records.putIfAbsent('grant:a', 'x', later())
    await command(replica.port, 'REPLICAOF', '127.0.0.1', String(master.port))
    for (const [, call] of VERBS)
      await expect(Promise.resolve(call(store))).rejects.toMatchObject({ code: 'ERR_STORE', reason: 'unavailable' })
  })
})

it('has nothing of keys and values in an error [RS-40]', async () => {
  const server = await serve()
  for (const [, connect] of CLIENTS) {
    const store = await openStore(server.port, connect)
    await command(server.port, 'CONFIG', 'SET', 'maxmemory', '1')
    const error: unknown = await store.records.putIfAbsent('grant:visible', 'value', later()).catch((e: unknown) => e)
    expect(error).toMatchObject({ code: 'ERR_STORE', cause: { message: expect.stringMatching(/^OOM/) as string } })
    expect(inspect(error, { depth: 10 })).not.toMatch(/visible|'value'|redis\.call/)
  }
})

describe('durability', () => {
  it.each([
    [{ appendonly: 'no' }, 'memory', 'process'],
    [{ appendonly: 'yes', appendfsync: 'everysec' }, 'everysec', 'process'],
    [{ appendonly: 'yes', appendfsync: 'always' }, 'always', 'disk'],
  ])('of %j is reported as %s [F-92]', async (settings, appendfsync, durability) => {
    const { port } = await serve(settings)
    const store = await openStore(port, nodeRedis)
    expect(store.durability).toBe('process')
    expect(await store.describe()).toMatchObject({ cluster: false, servers: [{ appendfsync }], durability })
    expect(store.durability).toBe(durability)
  })
})

describe('a full or damaged server', () => {
  it('refuses to write and goes on reading and removing [F-92]', async () => {
    const { port } = await serve()
    const store = await openStore(port)
    await store.records.putIfAbsent('grant:a', 'x', later())
    await store.records.putIfAbsent('grant:warm', 'x', later())
    await command(port, 'CONFIG', 'SET', 'maxmemory', '1')
    await expect(store.records.putIfAbsent('grant:b', 'x', later())).rejects.toMatchObject({ reason: 'capacity' })
    await expect(store.buckets.debit([bucket])).rejects.toMatchObject({ reason: 'capacity' })
    expect(await store.records.get('grant:a')).toBeDefined()
    expect(await store.revocations.seq()).toBe(0)
    expect(await store.records.take('grant:a')).toMatchObject({ value: 'x' })
  })

  it('is "corrupt" when something else lies under a key', async () => {
    const { port } = await serve()
    const store = await openStore(port)
    await command(port, 'SET', 'sallyport:{abc}r:grant:abc', 'mine')
    await expect(store.records.get('grant:abc')).rejects.toMatchObject({ code: 'ERR_STORE', reason: 'corrupt' })
  })
})

describe('a command that the client sends twice', () => {
  let server: TestServer
  let connected: TestClient
  beforeAll(async () => {
    server = await startServer()
    connected = await nodeRedis(server.port)
  })
  afterAll(async () => {
    await connected.close()
    await server.dispose()
  })

  it('is told the same twice: a take, a put, a swap, a delete [F-92]', async () => {
    const { client } = connected
    if (!('sendCommand' in client)) throw new Error('not a client of redis')
    const send = client.sendCommand.bind(client) as (args: string[]) => Promise<unknown>
    const twice = async (args: string[]): Promise<unknown> => {
      await send(args)
      return send(args)
    }
    const { records } = redisStore({ client: { sendCommand: twice } satisfies RedisClient })
    const put = await records.putIfAbsent('flow:a', 'one', later())
    expect(put.inserted).toBe(true)
    expect(await records.compareAndSwap('flow:a', put.inserted ? put.version : '', 'two', later())).toBe(true)
    expect(await records.take('flow:a')).toMatchObject({ value: 'two' })
    expect(await records.take('flow:a')).toBeUndefined()
    await records.putIfAbsent('flow:b', 'one', later())
    expect(await records.delete('flow:b')).toBe(true)
    expect(await records.delete('flow:b')).toBe(false)
  })
})

describe('options', () => {
  const client = { sendCommand: async () => undefined }
  it.each([
    [{}, 'client'],
    [{ client: {} }, 'client'],
    [{ client, prefix: '' }, 'prefix'],
    [{ client, prefix: 'notes{a}:' }, 'prefix'],
    [{ client, capacity: { flow: 0 } }, 'capacity.flow'],
    [{ client, timeoutMs: 0.5 }, 'timeoutMs'],
    [{ client, url: 'redis://127.0.0.1' }, 'url'],
  ])('%j are refused [F-92]', (options, name) => {
    expect(() => redisStore(options as Parameters<typeof redisStore>[0])).toThrow(
      expect.objectContaining({ code: 'ERR_CONFIG', option: `redisStore: ${name}` }),
    )
  })
})
