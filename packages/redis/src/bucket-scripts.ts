import { script } from './script.js'

/**
 * KEYS the sorted set of each bucket; ARGV whether it only asks, then for each bucket: member, share, burst, interval,
 * cost, peek. The generic cell rate algorithm as in core's `debitAll`, on the clock of the server: the score of a bucket
 * is the instant at which it is full again. All or nothing among these buckets.
 * Returns now, whether it is allowed, and for each bucket: slot, before, after, wait (-1 for ever).
 */
export const DEBIT = script(`
local OVERFLOW = '\\0'
local pending, judged, allowed = {}, {}, 1

local function slotOf(set, member, share)
  if redis.call('ZSCORE', set, member) then return member end
  if ARGV[1] == '0' then
    -- More than one for each that comes, so that a kind which has run full empties again.
    local full = redis.call('ZRANGEBYSCORE', set, '-inf', now, 'LIMIT', 0, 8)
    if #full > 0 then redis.call('ZREM', set, unpack(full)) end
  end
  local used = redis.call('ZCARD', set)
  if redis.call('ZSCORE', set, OVERFLOW) then used = used - 1 end
  return used < share and member or OVERFLOW
end

for i, set in ipairs(KEYS) do
  local at = 6 * i - 4
  local burst, interval, cost = tonumber(ARGV[at + 2]), tonumber(ARGV[at + 3]), tonumber(ARGV[at + 4])
  local slot = slotOf(set, ARGV[at], tonumber(ARGV[at + 1]))
  local sum = pending[set .. slot]
  local before = math.max(sum and sum.fullAt or tonumber(redis.call('ZSCORE', set, slot) or now), now)
  local after = before + cost * interval
  local wait = after - burst * interval - now
  if cost > burst then wait = -1 elseif wait <= 0 then wait = 0 end
  if wait ~= 0 then allowed = 0
  elseif ARGV[at + 5] == '0' and cost > 0 then pending[set .. slot] = { set = set, slot = slot, fullAt = after } end
  judged[i] = { slot, before, after, wait }
end

if allowed == 1 then
  for _, sum in pairs(pending) do
    redis.call('ZADD', sum.set, sum.fullAt, sum.slot)
    lives(sum.set, sum.fullAt)
  end
end
return { now, allowed, judged }`)

/** KEYS the sorted set of each bucket; ARGV for each: slot, milliseconds to give back. */
export const REFUND = script(
  `
for i, set in ipairs(KEYS) do
  local fullAt = tonumber(redis.call('ZSCORE', set, ARGV[2 * i - 1]) or 0) - ARGV[2 * i]
  if fullAt > now then redis.call('ZADD', set, 'XX', fullAt, ARGV[2 * i - 1])
  else redis.call('ZREM', set, ARGV[2 * i - 1]) end
end`,
  'always',
)
