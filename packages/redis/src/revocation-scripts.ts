import { script } from './script.js'

/** A year: long after anything has expired whose revocation a process could have missed. */
const KEPT_MS = 366 * 86_400_000

const TRIMMING = `
local function trim(limit)
  local expired = redis.call('ZRANGEBYSCORE', KEYS[3], '-inf', now, 'LIMIT', 0, limit)
  if #expired == 0 then return 0 end
  local trimmed = tonumber(redis.call('HGET', KEYS[1], 'trimmed') or 0)
  for _, member in ipairs(expired) do trimmed = math.max(trimmed, tonumber(redis.call('ZSCORE', KEYS[2], member))) end
  redis.call('HSET', KEYS[1], 'trimmed', string.format('%.0f', trimmed))
  redis.call('ZREM', KEYS[2], unpack(expired))
  redis.call('ZREM', KEYS[3], unpack(expired))
  redis.call('HDEL', KEYS[4], unpack(expired))
  return #expired
end
`

/**
 * KEYS head, members by sequence, members by expiry, targets; ARGV member, revoked at, expires at, largest number.
 * Returns the sequence, or 0 when the log is full. A target keeps one tombstone, with the longer reach of all. Numbers go
 * by the clock, so that a server that has lost its last writes and goes on gives none for the second time; all their digits
 * are written out, for Lua by itself writes 14 at most.
 */
export const APPEND = script(`${TRIMMING}
trim(100)

local revoked, expires = ARGV[2], ARGV[3]
local earlier = redis.call('HGET', KEYS[4], ARGV[1])
if earlier then
  local before = cjson.decode(earlier)
  if tonumber(before[1]) > tonumber(revoked) then revoked = before[1] end
  if tonumber(before[2]) > tonumber(expires) then expires = before[2] end
elseif redis.call('ZCARD', KEYS[3]) >= tonumber(ARGV[4]) then return 0 end

local seq = math.max(tonumber(redis.call('HGET', KEYS[1], 'seq') or 0) + 1, now)
local number = string.format('%.0f', seq)
redis.call('HSET', KEYS[1], 'seq', number)
redis.call('ZADD', KEYS[2], number, ARGV[1])
redis.call('ZADD', KEYS[3], expires, ARGV[1])
redis.call('HSET', KEYS[4], ARGV[1], cjson.encode({ revoked, expires }))
for _, key in ipairs(KEYS) do lives(key, string.format('%.0f', math.max(now + ${String(KEPT_MS)}, expires))) end
return seq`)

/** KEYS as for appending; ARGV largest number to drop. Returns how many expired tombstones went. */
export const TRIM = script(
  `${TRIMMING}
return trim(ARGV[1])`,
  'always',
)

/** KEYS head. */
export const SEQ = script(`return tonumber(redis.call('HGET', KEYS[1], 'seq') or 0)`, 'always')

/**
 * KEYS head, members by sequence, targets; ARGV the sequence that is known, the largest number to tell.
 * Returns the sequence and, unless the log does not reach back that far, members and what is kept of each.
 */
export const SINCE = script(
  `
local head = redis.call('HMGET', KEYS[1], 'seq', 'trimmed')
local seq, trimmed, known = tonumber(head[1] or 0), tonumber(head[2] or 0), tonumber(ARGV[1])
if known == seq then return { seq, {} } end
if known < trimmed or known > seq then return { seq } end
local members = redis.call('ZRANGEBYSCORE', KEYS[2], '(' .. ARGV[1], '+inf', 'LIMIT', 0, ARGV[2] + 1)
if #members > tonumber(ARGV[2]) or #members == 0 then return { seq } end
local told = {}
for _, member in ipairs(members) do
  told[#told + 1] = member
  told[#told + 1] = redis.call('HGET', KEYS[3], member)
end
return { seq, told }`,
  'always',
)

/** KEYS targets; ARGV members. Returns what is kept of each that is live, or false. */
export const FIND = script(
  `
local found = redis.call('HMGET', KEYS[1], unpack(ARGV))
for i, kept in ipairs(found) do
  if kept and tonumber(cjson.decode(kept)[2]) <= now then found[i] = false end
end
return found`,
  'always',
)
