import { afterAll, beforeAll, expect, it } from 'vitest'
import { postgresStore, type PostgresStore } from '../src/index.js'
import { freshSchema, pgClient, type Client } from './support/clients.js'

const EXPIRED = 100_000
const schema = freshSchema()
let driver: Client
let store: PostgresStore
beforeAll(async () => {
  driver = pgClient()
  store = postgresStore({ client: driver.client, schema, capacity: { flow: 2 * EXPIRED } })
  await store.ping()
})
afterAll(() => driver.end())

/** Rows as a flood of logins that nobody finished would have left them. */
async function fill(): Promise<void> {
  await driver.query(`INSERT INTO "${schema}".records
    SELECT "${schema}".text_id('flow:' || i), 'flow:' || i, 'flow', 'x', gen_random_uuid(), 1
    FROM generate_series(1, ${String(EXPIRED)}) AS i`)
  await driver.query(`INSERT INTO "${schema}".indexes
    SELECT "${schema}".text_id('kind:flow'), "${schema}".text_id('flow:' || i) FROM generate_series(1, ${String(EXPIRED)}) AS i`)
  await driver.query(`INSERT INTO "${schema}".counts SELECT 'record', 'flow', i, ${String(EXPIRED / 16)}
    FROM generate_series(0, 15) AS i`)
  await driver.query(`ANALYZE "${schema}".records`)
}

it('sweeps 100 000 expired records in short steps while writes go on [F-35] [F-92]', { timeout: 120_000 }, async () => {
  await fill()
  let sweeping = true
  const waits: number[] = []
  const written: string[] = []
  let revoked = 0
  const write = async (writer: number): Promise<void> => {
    for (let i = 0; sweeping; i++) {
      const key = `flow:live-${String(writer)}-${String(i)}`
      const startedAt = performance.now()
      const options = { expiresAtMs: Date.now() + 3_600_000, indexes: ['kind:flow'] }
      expect((await store.records.putIfAbsent(key, 'x', options)).inserted).toBe(true)
      if (i % 5 === 0) {
        await store.revocations.append({ kind: 'jti', id: key, revokedAtMs: 1, expiresAtMs: options.expiresAtMs })
        revoked++
      }
      waits.push(performance.now() - startedAt)
      written.push(key)
    }
  }
  const steps: number[] = []
  const sweep = async (): Promise<void> => {
    let swept: number
    do steps.push((swept = await store.records.sweepExpired(5_000)))
    while (swept > 0)
  }
  const writers = [0, 1].map(write)
  // Two processes sweep at once: neither waits for what the other one removes.
  await Promise.all([sweep(), sweep()])
  sweeping = false
  await Promise.all(writers)

  expect(steps.reduce((sum, step) => sum + step, 0)).toBe(EXPIRED)
  expect(Math.max(...steps)).toBeLessThanOrEqual(1_000)
  const [left] = await driver.query(`SELECT count(*)::int AS records FROM "${schema}".records`)
  const [count] = await driver.query(`SELECT sum(count)::int AS records FROM "${schema}".counts WHERE kind = 'flow'`)
  expect(written.length).toBeGreaterThan(50)
  expect([left?.['records'], count?.['records']]).toEqual([written.length, written.length])
  expect((await store.revocations.since(0)).tombstones).toHaveLength(revoked)
  waits.sort((a, b) => a - b)
  expect(waits.at(-1)).toBeLessThan(2_000)
  expect(waits[Math.floor(waits.length / 2)]).toBeLessThan(250)
})
