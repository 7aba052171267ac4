/**
 * What must be true of this example: clients of both SDK generations may call what the environment allows, as often as
 * the limits do, and the audit log tells of it. Exits with 1 when something came out wrong.
 */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Readable } from 'node:stream'
import { fileURLToPath } from 'node:url'
import { StdioClientTransport as StdioV2 } from '@modelcontextprotocol/client/stdio'
import { StdioClientTransport as StdioV1 } from '@modelcontextprotocol/sdk/client/stdio.js'
import { createChecks, type Checks } from 'sallyport-example-support/checks'
import type { Connection } from 'sallyport-example-support/mcp-client'
import { connectV1 } from 'sallyport-example-support/sdk-v1-client'
import { connectV2 } from 'sallyport-example-support/sdk-v2-client'
import { sourceConditions } from 'sallyport-example-support/source-condition'

/** How one of the SDK's clients starts the server. */
interface Program {
  readonly command: string
  readonly args: string[]
  readonly env: Record<string, string>
  readonly stderr: 'pipe'
}

interface Started {
  readonly connection: Connection
  readonly log: () => string
}

type Start = (program: Program) => Promise<Started>

const NAME = 'Stdio Check'

function logOf({ stderr }: { readonly stderr: unknown }): () => string {
  let log = ''
  ;(stderr as Readable).on('data', (chunk: Buffer) => (log += chunk.toString()))
  return () => log
}

const v1 = (revision?: string): Start => {
  return async (program) => {
    const transport = new StdioV1(program)
    return { log: logOf(transport), connection: await connectV1(transport, { name: NAME }, revision) }
  }
}

const v2 = (revision: string): Start => {
  return async (program) => {
    const transport = new StdioV2(program)
    return { log: logOf(transport), connection: await connectV2(transport, { name: NAME }, revision) }
  }
}

const clients: readonly [title: string, start: Start, revision: string][] = [
  ['SDK v1 client', v1(), '2025-11-25'],
  ['SDK v1 client', v1('2025-06-18'), '2025-06-18'],
  ['SDK v2 client, auto', v2('auto'), '2025-11-25'],
  ['SDK v2 client', v2('2025-06-18'), '2025-06-18'],
]

/** The code and message of the error that a call ends with. */
async function refusal(call: Promise<string>): Promise<string> {
  try {
    return `allowed: ${await call}`
  } catch (error) {
    const { code, message } = error as { code?: number; message: string }
    return `${String(code)} ${message}`
  }
}

async function checkWriter(checks: Checks, { connection, log }: Started): Promise<void> {
  const tools = await connection.listTools()
  checks.check('is shown what may be called', tools.join() === 'notes_list,notes_add', tools.join())
  const wipe = await refusal(connection.callTool('notes_wipe'))
  checks.check('notes_wipe is refused to everybody', wipe.startsWith('403 '), wipe)
  const added = []
  for (let count = 0; count < 3; count++) added.push(await connection.callTool('notes_add', { text: 'Buy milk' }))
  checks.check(
    'notes_add adds',
    added.every((answer) => /^Note \d+ added\.$/.test(answer)),
    added.join(),
  )
  const fourth = await refusal(connection.callTool('notes_add', { text: 'Too much' }))
  checks.check('the fourth note within ten seconds has to wait', fourth.startsWith('429 '), fourth)
  const listed = await connection.callTool('notes_list')
  checks.check('notes_list lists', listed.includes('Buy milk') && !listed.includes('Too much'), listed)

  const lines = log().trim().split('\n')
  const kinds = lines.map((line) => (JSON.parse(line) as { kind?: string }).kind)
  checks.check('the audit log is on stderr', kinds.includes('limit.exceeded') && !log().includes('Buy milk'), log())
}

async function checkReader(checks: Checks, { connection }: Started): Promise<void> {
  const tools = await connection.listTools()
  checks.check('a reader is not shown notes_add', tools.join() === 'notes_list', tools.join())
  const added = await refusal(connection.callTool('notes_add', { text: 'No' }))
  checks.check('and may not call it', added.startsWith('403 '), added)
  const listed = await connection.callTool('notes_list')
  checks.check('bob sees no notes of alice', listed === '[]', listed)
}

const checks = createChecks()
for (const [title, start, revision] of clients) {
  checks.heading(`\n${title} → ${revision}`)
  const dataDir = mkdtempSync(join(tmpdir(), 'sallyport-check-'))
  const use = async (user: string, scopes: string, visit: (checks: Checks, started: Started) => Promise<void>) => {
    const conditions = sourceConditions.map((condition) => `--conditions=${condition}`)
    const script = fileURLToPath(new URL('server.ts', import.meta.url))
    const started = await start({
      command: process.execPath,
      args: [...conditions, '--import=tsx', script],
      env: { DATA_DIR: dataDir, NOTES_USER: user, NOTES_SCOPES: scopes },
      stderr: 'pipe',
    })
    try {
      checks.check(`speaks ${revision}`, started.connection.revision === revision, started.connection.revision)
      await visit(checks, started)
    } finally {
      await started.connection.close()
    }
  }
  await checks.attempt('everything runs', () => use('alice', 'notes:read notes:write', checkWriter))
  await checks.attempt('everything runs', () => use('bob', 'notes:read', checkReader))
  rmSync(dataDir, { recursive: true, force: true })
}
checks.finish()
