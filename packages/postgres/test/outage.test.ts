import { setTimeout } from 'node:timers/promises'
import pg from 'pg'
import { describe, expect, inject, it } from 'vitest'
import type { Parameter } from '../src/client.js'
import { postgresStore, type PostgresClient } from '../src/index.js'
import { freshSchema, pgClient, pgliteClient, postgresJsClient } from './support/clients.js'

const later = () => ({ expiresAtMs: Date.now() + 3_600_000 })
const outage = (reason: string) => ({ code: 'ERR_STORE', reason })

/** A store whose server undoes each verb so many times before it lets it through. */
async function undoing(state: string, times: number) {
  const { client, query, end } = pgClient()
  const schema = freshSchema()
  await postgresStore({ client, schema }).ping()
  let left = times
  const waited: number[] = []
  const unlucky: PostgresClient = {
    async query(text, values) {
      if (text.includes('put_if_absent') && left-- > 0) throw Object.assign(new Error('undone'), { code: state })
      return { rows: await query(text, ...(values as Parameter[])) }
    },
  }
  const delay = async (ms: number, signal?: AbortSignal): Promise<void> => {
    if (signal !== undefined) return setTimeout(ms, undefined, { signal })
    waited.push(ms)
  }
  return { store: postgresStore({ client: unlucky, schema }, { delay }), waited, end }
}

describe('a transaction that the server undoes because of another', () => {
  it.each(['40001', '40P01'])('is tried again through the runtime, with pauses (%s) [F-92]', async (state) => {
    const { store, waited, end } = await undoing(state, 6)
    expect(await store.records.putIfAbsent('grant:a', 'one', later())).toMatchObject({ inserted: true })
    expect(waited).toEqual([5, 10, 20, 40, 80, 160])
    await end()
  })

  it('is given up after the seventh time, as "busy" [F-92]', async () => {
    const { store, waited, end } = await undoing('40P01', 7)
    await expect(store.records.putIfAbsent('grant:a', 'one', later())).rejects.toMatchObject(outage('busy'))
    expect(waited).toHaveLength(6)
    await end()
  })

  it('is not tried again for any other reason [F-92]', async () => {
    const { store, waited, end } = await undoing('57P01', 1)
    await expect(store.records.putIfAbsent('grant:a', 'one', later())).rejects.toMatchObject(outage('unavailable'))
    expect(waited).toEqual([])
    await end()
  })
})

describe('a server that does not answer', () => {
  it('is an outage after timeoutMs, never "not found" [F-92]', async () => {
    const { client, query, end } = pgClient()
    const schema = freshSchema()
    await postgresStore({ client, schema }).ping()
    await query(`CREATE OR REPLACE FUNCTION "${schema}".begin_read() RETURNS VOID LANGUAGE sql AS
      $fn$ SELECT pg_sleep(1) $fn$`)
    const store = postgresStore({ client, schema, timeoutMs: 150 })
    await store.ping()
    const begunMs = performance.now()
    const error: unknown = await store.records.get('grant:a').catch((reason: unknown) => reason)
    expect(error).toMatchObject({ ...outage('unavailable'), message: 'The database did not answer within 150 ms.' })
    expect(performance.now() - begunMs).toBeLessThan(1_000)
    await end()
  })

  it.each([
    ['pg', () => pgClient('postgres://sallyport@127.0.0.1:1/postgres')],
    ['postgres.js', () => postgresJsClient('postgres://sallyport@127.0.0.1:1/postgres')],
  ])('is an outage when nothing listens, for %s [F-92]', async (_driver, connect) => {
    const { client, end } = connect()
    const store = postgresStore({ client, schema: freshSchema(), timeoutMs: 2_000 })
    await expect(store.records.get('grant:a')).rejects.toMatchObject(outage('unavailable'))
    await expect(store.ping()).rejects.toMatchObject(outage('unavailable'))
    await end()
  })

  it('is an outage when its functions are gone [F-92]', async () => {
    const { client, query, end } = pgClient()
    const schema = freshSchema()
    const store = postgresStore({ client, schema })
    await store.ping()
    await query(`DROP SCHEMA "${schema}" CASCADE`)
    await expect(store.records.get('grant:a')).rejects.toMatchObject(outage('unavailable'))
    await expect(store.buckets.debit([])).rejects.toMatchObject(outage('unavailable'))
    await end()
  })
})

it('gives up with "busy" on a row that another transaction holds for two seconds [F-92]', async () => {
  const { client, end } = pgClient()
  const schema = freshSchema()
  const store = postgresStore({ client, schema })
  await store.records.putIfAbsent('grant:a', 'one', later())
  const other = new pg.Client({ connectionString: inject('postgresUrl') })
  await other.connect()
  await other.query('BEGIN')
  await other.query(`SELECT 1 FROM "${schema}".records FOR UPDATE`)
  await expect(store.records.take('grant:a')).rejects.toMatchObject(outage('busy'))
  expect(await store.records.get('grant:a')).toMatchObject({ value: 'one' })
  await other.query('ROLLBACK')
  expect(await store.records.take('grant:a')).toMatchObject({ value: 'one' })
  await other.end()
  await end()
})

it('survives a connection that is cut while it is used [F-92]', async () => {
  const { client, query, end } = pgClient()
  const schema = freshSchema()
  const store = postgresStore({ client, schema })
  await store.records.putIfAbsent('grant:a', 'one', later())
  const reads = Array.from({ length: 40 }, () => store.records.get('grant:a'))
  await query(
    'SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE query LIKE $1',
    `%${schema}%get_record%`,
  ).catch(() => undefined)
  for (const result of await Promise.allSettled(reads)) {
    if (result.status === 'fulfilled') expect(result.value).toMatchObject({ value: 'one' })
    else expect(result.reason).toMatchObject(outage('unavailable'))
  }
  expect(await store.records.get('grant:a')).toMatchObject({ value: 'one' })
  await end()
})

it('leaves the client open when it is closed, and keeps PGlite apart from its disk [F-92]', async () => {
  const { client, query, end } = await pgliteClient()
  await expect(postgresStore({ client }).ping()).rejects.toMatchObject({ code: 'ERR_CONFIG' })
  const store = postgresStore({ client, unsafelyAllowFsyncOff: true })
  await store.ping()
  expect([store.clock, store.durability]).toEqual(['server', 'process'])
  await store.close()
  expect(await query('SELECT 1 AS one')).toEqual([{ one: 1 }])
  await end()
})
