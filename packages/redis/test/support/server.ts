import { spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import { createServer, type AddressInfo, type Server } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout } from 'node:timers/promises'
import { Redis } from 'ioredis'

export interface TestServer {
  readonly port: number
  /** `kill -9`. */
  kill(): Promise<void>
  /** SIGSTOP: it holds its connections and says nothing, as one that swaps or hangs does. */
  freeze(): void
  /** SIGCONT. */
  thaw(): void
  /** Starts it again on its folder and port. */
  start(): Promise<void>
  /** Ends it and removes its folder. */
  dispose(): Promise<void>
}

async function listenOn(wanted: number): Promise<Server> {
  const server = createServer().listen(wanted, '127.0.0.1')
  await once(server, 'listening')
  return server
}

/** A node of a Cluster listens on another port, so far above. */
const BUS = 10_000

async function freePort(): Promise<number> {
  const server = await listenOn(0)
  const { port } = server.address() as AddressInfo
  // The system gives away ports up there as well, so the other one may be in use.
  const other = port + BUS < 65_536 ? await listenOn(port + BUS).catch(() => undefined) : undefined
  for (const one of [server, other]) if (one) await once(one.close(), 'close')
  return other ? port : freePort()
}

/** Starts Redis in a folder of its own. */
export async function startServer(settings: Readonly<Record<string, string>> = {}): Promise<TestServer> {
  const folder = mkdtempSync(join(tmpdir(), 'sallyport-redis-'))
  const port = await freePort()
  const all = { port: String(port), bind: '127.0.0.1', dir: folder, save: '', ...settings }
  const args = Object.entries(all).flatMap(([name, value]) => [`--${name}`, value])
  let child: ChildProcess | undefined

  const start = async (): Promise<void> => {
    child = spawn(process.env['REDIS_SERVER_PATH'] ?? 'redis-server', args, { stdio: 'ignore' })
    await answers(port)
  }
  const kill = async (): Promise<void> => {
    if (child?.exitCode !== null || child.signalCode !== null) return
    const exit = once(child, 'exit')
    child.kill('SIGKILL')
    await exit
  }
  await start()
  return {
    port,
    start,
    kill,
    freeze: () => void child?.kill('SIGSTOP'),
    thaw: () => void child?.kill('SIGCONT'),
    async dispose() {
      await kill()
      rmSync(folder, { recursive: true })
    },
  }
}

/** One command on a connection of its own. */
export async function command(port: number, name: string, ...args: string[]): Promise<unknown> {
  const client = new Redis({ port, host: '127.0.0.1', lazyConnect: true, retryStrategy: () => null })
  client.on('error', () => undefined)
  try {
    await client.connect()
    return await client.call(name, args)
  } finally {
    client.disconnect()
  }
}

async function answers(port: number): Promise<void> {
  for (let tries = 0; tries < 500; tries++) {
    try {
      if ((await command(port, 'PING')) === 'PONG') return
    } catch {
      await setTimeout(10)
    }
  }
  throw new Error(`redis-server does not answer on port ${String(port)}`)
}
