/**
 * What a person does: `operator.ts lock` writes the lock of what the server says now, `operator.ts approve <who> <why>`
 * approves what drifted. `sallyport tools lock` and `approve` do the same for any server.
 */
import { readFileSync, renameSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { Client } from '@modelcontextprotocol/sdk/client/index.js'
import { StdioClientTransport } from '@modelcontextprotocol/sdk/client/stdio.js'
import {
  approveDefinition,
  createLock,
  parseLock,
  printLock,
  type ApproveChange,
  type Approval,
  type ToolDefinition,
  type ToolLock,
} from '@sallyport/core/tool-guard'
import { sourceConditions } from 'sallyport-example-support/source-condition'

/** How the server is started; `pinning` off for what it would say without a lock. */
export function serverProgram(dataDir: string, pinning: 'on' | 'off') {
  const conditions = sourceConditions.map((condition) => `--conditions=${condition}`)
  return {
    command: process.execPath,
    args: [...conditions, '--import=tsx', fileURLToPath(new URL('server.ts', import.meta.url))],
    env: { DATA_DIR: dataDir, PINNING: pinning },
    stderr: 'pipe' as const,
  }
}

const lockFile = (dataDir: string): string => join(dataDir, 'mcp-tools.lock.json')

/** Beside the file, then into its place: nobody ever reads half a lock. */
function writeLock(dataDir: string, lock: ToolLock): void {
  writeFileSync(`${lockFile(dataDir)}.new`, printLock(lock))
  renameSync(`${lockFile(dataDir)}.new`, lockFile(dataDir))
}

const signedBy = (by: string, reason: string): Approval => ({ by, at: new Date().toISOString(), reason })

/** Locks everything that the server says, all of it approved by one person. */
export async function lockServer(dataDir: string, by: string): Promise<void> {
  const client = new Client({ name: 'operator', version: '1.0.0' })
  await client.connect(new StdioClientTransport(serverProgram(dataDir, 'off')))
  const tools = (await client.listTools()).tools as ToolDefinition[]
  const instructions = client.getInstructions()
  await client.close()
  const result = await createLock(
    { tools, ...(instructions !== undefined && { instructions }) },
    { server: { name: 'weather' }, approval: signedBy(by, 'First review') },
  )
  if (!result.ok) throw new Error(`The server cannot be locked: ${result.problem} at ${result.path}`)
  writeLock(dataDir, result.lock)
}

/** Approves what drifted last. */
export async function approvePending(dataDir: string, by: string, reason: string): Promise<void> {
  const change = JSON.parse(readFileSync(join(dataDir, 'pending.json'), 'utf8')) as ApproveChange
  const result = await parseLock(readFileSync(lockFile(dataDir)))
  if (!result.ok) throw new Error(`The lock cannot be used: ${result.problem} at ${result.path}`)
  writeLock(dataDir, await approveDefinition(result.lock, change, signedBy(by, reason)))
}

const [script, command, by = 'operator@example.com', reason = 'Reviewed'] = process.argv.slice(1)
if (script === fileURLToPath(import.meta.url)) {
  const dataDir = process.env['DATA_DIR'] ?? join(import.meta.dirname, 'data')
  if (command === 'lock') await lockServer(dataDir, by)
  else if (command === 'approve') await approvePending(dataDir, by, reason)
  else throw new Error('Say lock or approve.')
}
