import { execFileSync, spawn } from 'node:child_process'
import { once } from 'node:events'
import { chownSync, existsSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { setTimeout } from 'node:timers/promises'
import pg from 'pg'

const DEBIAN = '/usr/lib/postgresql'

export interface Server {
  readonly url: string
  /** Kills it and its connections without a word (SIGKILL); what it had in memory is lost. */
  crash(): Promise<void>
  /** Starts it again on the same data and port; as a standby it follows nobody and refuses to write. */
  start(as?: { standby: boolean }): Promise<void>
  /** Ends it and removes its data. */
  remove(): Promise<void>
}

/** Where a program of Postgres may be found: the server that was named, Debian's versions, PATH. */
function folderOf(name: string): string {
  const told = process.env['POSTGRES_PATH']
  const versions = existsSync(DEBIAN) ? readdirSync(DEBIAN).sort((a, b) => Number(b) - Number(a)) : []
  const folders = [
    ...(told === undefined ? [] : [dirname(told)]),
    ...versions.map((version) => join(DEBIAN, version, 'bin')),
    ...(process.env['PATH'] ?? '').split(':'),
  ]
  return folders.find((folder) => existsSync(join(folder, name))) ?? ''
}

/** Runs a program of the server's package, and returns what it printed. */
export function program(name: string, args: readonly string[], input = ''): string {
  return execFileSync(join(folderOf(name), name), args, { input, encoding: 'utf8', stdio: 'pipe', maxBuffer: 2 ** 26 })
}

/** Postgres refuses to run as root; its Debian package brings a user for it. */
function owner(): { uid: number; gid: number } | undefined {
  if (process.getuid?.() !== 0) return undefined
  const id = (flag: string): number => Number(execFileSync('id', [flag, 'postgres'], { encoding: 'utf8' }))
  return { uid: id('-u'), gid: id('-g') }
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address()
  server.close()
  return typeof address === 'object' && address !== null ? address.port : 0
}

/** The processes that serve its connections and the disk; nobody, when it does not answer. */
async function processes(url: string): Promise<readonly number[]> {
  const client = new pg.Client({ connectionString: url })
  client.on('error', () => undefined)
  try {
    await client.connect()
    const { rows } = await client.query<{ pid: number }>('SELECT pid FROM pg_stat_activity')
    return rows.map(({ pid }) => pid)
  } catch {
    return []
  } finally {
    await client.end().catch(() => undefined)
  }
}

function kill(pid: number): void {
  try {
    process.kill(pid, 'SIGKILL')
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'ESRCH')) throw error
  }
}

/** A server of its own, in a temporary folder and on a free port of 127.0.0.1. */
export async function startServer(settings: Readonly<Record<string, string>> = {}): Promise<Server> {
  const folder = mkdtempSync(join(tmpdir(), 'sallyport-postgres-'))
  const user = owner()
  if (user !== undefined) chownSync(folder, user.uid, user.gid)
  const data = join(folder, 'data')
  const initdb = ['-D', data, '-U', 'sallyport', '-A', 'trust', '-E', 'UTF8', '--locale=C', '--no-sync']
  execFileSync(join(folderOf('postgres'), 'initdb'), initdb, { ...user, cwd: folder, stdio: 'pipe' })
  const port = await freePort()
  const url = `postgres://sallyport@127.0.0.1:${port}/postgres`
  const fixed = { port: String(port), listen_addresses: '127.0.0.1', unix_socket_directories: '', fsync: 'on' }
  const options = Object.entries({ ...fixed, max_connections: '200', ...settings }).flatMap(([k, v]) => [
    '-c',
    `${k}=${v}`,
  ])

  const launch = () =>
    spawn(join(folderOf('postgres'), 'postgres'), ['-D', data, ...options], { ...user, cwd: folder, stdio: 'ignore' })
  let server = launch()
  /** After a crash the first attempts may find processes of the last life that have not noticed its end. */
  const untilReady = async (): Promise<void> => {
    for (let attempt = 0; attempt < 600; attempt++) {
      if ((await processes(url)).length > 0) return
      if (server.exitCode !== null) server = launch()
      await setTimeout(25)
    }
    throw new Error('Postgres does not start.')
  }
  const end = async (signal: NodeJS.Signals): Promise<void> => {
    if (server.exitCode !== null || server.signalCode !== null) return
    const ended = once(server, 'exit')
    server.kill(signal)
    await ended
  }
  await untilReady()
  return {
    url,
    async crash() {
      const served = await processes(url)
      await end('SIGKILL')
      // Those would notice the end of their parent, but might answer once more before.
      for (const pid of served) kill(pid)
    },
    async start({ standby } = { standby: false }) {
      if (standby) writeFileSync(join(data, 'standby.signal'), '')
      server = launch()
      await untilReady()
    },
    async remove() {
      // A fast shutdown: connections are cut, nothing is left to recover.
      await end('SIGINT')
      rmSync(folder, { recursive: true, force: true, maxRetries: 10, retryDelay: 50 })
    },
  }
}
