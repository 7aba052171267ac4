import { spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { setTimeout } from 'node:timers/promises'
import { Redis } from 'ioredis'
import { OWN_GROUP } from './keep-running.js'

const MISSING = `There is no redis-server here. Install it, or name one that runs with REDIS_URL=redis://host:6379.
  Debian, Ubuntu:  sudo apt-get install redis-server
  macOS:           brew install redis`

/** What an acknowledged write survives, and what is dropped when memory is short: nothing. */
const SETTINGS = { save: '', appendonly: 'yes', appendfsync: 'always', 'maxmemory-policy': 'noeviction' }

/**
 * Starts Redis on loopback; resolves when it answers.
 *
 * @throws {Error} when it is not installed, or does not come up
 */
export async function startRedis(port: number, folder: string): Promise<ChildProcess> {
  const all = { port: String(port), bind: '127.0.0.1', dir: folder, ...SETTINGS }
  const args = Object.entries(all).flatMap(([name, value]) => [`--${name}`, value])
  const child = spawn(process.env['REDIS_SERVER_PATH'] ?? 'redis-server', args, {
    detached: OWN_GROUP,
    stdio: 'ignore',
  })
  const gone = new AbortController()
  const ended = once(child, 'exit')
    .then(([code]) => {
      throw new Error(`redis-server ended with ${String(code)} before it answered.`)
    })
    .finally(() => gone.abort())
  await Promise.race([answers(port, gone.signal), ended]).catch((error: unknown) => {
    throw (error as NodeJS.ErrnoException).code === 'ENOENT' ? new Error(MISSING) : error
  })
  return child
}

/** It accepts connections while it still reads its log, and answers later. */
async function answers(port: number, gone: AbortSignal): Promise<void> {
  while (!gone.aborted) {
    const client = new Redis({ port, host: '127.0.0.1', lazyConnect: true, retryStrategy: () => null })
    client.on('error', () => undefined)
    const answer = await client.ping().catch(() => undefined)
    client.disconnect()
    if (answer === 'PONG') return
    await setTimeout(20)
  }
}
