import { createChecks, withExample, type Checks } from './checks.js'
import type { ExampleProcess } from './example-process.js'
import {
  checkRefresh,
  checkRefusal,
  checkStranger,
  checkWayIn,
  generations,
  letIn,
  type Generation,
  type Visitor,
} from './visitors.js'

export const ADMIN_SCOPE = 'notes:read notes:write notes:delete offline_access'

export interface NotesCheck {
  /** The server of the example. */
  readonly script: URL
  /** Newest revision that its SDK speaks. */
  readonly newest: '2025-11-25' | '2026-07-28'
  /** Command lines to try. Default: one without arguments. */
  readonly modes?: readonly (readonly string[])[]
  /** What is true of this example only; runs once for each client. */
  readonly more?: (checks: Checks, visit: Visit) => Promise<void>
}

/** Alice, who has no role, and carol, an administrator, in one and the same client program. */
export interface Visit {
  readonly example: ExampleProcess
  readonly args: readonly string[]
  readonly generation: Generation
  readonly alice: Visitor
  readonly carol: Visitor
}

/** What must be true of every example that keeps notes; ends the process with 1 when something came out wrong. */
export async function checkNotesExample(options: NotesCheck): Promise<void> {
  const checks = createChecks()
  for (const args of options.modes ?? [[]]) {
    if (options.modes) checks.heading(`\nserver.ts ${args.join(' ')}`)
    await withExample(checks, { script: options.script, args }, async (example) => {
      await checkStranger(checks, example)
      for (const generation of generations(options.newest)) {
        checks.heading(`\n${generation.title}`)
        await checks.attempt('everything runs', () => checkGeneration(checks, options, { example, args, generation }))
      }
    })
  }
  checks.finish()
}

async function checkGeneration(
  checks: Checks,
  options: NotesCheck,
  parts: Pick<Visit, 'example' | 'args' | 'generation'>,
): Promise<void> {
  const { example, generation } = parts
  const visitors: Visitor[] = []
  const enter = async (account: string, scope?: string): Promise<Visitor> => {
    const { connect, stepsUp: stepUp } = generation
    const visitor = await letIn(example, account, {
      connect,
      stepUp,
      answer: () => true,
      ...(scope !== undefined && { scope }),
    })
    visitors.push(visitor)
    return visitor
  }
  try {
    const alice = await enter('alice')
    checkWayIn(checks, alice, generation.revision)
    await checkAlice(checks, alice)
    const carol = await enter('carol', generation.stepsUp ? undefined : ADMIN_SCOPE)
    await checkCarol(checks, carol, generation)
    const bob = await enter('bob', ADMIN_SCOPE)
    await checkRefusal(checks, 'notes_delete refuses bob, who has the scope and not the role', bob, DELETION)
    await options.more?.(checks, { ...parts, alice, carol })
  } finally {
    for (const { mcp } of visitors) await mcp.close()
  }
}

const DELETION = { tool: 'notes_delete', args: { id: 1 } }

async function checkAlice(checks: Checks, alice: Visitor): Promise<void> {
  const { connection } = alice
  const tools = await connection.listTools()
  checks.check(
    'alice is not shown notes_delete',
    !tools.includes('notes_delete') && tools.includes('notes_add'),
    tools.join(),
  )
  const who = await connection.callTool('whoami')
  checks.check('whoami names the person and hides the token', /alice/.test(who) && /"sallyport:/.test(who), who)
  const added = await connection.callTool('notes_add', { text: 'Buy milk' })
  checks.check('notes_add adds', /^Note \d+ added\.$/.test(added), added)
  const listed = await connection.callTool('notes_list')
  checks.check('notes_list lists', listed.includes('Buy milk'), listed)
  const profile = await connection.callTool('upstream_profile')
  checks.check('upstream_profile asks the provider', profile.includes('alice@example.test'), profile)
  await checkRefusal(checks, 'notes_delete refuses alice, who lacks scope and role', alice, DELETION)
  await checkRefresh(checks, alice)
}

async function checkCarol(checks: Checks, { connection }: Visitor, { stepsUp }: Generation): Promise<void> {
  const listed = await connection.callTool('notes_list')
  checks.check('carol sees no notes of alice', !listed.includes('Buy milk'), listed)
  const added = await connection.callTool('notes_add', { text: 'Tidy up' })
  const deleted = await connection.callTool('notes_delete', { id: Number(/\d+/.exec(added)?.[0]) })
  const title = `notes_delete allows carol, an administrator${stepsUp ? ', once she has stepped up' : ''}`
  checks.check(title, /^Note \d+ deleted\.$/.test(deleted), deleted)
  checks.check('carol is shown notes_delete', (await connection.listTools()).includes('notes_delete'))
}
