import { storeContract } from '@sallyport/core/testing'
import { afterAll, beforeAll, describe, it } from 'vitest'
import { postgresStore, type PostgresStoreOptions } from '../../src/index.js'
import { freshSchema, type Client } from './clients.js'
import { empty, fakeServerClock, type ServerClock } from './clock.js'

/** The whole contract of stores through one driver. */
export function describeContract(
  name: string,
  connect: () => Client | Promise<Client>,
  settings: Omit<PostgresStoreOptions, 'client'> = {},
): void {
  describe(`postgres store on ${name}`, () => {
    const schema = freshSchema()
    let driver: Client
    let clock: ServerClock
    beforeAll(async () => {
      driver = await connect()
      await postgresStore({ client: driver.client, schema, ...settings }).ping()
      clock = await fakeServerClock(driver.query, schema)
    })
    afterAll(() => driver.end())

    const checks = storeContract(async (options) => {
      const open = async () => postgresStore({ client: driver.client, schema, ...settings, ...options })
      const store = await open()
      return {
        // The server's clock is in the hands of the test, so that what is asked of a fake clock can be asked of it.
        store: { ...store, clock: 'process' as const },
        open,
        ...clock,
        async dispose() {
          await store.close()
          await empty(driver.query, schema)
        },
      }
    })
    for (const check of checks) it(`${check.title} [F-92]`, check.run)
  })
}
