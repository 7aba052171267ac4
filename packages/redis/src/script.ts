import { createHash } from 'node:crypto'

export interface Script {
  readonly source: string
  readonly sha1: string
}

/** The clock of the server, and expiries that only ever move on. */
const PRELUDE = `
local time = redis.call('TIME')
local now = time[1] * 1000 + math.floor(time[2] / 1000)

local function lives(key, atMs)
  if redis.call('PTTL', key) < 0 then redis.call('PEXPIREAT', key, atMs)
  else redis.call('PEXPIREAT', key, atMs, 'GT') end
end
`

/**
 * A script with our prelude. Its first line keeps it off replicas, whatever it does: a script without the flag
 * `no-writes` is refused there, so nothing is ever read from a server that lags behind. `allow-oom` is for those that
 * read or remove, which must go on when the memory is full.
 */
export function script(body: string, when: 'memory is left' | 'always' = 'memory is left'): Script {
  const source = `${when === 'always' ? '#!lua flags=allow-oom' : '#!lua'}\n${PRELUDE}${body}`
  return { source, sha1: createHash('sha1').update(source).digest('hex') }
}
