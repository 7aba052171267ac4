/**
 * What must be true of this example: in workerd, clients of both SDK generations get in with tokens of another
 * authorization server, and no further than these say. Exits with 1 when something came out wrong.
 */
import { createChecks, withExample, type Checks } from 'sallyport-example-support/checks'
import type { ExampleProcess } from 'sallyport-example-support/example-process'
import {
  checkRefresh,
  checkRefusal,
  checkStranger,
  checkWayIn,
  generations,
  letIn,
  type Generation,
  type Visitor,
} from 'sallyport-example-support/visitors'

async function checkGeneration(checks: Checks, example: ExampleProcess, generation: Generation): Promise<void> {
  const visitors: Visitor[] = []
  const enter = async (account: string, scope?: string): Promise<Visitor> => {
    const { connect } = generation
    const registration = { client_id: 'notes-client', issuer: example.idpOrigin }
    const visitor = await letIn(example, account, { connect, registration, ...(scope && { scope }) })
    visitors.push(visitor)
    return visitor
  }
  try {
    const alice = await enter('alice')
    checkWayIn(checks, alice, generation.revision, { registers: false })
    const tools = await alice.connection.listTools()
    checks.check('alice is shown what her token is good for', tools.join() === 'whoami,notes_list', tools.join())
    await checkRefusal(checks, 'notes_add refuses alice, whose token has not the scope', alice, {
      tool: 'notes_add',
      args: { text: 'No' },
    })
    await checkRefresh(checks, alice)

    const bob = await enter('bob', 'notes:read notes:write')
    const who = await bob.connection.callTool('whoami')
    checks.check(
      'whoami names the person and the issuer',
      who.includes('"bob"') && who.includes(example.idpOrigin),
      who,
    )
    await bob.connection.callTool('notes_add', { text: 'Buy milk' })
    const listed = await bob.connection.callTool('notes_list')
    checks.check('bob, whose token has it, adds a note', listed.includes('Buy milk'), listed)
    const foreign = await alice.connection.callTool('notes_list')
    checks.check('alice sees no notes of bob', foreign === '[]', foreign)
  } finally {
    for (const { mcp } of visitors) await mcp.close()
  }
}

const checks = createChecks()
await withExample(checks, { script: new URL('server.ts', import.meta.url) }, async (example) => {
  await checkStranger(checks, example)
  for (const generation of generations('2026-07-28')) {
    checks.heading(`\n${generation.title}`)
    await checks.attempt('everything runs', () => checkGeneration(checks, example, generation))
  }
})
checks.finish()
