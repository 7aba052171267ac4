import { setTimeout } from 'node:timers/promises'
import { expect, it, onTestFinished } from 'vitest'
import { redisStore } from '../src/index.js'
import { ioredis } from './support/clients.js'
import { command, startServer } from './support/server.js'

it('leaves nothing of what has expired: most goes by itself, the rest with a sweep [F-35] [F-92]', async () => {
  const server = await startServer()
  onTestFinished(() => server.dispose())
  const { client, close } = await ioredis(server.port)
  onTestFinished(close)
  const store = redisStore({ client })
  const expiresAtMs = Date.now() + 1_000
  await Promise.all(
    Array.from({ length: 40 }, async (_, i) => {
      await store.records.putIfAbsent(`flow:${String(i)}`, 'x', {
        expiresAtMs,
        indexes: ['kind:flow', `user:${String(i)}`],
      })
      await store.revocations.append({ kind: 'jti', id: String(i), revokedAtMs: 0, expiresAtMs })
      await store.buckets.debit([{ key: `user:${String(i)}`, burst: 1, intervalMs: 900, cost: 1 }])
    }),
  )
  await setTimeout(Math.max(0, expiresAtMs - Date.now()) + 50)
  const steps: number[] = []
  do steps.push(await store.records.sweepExpired(30))
  while (steps.at(-1) !== 0)
  expect(steps).toEqual([30, 30, 20, 0])
  const keys = (await command(server.port, 'KEYS', '*')) as string[]
  // The number of the log stays, so that readers know where they stand; the names of kinds go an hour later.
  expect(keys.sort()).toEqual(['sallyport:{log}h:', 'sallyport:{shares}k:'])
  expect((await store.revocations.since(0)).tombstones).toBeUndefined()
})
