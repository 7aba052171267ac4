import { join } from 'node:path'
import { expect, it, onTestFinished } from 'vitest'
import { startChild } from '../../core/test/support/processes/child.js'
import { expectOneWinner, expectRising } from '../../core/test/support/processes/expect-one-winner.js'
import { sqliteStore } from '../src/index.js'
import { temporaryDirectory } from './support/directory.js'

const RACER = new URL('./support/racer.ts', import.meta.url)
const COUNT = 150

it('lets one of two processes win each put, take, swap and token', { timeout: 60_000 }, async () => {
  const path = join(temporaryDirectory(), 'store.db')
  const racers = ['a', 'b'].map((name) => [path, name, String(COUNT)])
  const open = () => {
    const store = sqliteStore({ path })
    onTestFinished(() => store.close())
    return store
  }
  expectRising(await expectOneWinner({ open, program: RACER, racers, count: COUNT }))
})

it('shows a tombstone to the next read of another process [F-09]', { timeout: 60_000 }, async () => {
  const path = join(temporaryDirectory(), 'store.db')
  const store = sqliteStore({ path })
  const writer = startChild(new URL('./support/writer.ts', import.meta.url), path, 'w')
  await writer.until('ready')
  const seen = new Set<string>()
  let known = 0
  for (let i = 0; i < 20; i++) {
    await writer.until(`revoke ${i}`)
    const { seq, tombstones } = await store.revocations.since(known)
    for (const { id } of tombstones ?? []) seen.add(id)
    expect(seen).toContain(`w-${i}`)
    known = seq
    expect(await store.revocations.find([{ kind: 'jti', id: `w-${i}` }])).toHaveLength(1)
  }
  await writer.kill()
  await store.close()
})
