/**
 * What must be true of this example: honest calls work, every attack ends as a result with `isError`, nothing outside is
 * read or changed, and no secret is in any answer. Exits with 1 when something came out wrong.
 */
import { mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { Client } from '@modelcontextprotocol/sdk/client/index.js'
import { StdioClientTransport } from '@modelcontextprotocol/sdk/client/stdio.js'
import { createChecks } from 'sallyport-example-support/checks'
import { sourceConditions } from 'sallyport-example-support/source-condition'
import { attacks } from './attacks.js'

const SECRET = 'swordfish'

async function withCanary(visit: (url: string, requests: () => number) => Promise<void>): Promise<void> {
  let requests = 0
  const canary = createServer((_request, response) => {
    requests += 1
    response.end(SECRET)
  }).listen(0, '127.0.0.1')
  await new Promise((resolve) => canary.once('listening', resolve))
  try {
    await visit(`http://127.0.0.1:${String((canary.address() as AddressInfo).port)}/`, () => requests)
  } finally {
    canary.close()
  }
}

const checks = createChecks()
const dataDir = mkdtempSync(join(tmpdir(), 'sallyport-guarded-'))
const client = new Client({ name: 'Guarded Check', version: '1.0.0' })

async function call(name: string, args: Record<string, unknown>): Promise<{ text: string; isError: boolean }> {
  const { content, isError } = await client.callTool({ name, arguments: args })
  const [block] = content as { text?: string }[]
  return { text: block?.text ?? '', isError: isError === true }
}

async function checkHonest(): Promise<void> {
  const read = await call('notes_read', { path: 'shopping.md' })
  checks.check('a note can be read', read.text.includes('milk'), read.text)
  const written = await call('notes_write', { path: 'recipes/tea.md', text: 'Hot water, leaves, time.' })
  checks.check('a note can be written', written.text === 'Written.', written.text)
  const words = await call('notes_words', { path: 'recipes/tea.md' })
  checks.check('its words are counted by a program', words.text === '4', words.text)
  const rows = await call('notes_query', { sql: 'SELECT title FROM notes WHERE words > ? ORDER BY 1', values: [3] })
  checks.check('the index answers questions', rows.text === '[{"title":"Shopping"},{"title":"Soup"}]', rows.text)
  const secret = await call('notes_read', { path: 'deploy.md' })
  checks.check('a password in a note is taken out', secret.text.includes('[redacted:url-password]'), secret.text)
}

async function checkAttacks(canary: string, requests: () => number): Promise<void> {
  const outside = join(dataDir, 'secret.txt')
  writeFileSync(outside, SECRET)
  symlinkSync('..', join(dataDir, 'notes/way-out'))
  symlinkSync('../secret.txt', join(dataDir, 'notes/way-out-file'))
  const before = readdirSync(dataDir).join()
  const succeeded: string[] = []
  const told: string[] = []
  const list = attacks(canary)
  for (const [tool, args] of list) {
    const { text, isError } = await call(tool, args)
    if (!isError) succeeded.push(`${tool} ${JSON.stringify(args)}`)
    if (text.includes(SECRET) || text.includes(dataDir) || text.includes('root:')) told.push(text)
  }
  checks.check(`${String(list.length)} attacks are refused`, succeeded.length === 0, succeeded.join('\n'))
  checks.check('no answer tells a secret or where files are', told.length === 0, told.join('\n'))
  checks.check('nothing connected to this machine', requests() === 0, String(requests()))
  checks.check('the file outside is as it was', readFileSync(outside, 'utf8') === SECRET)
  checks.check('nothing new lies outside', readdirSync(dataDir).join() === before, readdirSync(dataDir).join())
  const note = await call('notes_read', { path: 'shopping.md' })
  checks.check('the notes are as they were, and the server still serves', note.text.includes('milk'), note.text)
}

await checks.attempt('everything runs', () =>
  withCanary(async (canary, requests) => {
    const conditions = sourceConditions.map((condition) => `--conditions=${condition}`)
    const script = fileURLToPath(new URL('server.ts', import.meta.url))
    const args = [...conditions, '--import=tsx', script]
    await client.connect(new StdioClientTransport({ command: process.execPath, args, env: { DATA_DIR: dataDir } }))
    try {
      await checkHonest()
      await checkAttacks(canary, requests)
    } finally {
      await client.close()
    }
  }),
)
rmSync(dataDir, { recursive: true, force: true })
checks.finish()
