import { spawn } from 'node:child_process'
import { join } from 'node:path'
import { generateKeySet } from '@sallyport/core/keys'
import { startDevIdp } from '@sallyport/dev-idp'
import { writeServer, type Framework } from './variants.js'

export interface RunningServer {
  readonly endpoint: string
  readonly output: () => string
  stop(): Promise<void>
}

export interface ServerPlace {
  readonly port: number
  readonly idpPort: number
  /** For the store. */
  readonly dataDir: string
}

/** Starts a server before or after the change, with a provider where it needs one, and resolves when it listens. */
export async function runServer(
  framework: Framework,
  kind: 'before' | 'after',
  { port, idpPort, dataDir }: ServerPlace,
): Promise<RunningServer> {
  const origin = `http://localhost:${String(port)}`
  const idp = await startDevIdp({ port: idpPort, redirectUris: [`${origin}/callback`] })
  const { issuer, clientId, clientSecret } = idp
  const provider = { issuer, clientId, clientSecret, unsafelyAllowHttpLoopback: true }
  const child = spawn(process.execPath, [writeServer(framework, kind)], {
    stdio: ['ignore', 'pipe', 'pipe'],
    env: {
      ...process.env,
      MCP_PORT: String(port),
      IDP: JSON.stringify(provider),
      DB: join(dataDir, 'sallyport.db'),
      SALLYPORT_KEYS: JSON.stringify(await generateKeySet()),
    },
  })
  let output = ''
  child.stdout.setEncoding('utf8').on('data', (text: string) => (output += text))
  child.stderr.setEncoding('utf8').on('data', (text: string) => (output += text))
  const ended = new Promise<void>((resolve) => child.once('exit', () => resolve()))
  const stop = async (): Promise<void> => {
    child.kill()
    await ended
    await idp.close()
  }
  const endpoint = `${origin}/mcp`
  for (let waitedMs = 0; ; waitedMs += 50) {
    if (await fetch(endpoint).then(Boolean, () => false)) return { endpoint, output: () => output, stop }
    if (child.exitCode !== null || waitedMs > 15_000) {
      await stop()
      throw new Error(`The server does not listen:\n${output}`)
    }
    await new Promise((resolve) => setTimeout(resolve, 50))
  }
}
