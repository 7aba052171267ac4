/**
 * What must be true of this example, in both modes: a genuine SDK client gets in, every tool does what it should for the
 * right person, and refuses the wrong one. One line for each; exits with 1 when something came out wrong.
 */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Client } from '@modelcontextprotocol/sdk/client/index.js'
import { freePort, startExample, type ExampleProcess } from './demo/example-process.js'
import { callTool, createMcpClient, type McpClient } from './demo/mcp-client.js'
import { createScriptedPerson } from './demo/scripted-person.js'

const ADMIN_SCOPE = 'notes:read notes:write notes:delete offline_access'

let wrong = 0

function check(title: string, passed: boolean, detail = ''): void {
  if (!passed) wrong++
  console.log(`${passed ? 'ok   ' : 'WRONG'} ${title}${passed ? '' : `: ${detail}`}`)
}

interface Visitor {
  readonly mcp: McpClient
  readonly client: Client
}

async function letIn(example: ExampleProcess, account: string, scope?: string): Promise<Visitor> {
  const person = createScriptedPerson(account)
  const mcp = await createMcpClient({
    endpoint: example.endpoint,
    name: `Client of ${account}`,
    ...(scope !== undefined && { scope }),
    async browse(url) {
      await fetch(await person.approve(url))
    },
  })
  return { mcp, client: await mcp.connect() }
}

async function checkTools({ mcp, client }: Visitor): Promise<void> {
  const who = await callTool(client, 'whoami')
  check('whoami names the person and hides the token', /alice/.test(who) && /"sallyport:/.test(who), who)
  const added = await callTool(client, 'notes_add', { text: 'Buy milk' })
  check('notes_add adds', /^Note \d+ added\.$/.test(added), added)
  const listed = await callTool(client, 'notes_list')
  check('notes_list lists', listed.includes('Buy milk'), listed)
  const profile = await callTool(client, 'upstream_profile')
  check('upstream_profile asks the provider', profile.includes('alice@example.test'), profile)
  await checkNoDeletion('notes_delete refuses alice, who lacks scope and role', { mcp, client })
}

async function checkNoDeletion(title: string, { mcp, client }: Visitor): Promise<void> {
  const answer = await callTool(client, 'notes_delete', { id: 1 }).catch(String)
  const status = mcp.exchanges.filter(({ path }) => path === '/mcp').at(-1)?.status
  check(title, status === 403, `${String(status)} ${answer}`)
}

async function checkAdmin({ client }: Visitor): Promise<void> {
  check('carol sees no notes of alice', (await callTool(client, 'notes_list')) === '[]')
  const added = await callTool(client, 'notes_add', { text: 'Tidy up' })
  const deleted = await callTool(client, 'notes_delete', { id: Number(/\d+/.exec(added)?.[0]) })
  check('notes_delete allows carol, an administrator', /^Note \d+ deleted\.$/.test(deleted), deleted)
}

/** A session id is no credential: in other hands it names nothing. */
async function checkForeignSession(example: ExampleProcess, owner: Visitor, stranger: Visitor): Promise<void> {
  const sessionId = owner.client.transport?.sessionId ?? ''
  const call = async ({ mcp }: Visitor) => {
    const response = await fetch(example.endpoint, {
      method: 'POST',
      headers: {
        authorization: `Bearer ${mcp.tokens()?.access_token ?? ''}`,
        'mcp-session-id': sessionId,
        'content-type': 'application/json',
        accept: 'application/json, text/event-stream',
      },
      body: JSON.stringify({ jsonrpc: '2.0', id: 'check', method: 'ping' }),
    })
    await response.body?.cancel()
    return response.status
  }
  const statuses = [await call(owner), await call(stranger)]
  check('a session answers its owner, and 404 to anybody else', statuses.join() === '200,404', statuses.join())
}

async function checkMode(title: string, args: readonly string[]): Promise<void> {
  console.log(title)
  const dataDir = mkdtempSync(join(tmpdir(), 'sallyport-check-'))
  const example = await startExample({ port: await freePort(), idpPort: await freePort(), dataDir, args })
  const visitors: Visitor[] = []
  try {
    const enter = async (account: string, scope?: string): Promise<Visitor> => {
      const visitor = await letIn(example, account, scope)
      visitors.push(visitor)
      return visitor
    }
    const alice = await enter('alice')
    await checkTools(alice)
    await checkNoDeletion(
      'notes_delete refuses bob, who has the scope and not the role',
      await enter('bob', ADMIN_SCOPE),
    )
    const carol = await enter('carol', ADMIN_SCOPE)
    await checkAdmin(carol)
    if (args.includes('--sessions')) await checkForeignSession(example, alice, carol)
  } catch (error) {
    check('everything runs', false, `${String(error)}\n${example.output()}`)
  } finally {
    for (const { mcp } of visitors) await mcp.close()
    await example.stop()
    rmSync(dataDir, { recursive: true, force: true })
  }
}

const startedMs = performance.now()
await checkMode('stateless', [])
await checkMode('sessions', ['--sessions'])
console.log(
  `${wrong === 0 ? 'ok' : `${String(wrong)} wrong`} (${((performance.now() - startedMs) / 1000).toFixed(1)} s)`,
)
process.exitCode = wrong === 0 ? 0 : 1
