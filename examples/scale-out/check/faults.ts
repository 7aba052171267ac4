import { setTimeout } from 'node:timers/promises'
import type { Checks } from 'sallyport-example-support/checks'
import type { ExampleProcess } from 'sallyport-example-support/example-process'
import type { Visitor } from 'sallyport-example-support/visitors'
import { isAlive } from './is-alive.js'
import { accessToken, call, fromAll, times, type Answer } from './call.js'

/** Processes are started anew, on a machine that may be busy. */
const RECOVERY_MS = 20_000

const statuses = (answers: readonly Answer[]) => answers.map(({ status }) => status).join()

/**
 * `kill -9`; resolves when it is gone.
 *
 * @param name as the starter prints it; the process of that name that was started last
 */
async function kill({ output }: ExampleProcess, name: string): Promise<void> {
  const pid = [...output().matchAll(new RegExp(`^${name}.* runs, pid (\\d+)$`, 'gm'))].at(-1)?.[1]
  if (pid === undefined) throw new Error(`No process is called ${name}.`)
  process.kill(Number(pid), 'SIGKILL')
  while (isAlive(Number(pid))) await setTimeout(5)
}

/** @param visitors the first one was revoked, the second one was not */
export async function checkFaults(
  checks: Checks,
  [revoked, live]: readonly [Visitor, Visitor],
  example: ExampleProcess,
): Promise<void> {
  const token = accessToken(live)
  await kill(example, 'server 2')
  const meanwhile = await times(6, () => call(example, token))
  checks.check('kill -9 of one process: the others go on', meanwhile.every(isAllowed), statuses(meanwhile))
  const replaced = await until(async () => fromAll(await times(3, () => call(example, token))))
  checks.check('the one that takes its place knows everybody', replaced, example.output().slice(-500))

  await kill(example, 'redis')
  const seen: Answer[] = []
  const recovered = await until(async () => {
    const answers = await times(3, () => call(example, token))
    seen.push(...answers)
    return answers.every(isAllowed)
  })
  const clean = seen.every(({ status }) => status === 200 || status === 503)
  checks.check('kill -9 of Redis: 503 until it is back, nothing else', recovered && clean, statuses(seen))

  live.mcp.forgetAccessToken()
  await live.connection.listTools()
  checks.check('the login is still there, and can be refreshed', accessToken(live) !== token)
  const dead = await times(3, () => call(example, accessToken(revoked)))
  checks.check(
    'what was revoked is still revoked',
    dead.every(({ status }) => status === 401),
    statuses(dead),
  )
  const { status } = await call(example, accessToken(live), 'notes_export')
  checks.check('and a limit that was used up is not full again', status === 429, String(status))
}

const isAllowed = ({ status }: Answer) => status === 200

async function until(condition: () => Promise<boolean>): Promise<boolean> {
  for (const end = Date.now() + RECOVERY_MS; Date.now() < end; await setTimeout(50)) {
    if (await condition()) return true
  }
  return false
}
