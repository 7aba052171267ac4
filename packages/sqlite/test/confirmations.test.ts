import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createAuditor } from '@sallyport/core/audit'
import { createConfirmations } from '@sallyport/core/elicitation'
import { expect, it, onTestFinished } from 'vitest'
import { sqliteStore } from '../src/index.js'

const ALICE = { issuer: 'https://as.example', subject: 'alice', clientId: 'c_1', resource: 'https://as.example/mcp' }
const WIPE = { tool: 'notes_wipe', arguments: { folder: 'old' } }
const KEYS = [{ kid: 's1', secret: crypto.getRandomValues(new Uint8Array(32)) }]

it('lets one of 50 parallel uses of an approval through, over two connections [F-62]', async () => {
  const directory = mkdtempSync(join(tmpdir(), 'sallyport-confirmations-'))
  const stores = [1, 2].map(() => sqliteStore({ path: join(directory, 'store.db') }))
  onTestFinished(async () => {
    await Promise.all(stores.map((store) => store.close()))
    rmSync(directory, { recursive: true })
  })
  const processes = stores.map(({ records }) => createConfirmations({ records, keys: KEYS }, createAuditor([])))
  const [one, other = one] = processes
  const { id } = (await one?.ask(ALICE, WIPE)) ?? { id: '' }
  await other?.decide(id, ALICE, 'approve', 'page')
  const uses = await Promise.all(Array.from({ length: 50 }, (_, i) => processes[i % 2]?.use(ALICE, WIPE)))
  expect(uses.filter((use) => use?.standing === 'approved')).toEqual([{ standing: 'approved', id }])
  expect(await one?.use(ALICE, WIPE)).toEqual({ standing: 'unasked' })
})
