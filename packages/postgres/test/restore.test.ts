import { inject, it } from 'vitest'
import { afterBackup, beforeBackup, expectThePast } from '../../sqlite/test/support/restored.js'
import { postgresStore } from '../src/index.js'
import { freshSchema, pgClient } from './support/clients.js'
import { program } from './support/server.js'

it('brings the past back with an older dump, under a process that runs on [F-92]', { timeout: 60_000 }, async () => {
  const schema = freshSchema()
  const url = inject('postgresUrl')
  const { client, end } = pgClient()
  const store = postgresStore({ client, schema })
  await beforeBackup(store)
  const dump = program('pg_dump', ['--clean', '--if-exists', '--schema', schema, url])
  const remembered = await afterBackup(store)

  program('psql', ['--quiet', '--single-transaction', '--set', 'ON_ERROR_STOP=1', url], dump)
  await expectThePast(store, remembered)
  await end()
})
