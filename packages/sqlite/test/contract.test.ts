import { fakeRuntime, storeContract } from '@sallyport/core/testing'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, it } from 'vitest'
import { sqliteStore } from '../src/index.js'

describe('sqlite store', () => {
  const checks = storeContract(async (options) => {
    const directory = mkdtempSync(join(tmpdir(), 'sallyport-'))
    const runtime = fakeRuntime()
    const open = async () => sqliteStore({ path: join(directory, 'store.db'), ...options }, runtime)
    const store = await open()
    return {
      store,
      open,
      nowMs: runtime.nowMs,
      advance: runtime.advance,
      async dispose() {
        await store.close()
        rmSync(directory, { recursive: true })
      },
    }
  })
  for (const check of checks) it(check.title, check.run)
})
