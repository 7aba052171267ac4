import { Redis } from 'ioredis'
import { expect, it, onTestFinished } from 'vitest'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { redisStore } from '../src/index.js'
import { command, startServer } from './support/server.js'

const HOUR_MS = 3_600_000
const guide = readFileSync(join(import.meta.dirname, '../../../docs/guides/stores.md'), 'utf8')

it('needs no more rights than the guide to stores gives it [F-92]', async () => {
  const rules = /^ACL SETUSER (\w+) (.*)$/m.exec(guide)?.[2]?.replace(/>\S+/, '>secret').split(' ') ?? []
  const server = await startServer()
  onTestFinished(() => server.dispose())
  expect(rules).not.toContain('+@all')
  await command(server.port, 'ACL', 'SETUSER', 'notes', ...rules)
  const client = new Redis({ port: server.port, host: '127.0.0.1', username: 'notes', password: 'secret' })
  onTestFinished(() => client.disconnect())
  const { records, buckets, revocations, events, ...store } = redisStore({ client })
  await store.ping()
  expect(await store.describe()).toMatchObject({ servers: [{ appendfsync: 'memory' }] })

  const options = { expiresAtMs: Date.now() + HOUR_MS, indexes: ['user:a'] }
  const put = await records.putIfAbsent('grant:a', 'one', options)
  expect(await records.compareAndSwap('grant:a', put.inserted ? put.version : '', 'two', options)).toBe(true)
  expect((await records.get('grant:a'))?.value).toBe('two')
  expect((await records.listByIndex('user:a', undefined, 1)).keys).toEqual(['grant:a'])
  expect((await records.listByIndex('user:a', `${String(Date.now())} gone`, 1)).keys).toEqual(['grant:a'])
  expect((await records.take('grant:a'))?.value).toBe('two')
  await records.putIfAbsent('code:old', 'x', { expiresAtMs: 1 })
  await revocations.append({ kind: 'jti', id: 'old', revokedAtMs: 1, expiresAtMs: 1 })
  expect(await records.sweepExpired(10)).toBeGreaterThan(0)
  await revocations.append({ kind: 'jti', id: 'a', revokedAtMs: 1, expiresAtMs: options.expiresAtMs })
  expect(await revocations.find([{ kind: 'jti', id: 'a' }])).toHaveLength(1)
  expect((await revocations.since(await revocations.seq())).tombstones).toEqual([])
  expect(await buckets.debit([{ key: 'user:a', burst: 1, intervalMs: HOUR_MS, cost: 1 }])).toMatchObject({
    allowed: true,
  })
  await events?.append({ atMs: 1, kind: 'a', value: '{}' })
  expect((await events?.query({ fromMs: 0, toMs: 9, limit: 1 }))?.events).toHaveLength(1)
  for (const denied of ['KEYS', 'FLUSHALL', 'SHUTDOWN'])
    await expect(client.call(denied, denied === 'KEYS' ? ['*'] : [])).rejects.toThrow(/NOPERM/)
  await expect(client.call('EVAL', ["return redis.call('GET', KEYS[1])", '1', 'foreign'])).rejects.toThrow(
    /NOPERM|perm/i,
  )
})
