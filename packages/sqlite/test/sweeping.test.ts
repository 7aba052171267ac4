import { fakeRuntime } from '@sallyport/core/testing'
import Database from 'libsql'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { sqliteStore } from '../src/index.js'
import { temporaryDirectory } from './support/directory.js'

it('sweeps records, indexes, buckets and tombstones out of the file in steps, and nothing that lives [F-35]', async () => {
  const path = join(temporaryDirectory(), 'sallyport.db')
  const runtime = fakeRuntime()
  const store = sqliteStore({ path }, runtime)
  const expiresAtMs = runtime.nowMs() + 60_000
  for (let i = 0; i < 60; i++) {
    await store.records.putIfAbsent(`flow:${String(i)}`, 'x', { expiresAtMs, indexes: ['kind:flow'] })
    await store.revocations.append({ kind: 'jti', id: String(i), revokedAtMs: 0, expiresAtMs })
    await store.buckets.debit([{ key: `address:${String(i)}`, burst: 2, intervalMs: 1_000, cost: 2 }])
  }
  await store.records.putIfAbsent('grant:live', 'x', { expiresAtMs: expiresAtMs + 1, indexes: ['kind:grant'] })
  await store.revocations.append({ kind: 'jti', id: 'live', revokedAtMs: 0, expiresAtMs: expiresAtMs + 1 })
  await store.buckets.debit([{ key: 'user:live', burst: 2, intervalMs: 3_600_000, cost: 1 }])
  runtime.advance(60_000)

  const steps: number[] = []
  do steps.push(await store.records.sweepExpired(50))
  while (steps.at(-1) !== 0)
  expect(steps).toEqual([50, 50, 50, 30, 0])
  const file = new Database(path)
  const left = ['records', 'indexes', 'buckets', 'tombstones'].map((table) =>
    file.prepare(`SELECT count(*) FROM sallyport_${table}`).raw().get(),
  )
  expect(left).toEqual([[1], [1], [1], [1]])
  expect(file.prepare('SELECT sum(count) FROM sallyport_counts').raw().get()).toEqual([3])
  file.close()
  await store.close()
})
