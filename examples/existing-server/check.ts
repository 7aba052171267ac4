import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createChecks } from 'sallyport-example-support/checks'
import { freePort } from 'sallyport-example-support/example-process'
import { generations, letIn } from 'sallyport-example-support/visitors'
import { runServer, type RunningServer } from './run-server.js'
import { addedLines } from './apply-diff.js'
import { diffOf, frameworks, type Framework } from './variants.js'

const HEADERS = { 'content-type': 'application/json', accept: 'application/json, text/event-stream' }
const INITIALIZE = {
  jsonrpc: '2.0',
  id: 1,
  method: 'initialize',
  params: { protocolVersion: '2025-11-25', capabilities: {}, clientInfo: { name: 'stranger', version: '1' } },
}

/** A tool of each server, and what it says. */
const TOOLS: Readonly<Record<Framework, readonly [name: string, args: Record<string, unknown>, answer: RegExp]>> = {
  express: ['greet', { name: 'Ada' }, /Hello, Ada/],
  fastify: ['start-notification-stream', { interval: 1, count: 1 }, /every 1ms/],
  hono: ['greet', { name: 'Ada' }, /Hello, Ada/],
}

const checks = createChecks()

const post = (endpoint: string, headers: Record<string, string>, body: unknown): Promise<Response> =>
  fetch(endpoint, { method: 'POST', headers: { ...HEADERS, ...headers }, body: JSON.stringify(body) })

async function withServer(
  framework: Framework,
  kind: 'before' | 'after',
  visit: (server: RunningServer) => Promise<void>,
): Promise<void> {
  const dataDir = mkdtempSync(join(tmpdir(), 'sallyport-existing-'))
  await checks.attempt(`${framework}, ${kind}`, async () => {
    const server = await runServer(framework, kind, { port: await freePort(), idpPort: await freePort(), dataDir })
    try {
      await visit(server)
    } finally {
      await server.stop()
    }
  })
  rmSync(dataDir, { recursive: true, force: true })
}

/** Before: anybody who reaches the port may call. */
async function checkOpen({ endpoint }: RunningServer): Promise<void> {
  const { status } = await post(endpoint, {}, INITIALIZE)
  checks.check('before, a stranger gets in', status === 200, String(status))
}

/** After: strangers are challenged, and the genuine clients find their way in, in every revision they can speak. */
async function checkClosed(framework: Framework, { endpoint }: RunningServer): Promise<void> {
  const stranger = await post(endpoint, {}, INITIALIZE)
  const challenge = stranger.headers.get('www-authenticate') ?? ''
  checks.check('after, a stranger is challenged', stranger.status === 401 && /resource_metadata=/.test(challenge))
  const [tool, args, answer] = TOOLS[framework]
  for (const { title, connect, revision } of generations('2025-11-25')) {
    const { mcp, connection } = await letIn({ endpoint }, 'alice', { connect })
    checks.check(`${title} speaks ${revision}`, connection.revision === revision, connection.revision)
    const said = await connection.callTool(tool, args)
    checks.check(`${title} calls ${tool}`, answer.test(said), said)
    await mcp.close()
  }
}

/** The packaged server keeps sessions; each must stay with whoever opened it. */
async function checkSessions({ endpoint }: RunningServer): Promise<void> {
  const alice = await letIn({ endpoint }, 'alice')
  const bob = await letIn({ endpoint }, 'bob')
  const asBob = (sessionId: string) =>
    post(
      endpoint,
      { authorization: `Bearer ${bob.mcp.tokens()?.access_token ?? ''}`, 'mcp-session-id': sessionId },
      { jsonrpc: '2.0', id: 2, method: 'tools/list', params: {} },
    )
  const foreign = await asBob(alice.connection.sessionId ?? '')
  const unknown = await asBob('no-such-session')
  checks.check("bob's token does not open alice's session", foreign.status === 404, String(foreign.status))
  checks.check('it is as unknown as any other', unknown.status === 404, String(unknown.status))
  const still = await alice.connection.callTool('greet', { name: 'Ada' })
  checks.check('and alice keeps it', /Hello, Ada/.test(still), still)
  await alice.mcp.close()
  await bob.mcp.close()
}

for (const framework of frameworks) {
  const added = addedLines(diffOf(framework)).length
  checks.heading(`\n${framework}, ${String(added)} lines added`)
  checks.check('at most 15 lines', added <= 15, String(added))
  await withServer(framework, 'before', checkOpen)
  await withServer(framework, 'after', (server) => checkClosed(framework, server))
  if (framework === 'express') await withServer(framework, 'after', checkSessions)
}
checks.finish()
