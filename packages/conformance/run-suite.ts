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
  let walking: Promise<unknown> | undefined
  return {
    args: ['authorization', '--url', origin, '--client-id', clientId, '--resource', endpoint, '--port', port],
    onOutput: (output: string): void => {
      const [url] = new RegExp(`${origin}/authorize\\?\\S+(?=\\s)`).exec(output) ?? []
      if (url === undefined) return
      walking ??= openWalker()
        .decide(url, redirectUri)
        .then((callback) => fetch(callback))
    },
    walked: () => walking,
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
    await client?.walked()
    const results = collectResults(folder, output)
    if (results.length === 0) throw new Error(`${suite.id} ended with code ${String(code)}:\n${output}`)
    return { suite, results }
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}
