import { expect, inject, it } from 'vitest'
import { postgresStore } from '../src/index.js'
import { freshSchema, pgClient } from './support/clients.js'

const client = { query: async () => ({ rows: [] }) }

it.each([
  ['no client', {}, 'pg Pool'],
  ['a client that is none', { client: { send() {} } }, 'pg Pool'],
  ['an address for a client', { client: 'postgres://127.0.0.1' }, 'pg Pool'],
  ['an unknown option', { client, table: 'x' }, 'spelling'],
  ['a schema with a quote', { client, schema: 'a"; DROP SCHEMA public; --' }, 'underscores'],
  ['a schema in capitals', { client, schema: 'Notes' }, 'underscores'],
  ["a schema of the server's own", { client, schema: 'pg_notes' }, 'underscores'],
  ['a schema that is too long', { client, schema: 'x'.repeat(64) }, 'underscores'],
  ['an empty schema', { client, schema: '' }, 'underscores'],
  ['no time at all', { client, timeoutMs: 0 }, 'Write a number'],
  ['a share of nothing', { client, capacity: { flow: 0 } }, 'Write a number'],
  ['a broken number of tombstones', { client, maxTombstones: 1.5 }, 'Write a number'],
  ['no events at all', { client, maxEvents: 0 }, 'Write a number'],
  ['a dangerous switch that is no switch', { client, unsafelyAllowFsyncOff: 'yes' }, 'Write true'],
])('is refused for %s, with the fix [F-92]', (_case, options, fix) => {
  expect(() => postgresStore(options as never)).toThrow(
    expect.objectContaining({ code: 'ERR_CONFIG', message: expect.stringContaining(fix) }),
  )
})

it('creates its schema once when 16 handles start at the same time [F-92]', async () => {
  const { client: pool, query, end } = pgClient()
  const schema = freshSchema()
  const stores = Array.from({ length: 16 }, () => postgresStore({ client: pool, schema }))
  await Promise.all(stores.map((store) => store.ping()))
  expect(await query(`SELECT version FROM "${schema}".schema_version`)).toEqual([{ version: 1 }])
  await end()
})

it('refuses a schema of a newer version [F-92]', async () => {
  const { client: pool, query, end } = pgClient()
  const schema = freshSchema()
  await postgresStore({ client: pool, schema }).ping()
  await query(`INSERT INTO "${schema}".schema_version VALUES (999)`)
  await expect(postgresStore({ client: pool, schema }).ping()).rejects.toMatchObject({
    code: 'ERR_CONFIG',
    message: expect.stringContaining('newer version'),
  })
  await end()
})

it('refuses a role whose transactions see an old state [F-92]', async () => {
  const { client: pool, end } = pgClient(inject('postgresUrl'), {
    options: '-c default_transaction_isolation=serializable',
  })
  await expect(postgresStore({ client: pool, schema: freshSchema() }).ping()).rejects.toMatchObject({
    code: 'ERR_CONFIG',
    message: expect.stringContaining('read committed'),
  })
  await end()
})

it('keeps two schemas of one database apart [F-92]', async () => {
  const { client: pool, end } = pgClient()
  const [one, two] = [freshSchema(), freshSchema()].map((schema) => postgresStore({ client: pool, schema }))
  const options = { expiresAtMs: Date.now() + 60_000, indexes: ['user:a'] }
  await one?.records.putIfAbsent('grant:a', 'one', options)
  await one?.revocations.append({ kind: 'jti', id: 'a', revokedAtMs: 1, ...options })
  expect(await two?.records.get('grant:a')).toBeUndefined()
  expect(await two?.revocations.seq()).toBe(0)
  await end()
})

it('works for a role that may create nothing, once its schema is there [F-92]', async () => {
  const { client: pool, query, end } = pgClient()
  const schema = freshSchema()
  await postgresStore({ client: pool, schema }).ping()
  await query(`CREATE ROLE "${schema}" LOGIN`)
  await query(`GRANT USAGE ON SCHEMA "${schema}" TO "${schema}"`)
  await query(`GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA "${schema}" TO "${schema}"`)
  await query(`GRANT SELECT ON ALL SEQUENCES IN SCHEMA "${schema}" TO "${schema}"`)
  const url = new URL(inject('postgresUrl'))
  url.username = schema
  const limited = pgClient(url.href)
  const store = postgresStore({ client: limited.client, schema })
  const options = { expiresAtMs: Date.now() + 60_000, indexes: ['user:a'] }
  expect(await store.records.putIfAbsent('grant:a', 'one', options)).toMatchObject({ inserted: true })
  const seq = await store.revocations.append({ kind: 'jti', id: 'a', revokedAtMs: 1, ...options })
  expect(await store.revocations.seq()).toBe(seq)
  expect(await store.buckets.debit([{ key: 'user:a', burst: 1, intervalMs: 60_000, cost: 1 }])).toMatchObject({
    allowed: true,
  })
  await store.events.append({ atMs: 1, kind: 'k', value: 'v' })
  expect((await store.events.query({ fromMs: 0, toMs: 9, limit: 1 })).events).toHaveLength(1)
  expect(await store.records.sweepExpired(10)).toBe(0)
  await limited.end()
  await end()
})

it('flushes what it acknowledges even where the database does not, and debits without waiting [F-92]', async () => {
  const { client: pool, query, end } = pgClient(inject('postgresUrl'), { options: '-c synchronous_commit=off', max: 1 })
  const schema = freshSchema()
  const store = postgresStore({ client: pool, schema })
  await store.ping()
  const told = async (durable: boolean) => {
    const [row] = await query(`SELECT current_setting('synchronous_commit') AS value
      FROM (SELECT "${schema}".begin_write(${String(durable)})) AS begun OFFSET 0`)
    return row?.['value']
  }
  expect([await told(true), await told(false)]).toEqual(['on', 'off'])
  await end()
})

it('keeps at most maxEvents events, the newest [F-92]', async () => {
  const { client: pool, end } = pgClient()
  const store = postgresStore({ client: pool, schema: freshSchema(), maxEvents: 3 })
  for (let i = 0; i < 5; i++) await store.events.append({ atMs: i, kind: 'k', value: String(i) })
  const { events } = await store.events.query({ fromMs: 0, toMs: 9, limit: 10 })
  expect(events.map(({ value }) => value)).toEqual(['2', '3', '4'])
  await end()
})
