/**
 * What must be true of three processes on one Redis: to its clients they are one server, and each of them can be killed.
 * One line for each thing; exits with 1 when something came out wrong.
 */
import { mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createChecks } from 'sallyport-example-support/checks'
import { freePort, startExample } from 'sallyport-example-support/example-process'
import { checkStranger, letIn } from 'sallyport-example-support/visitors'
import { sdkV1 } from 'sallyport-example-support/sdk-v1-client'
import { sdkV2 } from 'sallyport-example-support/sdk-v2-client'
import { checkFaults } from './check/faults.js'
import { isAlive } from './check/is-alive.js'
import { checkLimits, checkRevocation } from './check/shared-state.js'
import { checkVisit } from './check/visit.js'

const checks = createChecks()
const temporary = mkdtempSync(join(tmpdir(), 'sallyport-check-'))

await checks.attempt('the example starts', async () => {
  const example = await startExample({
    script: new URL('start.ts', import.meta.url),
    port: await freePort(),
    idpPort: await freePort(),
    dataDir: '', // so that it makes a folder by itself, in ours
    env: { TMPDIR: temporary },
  })
  const enter = (connect = sdkV1()) => letIn(example, 'alice', { connect })
  try {
    await checkStranger(checks, example)
    for (const [title, connect] of [
      ['SDK v1 client', sdkV1()],
      ['SDK v2 client', sdkV2('auto')],
    ] as const) {
      checks.heading(`\n${title}`)
      const visitor = await enter(connect)
      await checks.attempt('everything runs', () => checkVisit(checks, visitor))
      await visitor.mcp.close()
    }
    const visitors = [await enter(), await enter()] as const
    checks.heading('\nwhat they share')
    await checks.attempt('limits run', () => checkLimits(checks, visitors[0], example))
    await checks.attempt('revocation runs', () => checkRevocation(checks, visitors[0], example))
    checks.heading('\nwhat may happen to them')
    await checks.attempt('faults run', () => checkFaults(checks, visitors, example))
    for (const { mcp } of visitors) await mcp.close()
  } finally {
    await example.stop()
  }
  const pids = [...example.output().matchAll(/runs, pid (\d+)/g)].map(([, pid]) => Number(pid))
  const alive = pids.filter(isAlive)
  checks.check('in the end no process is left', pids.length > 3 && alive.length === 0, alive.join())
  const left = readdirSync(temporary).filter((name) => name.startsWith('sallyport'))
  checks.check('and no file', left.length === 0, left.join())
})
rmSync(temporary, { recursive: true, force: true })
checks.finish()
