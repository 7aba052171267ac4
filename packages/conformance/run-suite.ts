import { mkdtempSync, rmSync } from 'node:fs'
import { createServer } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { openWalker } from '../express/test/support/walker.js'
import { runProgram, type Cli } from './cli.js'
import type { Deployment } from './deployment.js'
import { closeServer, listen } from './proxy.js'
import { collectResults } from './results.js'
import { registerClient } from './sign-in.js'
import type { Suite } from './suites.js'
import type { SuiteRun } from './verdict.js'

/** A port that was free a moment ago: the CLI wants to be told where to listen. */
async function freePort(): Promise<number> {
  const server = createServer()
  const port = await listen(server)
  await closeServer(server)
  return port
}

/** What is special about the authorization server: the CLI is a client, and somebody has to be its person. */
async function asClient({ origin, endpoint }: Deployment) {
  const port = String(await freePort())
  const redirectUri = `http://127.0.0.1:${port}/callback`
  const clientId = await registerClient(origin, redirectUri)
  let walking = false
  const walk = async (url: string): Promise<void> => {
    await fetch(await openWalker().decide(url, redirectUri))
  }
  return {
    args: ['authorization', '--url', origin, '--client-id', clientId, '--resource', endpoint, '--port', port],
    onOutput: (output: string, stop: () => void): void => {
      const [url] = new RegExp(`${origin}/authorize\\?\\S+(?=\\s)`).exec(output) ?? []
      if (url === undefined || walking) return
      walking = true
      // Nobody will come to the callback any more; the scenario fails for want of results.
      walk(url).catch(stop)
    },
  }
}

/** Runs a suite against what it is meant for. */
export async function runSuite(suite: Suite, cli: Cli, deployment: Deployment): Promise<SuiteRun> {
  const folder = mkdtempSync(join(tmpdir(), 'sallyport-conformance-'))
  try {
    const client = suite.target === 'authorization-server' ? await asClient(deployment) : undefined
    const args = client?.args ?? ['server', '--url', deployment.endpoint, ...suite.args]
    const { code, output } = await runProgram(cli.node, [cli.conformance, ...args, '--output-dir', folder], {
      ...(client && { onOutput: client.onOutput }),
    })
    const results = collectResults(folder, output)
    const crash = results.length === 0 ? `it ended with code ${String(code)}:\n${output}` : undefined
    return { suite, results, crash }
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}
