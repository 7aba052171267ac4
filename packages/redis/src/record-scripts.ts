import { script } from './script.js'

/** A record is a hash: v value, n version, e expiry, i its indexes as JSON. */
const RECORD = `
local function live(key)
  local found = redis.call('HMGET', key, 'v', 'n', 'e', 'i')
  if found[1] and tonumber(found[3]) > now then return found end
end

local function write(key, version, value, expiry, atMs, indexes)
  redis.call('DEL', key)
  redis.call('HSET', key, 'v', value, 'n', version, 'e', expiry, 'i', indexes)
  redis.call('PEXPIREAT', key, atMs)
end
`

/** An index is a sorted set: each member a key and a version, by expiry. What has expired goes when others come. */
const INDEX = `
local function enter(index, member, atMs)
  local gone = redis.call('ZRANGEBYSCORE', index, '-inf', now, 'LIMIT', 0, 16)
  if #gone > 0 then redis.call('ZREM', index, unpack(gone)) end
  redis.call('ZADD', index, atMs, member)
  lives(index, atMs)
end

-- A walker who has not come to the old entry must still come to the new one: it never stands further ahead.
local function leave(index, member, atMs, successor)
  local score = redis.call('ZSCORE', index, successor)
  if score and tonumber(score) < tonumber(atMs) then
    redis.call('ZADD', index, atMs, successor)
    lives(index, atMs)
  end
  redis.call('ZREM', index, member)
end
`

/** The keys of a kind, by expiry: how many there are is how many it holds. They stay an hour for the next sweep. */
const SHARE = `
local function count(share, member, atMs)
  redis.call('ZADD', share, atMs, member)
  lives(share, atMs + 3600000)
end

local function reserve(share, kinds, kind, member, atMs, limit)
  if not redis.call('ZSCORE', share, member) and redis.call('ZCARD', share) >= tonumber(limit) then
    redis.call('ZREMRANGEBYSCORE', share, '-inf', now)
    if redis.call('ZCARD', share) >= tonumber(limit) then return false end
  end
  count(share, member, atMs)
  redis.call('SADD', kinds, kind)
  lives(kinds, atMs + 3600000)
  return true
end
`

/** KEYS record. Returns value, version, expiry, now. */
export const GET = script(
  `${RECORD}
local found = live(KEYS[1])
return found and { found[1], found[2], found[3], now }`,
  'always',
)

/**
 * KEYS record [, share, kinds, indexes…]; ARGV version, value, expiry, atMs, indexes [, limit, kind, member].
 * Returns 1, the record that was there, or 0 when the share is full. Sent twice, it finds its own version and says 1.
 */
export const PUT = script(`${RECORD}${INDEX}${SHARE}
local found = live(KEYS[1])
if found then
  if found[2] == ARGV[1] then return 1 end
  return { found[1], found[2], found[3], now }
end
if #KEYS > 1 then
  if not reserve(KEYS[2], KEYS[3], ARGV[7], ARGV[8], ARGV[4], ARGV[6]) then return 0 end
  for i = 4, #KEYS do enter(KEYS[i], ARGV[8] .. '\\0' .. ARGV[1], ARGV[4]) end
end
write(KEYS[1], ARGV[1], ARGV[2], ARGV[3], ARGV[4], ARGV[5])
return 1`)

/**
 * KEYS record [, share, indexes…]; ARGV version, new version, value, expiry, atMs, indexes [, member].
 * Returns 0, or version, expiry and indexes of what was replaced, or 1 when it is sent twice.
 */
export const SWAP = script(`${RECORD}${INDEX}${SHARE}
local found = live(KEYS[1])
if found and found[2] == ARGV[2] then return 1 end
if not found or found[2] ~= ARGV[1] then return 0 end
write(KEYS[1], ARGV[2], ARGV[3], ARGV[4], ARGV[5], ARGV[6])
if #KEYS > 1 then
  count(KEYS[2], ARGV[7], ARGV[5])
  local member = ARGV[7] .. '\\0'
  for i = 3, #KEYS do enter(KEYS[i], member .. ARGV[2], ARGV[5]) end
  for _, index in ipairs(cjson.decode(found[4])) do leave(index, member .. ARGV[1], found[3], member .. ARGV[2]) end
end
return { found[2], found[3], found[4] }`)

/**
 * KEYS record, receipt [, share]; ARGV version or '', how long a receipt lives [, member].
 * Returns value, version, expiry, now, indexes. Sent twice, it finds its receipt.
 */
export const TAKE = script(
  `${RECORD}${INDEX}
local receipt = live(KEYS[2])
if receipt then return { receipt[1], receipt[2], receipt[3], now, receipt[4] } end
local found = live(KEYS[1])
if not found or (ARGV[1] ~= '' and found[2] ~= ARGV[1]) then return false end
redis.call('RENAME', KEYS[1], KEYS[2])
redis.call('PEXPIRE', KEYS[2], ARGV[2], 'LT')
if KEYS[3] then
  redis.call('ZREM', KEYS[3], ARGV[3])
  for _, index in ipairs(cjson.decode(found[4])) do leave(index, ARGV[3] .. '\\0' .. found[2], 0, '') end
end
return { found[1], found[2], found[3], now, found[4] }`,
  'always',
)

/** KEYS share, kinds; ARGV limit, kind, member, atMs. Returns whether there is room. */
export const RESERVE = script(`${SHARE}
return reserve(KEYS[1], KEYS[2], ARGV[2], ARGV[3], ARGV[4], ARGV[1]) and 1 or 0`)

/** KEYS share; ARGV member, atMs. */
export const PROLONG = script(`${SHARE}
count(KEYS[1], ARGV[1], ARGV[2])`)

/** KEYS share; ARGV member. */
export const RELEASE = script(`redis.call('ZREM', KEYS[1], ARGV[1])`, 'always')

/** KEYS index; ARGV member, atMs. */
export const ENTER = script(`${INDEX}
enter(KEYS[1], ARGV[1], ARGV[2])`)

/** KEYS index; ARGV member, its expiry, the member that follows it or ''. */
export const LEAVE = script(
  `${INDEX}
leave(KEYS[1], ARGV[1], ARGV[2], ARGV[3])`,
  'always',
)

/** KEYS index; ARGV limit [, score and member after which to go on]. Returns members and scores, one more than asked. */
export const LIST = script(
  `
redis.call('ZREMRANGEBYSCORE', KEYS[1], '-inf', now)
local first = 0
if ARGV[2] then
  -- Where it would stand, if it is gone.
  local added = redis.call('ZADD', KEYS[1], 'NX', ARGV[2], ARGV[3])
  first = redis.call('ZRANK', KEYS[1], ARGV[3]) + 1
  if added == 1 then
    redis.call('ZREM', KEYS[1], ARGV[3])
    first = first - 1
  end
end
return redis.call('ZRANGE', KEYS[1], first, first + ARGV[1], 'WITHSCORES')`,
  'always',
)

/**
 * KEYS kinds; ARGV limit, prefix of shares. Records have gone by themselves; what is swept is that they counted. Buckets
 * go with the last of their set, which expires when that is full.
 */
export const SWEEP = script(
  `
local swept = 0
local limit = tonumber(ARGV[1])
for _, kind in ipairs(redis.call('SMEMBERS', KEYS[1])) do
  while swept < limit do
    local gone = redis.call('ZRANGEBYSCORE', ARGV[2] .. kind, '-inf', now, 'LIMIT', 0, math.min(limit - swept, 1000))
    if #gone == 0 then break end
    swept = swept + redis.call('ZREM', ARGV[2] .. kind, unpack(gone))
  end
end
return swept`,
  'always',
)
