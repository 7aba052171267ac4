import { ConfigError, StoreError } from '@sallyport/core/errors'
import type { Send } from './client.js'
import { messageOf } from './failures.js'

/** What a master says of itself. */
export interface RedisServer {
  readonly version: string
  readonly maxmemoryPolicy: string
  /**
   * What a write survives that it has acknowledged. `always`: a crash of the machine; `everysec`: a crash of the server,
   * and of the machine all but the last second; `no`: a crash of the server; `memory`: neither; `unknown`: the server
   * does not say.
   */
  readonly appendfsync: 'always' | 'everysec' | 'no' | 'memory' | 'unknown'
}

const OLDEST = 7

/**
 * @throws {ConfigError} when the server drops keys to make room, or is too old for scripts that stay off replicas
 * @throws {StoreError} when it is a replica or still loads
 */
export async function inspect(send: Send): Promise<RedisServer> {
  const info = parseInfo(String(await send('INFO', [])))
  const version = info.get('redis_version') ?? '0'
  const maxmemoryPolicy = info.get('maxmemory_policy') ?? 'unknown'
  if (info.get('role') !== 'master' || info.get('loading') === '1')
    throw new StoreError('unavailable', 'The server is no master, or still loads its data.')
  if (parseInt(version) < OLDEST) throw wrong(`the server has version ${version}.`, 'Use Redis 7 or newer, or Valkey.')
  if (maxmemoryPolicy !== 'noeviction')
    throw wrong(
      `the server drops keys when its memory is full (maxmemory-policy ${maxmemoryPolicy}); marks and revocations would be forgotten.`,
      'Set "maxmemory-policy noeviction" in redis.conf, or use a server of its own.',
    )
  const appendfsync = info.get('aof_enabled') === '1' ? await fsyncOf(send) : 'memory'
  return Object.freeze({ version, maxmemoryPolicy, appendfsync })
}

/** Providers that hide `CONFIG` do not say. */
async function fsyncOf(send: Send): Promise<RedisServer['appendfsync']> {
  try {
    const reply = await send('CONFIG', ['GET', 'appendfsync'])
    const found = (Array.isArray(reply) ? reply : Object.values(reply ?? {})).map(String)
    return (['always', 'everysec', 'no'] as const).find((value) => found.includes(value)) ?? 'unknown'
  } catch (error) {
    if (/^(ERR|NOPERM)/.test(messageOf(error))) return 'unknown'
    throw error
  }
}

function parseInfo(text: string): ReadonlyMap<string, string> {
  const pairs = text.split('\r\n').map((line) => line.split(':', 2) as [string, string])
  return new Map(pairs.filter(([, value]) => (value as string | undefined) !== undefined))
}

function wrong(problem: string, fix: string): ConfigError {
  return new ConfigError({ option: 'redisStore: client', anchor: 'redisStore', problem, fix })
}
