import { expect, inject, it, onTestFinished } from 'vitest'
import { startChild } from '../../core/test/support/processes/child.js'
import { expectOneWinner } from '../../core/test/support/processes/expect-one-winner.js'
import { postgresStore } from '../src/index.js'
import { freshSchema, pgClient } from './support/clients.js'

const RACER = new URL('./support/racer.ts', import.meta.url)
const COUNT = 100

it('lets one of two processes win each put, take, swap and token [F-92] [F-40]', async () => {
  const schema = freshSchema()
  const { client, end } = pgClient()
  onTestFinished(end)
  const racers = ['a', 'b'].map((name) => [inject('postgresUrl'), schema, name, String(COUNT)])
  await expectOneWinner({ open: () => postgresStore({ client, schema }), program: RACER, racers, count: COUNT })
})

it('shows a tombstone to the next read of another process [F-09] [F-92]', async () => {
  const schema = freshSchema()
  const { client, end } = pgClient()
  const store = postgresStore({ client, schema })
  const writer = startChild(new URL('./support/writer.ts', import.meta.url), inject('postgresUrl'), schema, 'w')
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
  await end()
})
