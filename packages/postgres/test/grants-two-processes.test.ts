import { inject, it, onTestFinished } from 'vitest'
import { expectOneChain } from '../../core/test/support/processes/expect-one-chain.js'
import { postgresStore } from '../src/index.js'
import { freshSchema, pgClient } from './support/clients.js'

const PRESENTER = new URL('./support/presenter.ts', import.meta.url)

it(
  'two processes redeem a code once between them, end its grant, and leave one chain of a refresh token [F-05] [AS-31] [AS-56]',
  { timeout: 60_000 },
  async () => {
    const schema = freshSchema()
    const { client, end } = pgClient()
    onTestFinished(end)
    await expectOneChain(postgresStore({ client, schema }), PRESENTER, inject('postgresUrl'), schema)
  },
)
