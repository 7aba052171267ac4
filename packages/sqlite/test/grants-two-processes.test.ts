import { join } from 'node:path'
import { it, onTestFinished } from 'vitest'
import { expectOneChain } from '../../core/test/support/processes/expect-one-chain.js'
import { sqliteStore } from '../src/index.js'
import { temporaryDirectory } from './support/directory.js'

const PRESENTER = new URL('./support/presenter.ts', import.meta.url)

it(
  'two processes redeem a code once between them, end its grant, and leave one chain of a refresh token [F-05] [AS-31] [AS-56]',
  { timeout: 60_000 },
  async () => {
    const path = join(temporaryDirectory(), 'store.db')
    const store = sqliteStore({ path })
    onTestFinished(() => store.close())
    await expectOneChain(store, PRESENTER, path)
  },
)
