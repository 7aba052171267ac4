import { spawn } from 'node:child_process'
import { tmpdir } from 'node:os'
import { RELEASES, type Release } from './suites.js'

/** A release of the suite, ready to run: it needs a newer Node than we do. */
export interface Cli {
  readonly node: string
  readonly conformance: string
}

export interface Ended {
  readonly code: number | null
  readonly output: string
}

/** npm has it neither in its cache nor from the registry. */
export class MissingSuite extends Error {
  override readonly name = 'MissingSuite'
}

const LIMIT_MS = 120_000

interface Watch {
  /** Sees the output so far whenever there is more of it, and may stop the program. */
  readonly onOutput?: (output: string, stop: () => void) => void
}

/** Runs a program to its end; one that takes longer than two minutes is stopped. Never throws. */
export function runProgram(command: string, args: readonly string[], { onOutput }: Watch = {}): Promise<Ended> {
  return new Promise((resolve) => {
    // Not below the repository: npx would take its .npmrc and its packages for its own.
    const child = spawn(command, args, { cwd: tmpdir(), stdio: ['ignore', 'pipe', 'pipe'], timeout: LIMIT_MS })
    const stop = (): void => void child.kill()
    process.once('exit', stop)
    let output = ''
    const take = (chunk: string): void => {
      output += chunk
      onOutput?.(output, stop)
    }
    child.stdout.setEncoding('utf8').on('data', take)
    child.stderr.setEncoding('utf8').on('data', take)
    const finish = (code: number | null): void => {
      process.off('exit', stop)
      resolve({ code, output })
    }
    child.once('error', (error) => {
      output += error.message
      finish(null)
    })
    child.once('close', finish)
  })
}

/**
 * Has npx fetch a release with the Node it needs, from npm's cache when it is there.
 *
 * @throws {MissingSuite}
 */
async function provideCli(release: Release): Promise<Cli> {
  // Our own strictness about engines reaches npx through the environment of `npm run`; the suite comes with its Node.
  const what = ['--engine-strict=false', '-p', 'node@24', '-p', `@modelcontextprotocol/conformance@${release}`]
  const where = ['-c', 'echo "node: $(command -v node)"; echo "conformance: $(command -v conformance)"']
  let last = ''
  for (const source of [['--offline'], ['--fetch-retries=1', '--fetch-retry-mintimeout=2000']]) {
    const { code, output } = await runProgram('npx', ['-y', ...source, ...what, ...where])
    const [node, conformance] = ['node', 'conformance'].map((name) => {
      return new RegExp(`^${name}: (.+)$`, 'm').exec(output)?.[1]
    })
    if (code === 0 && node !== undefined && conformance !== undefined) return { node, conformance }
    last = output.trim()
  }
  const command = `npx -y ${what.join(' ')}`
  throw new MissingSuite(
    `The conformance suite ${release} is not in npm's cache, and the registry does not give it (${command}):\n${last}`,
  )
}

/** All releases, one after the other: two npx at once may trip over each other's cache. */
export async function provideClis(): Promise<Readonly<Record<Release, Cli>>> {
  const stable = await provideCli(RELEASES.stable)
  const alpha = await provideCli(RELEASES.alpha)
  return { [RELEASES.stable]: stable, [RELEASES.alpha]: alpha }
}
