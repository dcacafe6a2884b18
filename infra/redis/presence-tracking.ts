// Who is there, in Redis. The scripts of routes (routes.ts) note who comes and goes on their way; those here look at what was noted.
//
//   im:gates           gates with routes, living or dead
//   im:at:<gate>       users who have a route to it, so that a gate's death concerns nobody else
//   im:online          user → when to look whether he is still there (a sorted set; being in it is being there)
//   im:news            user → when to tell what has become of him, where that differs from what was told
//   im:told            user → "state time": what his friends were told last
//   im:away:<user>     the sessions of his that are away from their devices
//   im:watch:<user>    watcher → until when he is told
//   im:seen:<user>     when he was last there
//   im:heard           lives while gates are heard of; im:settling lives for a while after they were not; im:known says that Redis was not emptied
import type { PresenceTimes } from '../ports/presence-times.ts';

export const USER_KEY = 'im:route:';
export const GATE_KEY = 'im:gate:';
const GATES = 'im:gates';
const AT_KEY = 'im:at:';
const ONLINE = 'im:online';
const NEWS = 'im:news';
const TOLD = 'im:told';
const AWAY_KEY = 'im:away:';
const WATCH_KEY = 'im:watch:';
const SEEN_KEY = 'im:seen:';
const HEARD = 'im:heard';
const SETTLING = 'im:settling';
const KNOWN = 'im:known';

/** By the clock of Redis, the only one all instances share. */
export const READ_CLOCK = `
local clock = redis.call('TIME')
local now = clock[1] * 1000 + math.floor(clock[2] / 1000)`;

const soon = (user: string): string => `redis.call('ZADD', '${NEWS}', 'LT', now, ${user})`;

/** What the scripts of routes do for presence: statements on the Lua variables named here. Assertions of what is known, nearly all there is, need none for each route. */
export function presenceTracking(times: PresenceTimes): {
  /** `user` has a route to `gate` that was not there before. */
  readonly routeAdded: string;
  /** `user` has no route to `gate` any more. */
  readonly routeRemoved: string;
  /** One route of `user` is gone, and he has others. */
  readonly oneRouteUnbound: string;
  /** His last one is gone. */
  readonly lastRouteUnbound: string;
  /** A gate was heard of. */
  readonly gateAlive: string;
} {
  return {
    routeAdded: `
    if redis.call('SADD', '${AT_KEY}' .. gate, user) == 1 then redis.call('SADD', '${GATES}', gate) end
    if redis.call('ZADD', '${ONLINE}', now + ${times.recheckMs}, user) == 1 or redis.call('EXISTS', '${AWAY_KEY}' .. user) == 1 then ${soon('user')} end`,
    routeRemoved: `
    redis.call('SREM', '${AT_KEY}' .. gate, user)`,
    // The others may all be away, which is told where this one does not come back.
    oneRouteUnbound: `
    if redis.call('EXISTS', '${AWAY_KEY}' .. user) == 1 then redis.call('ZADD', '${NEWS}', 'NX', now + ${times.graceMs}, user) end`,
    lastRouteUnbound: `
    redis.call('ZADD', '${ONLINE}', 'XX', now + ${times.graceMs}, user)`,
    gateAlive: `
    if redis.call('EXISTS', '${HEARD}') == 0 then
      -- Also where it was emptied a moment ago, and not all have asserted their routes yet.
      local emptied = redis.call('SETNX', '${KNOWN}', '1') == 1 or redis.call('GET', '${SETTLING}') == 'emptied'
      redis.call('SET', '${SETTLING}', emptied and 'emptied' or 'deaf', 'PX', ${times.warmUpMs})
    end
    redis.call('SET', '${HEARD}', '1', 'PX', ${times.noHeartbeatMs})`,
  };
}

/** ARGV: user, session, '1' = away or '0' = back. */
export function setAwayScript(times: PresenceTimes): string {
  return `${READ_CLOCK}
local user, session = ARGV[1], ARGV[2]
local changed
if ARGV[3] == '1' then
  changed = redis.call('SADD', '${AWAY_KEY}' .. user, session)
  redis.call('PEXPIRE', '${AWAY_KEY}' .. user, ${times.lastSeenTtlMs})
else
  changed = redis.call('SREM', '${AWAY_KEY}' .. user, session)
end
if changed == 1 then ${soon('user')} end
return 0`;
}

/** ARGV: watcher (empty: nobody is to be told), users. Answers state and last seen of each, one after the other; or how long it takes until that is known. */
export function watchScript(times: PresenceTimes): string {
  return `${READ_CLOCK}
if redis.call('EXISTS', '${KNOWN}') == 0 or redis.call('GET', '${SETTLING}') == 'emptied' then
  local wait = redis.call('PTTL', '${SETTLING}')
  return wait > 0 and wait or ${times.warmUpMs}
end
local watcher, users, answer = ARGV[1], {}, {}
for i = 2, #ARGV do users[i - 1] = ARGV[i] end
if #users == 0 then return answer end
local online = redis.call('ZMSCORE', '${ONLINE}', unpack(users))
local told = redis.call('HMGET', '${TOLD}', unpack(users))
for i, user in ipairs(users) do
  if watcher ~= '' then
    redis.call('ZADD', '${WATCH_KEY}' .. user, now + ${times.watchTtlMs}, watcher)
    redis.call('PEXPIRE', '${WATCH_KEY}' .. user, ${times.watchTtlMs})
  end
  if online[i] then
    answer[#answer + 1] = told[i] and told[i]:sub(1, 1) == '2' and '2' or '1'
    answer[#answer + 1] = '0'
  else
    answer[#answer + 1] = '0'
    answer[#answer + 1] = redis.call('GET', '${SEEN_KEY}' .. user) or '0'
  end
end
return answer`;
}

/**
 * ARGV: how many at most, and for how many watchers. Looks at the users whose time has come, takes the news that are to be told, and answers whether there are more, and [user, state, last seen, watchers...] of each that is
 * watched. What it takes no other instance gets. States are the numbers of PresenceState.
 */
export function takePendingScript(times: PresenceTimes): string {
  return `${READ_CLOCK}
-- Takes the user's routes to this gate away. Who has no other one may come back for a moment.
local function leave(gate, user)
  local lines, found = {}, false
  for line in (redis.call('GET', '${USER_KEY}' .. user) or ''):gmatch('[^\\n]+') do
    if line:match('%S+$') == gate then found = true else lines[#lines + 1] = line end
  end
  if not found then return end
  if #lines > 0 then return redis.call('SET', '${USER_KEY}' .. user, table.concat(lines, '\\n'), 'KEEPTTL') end
  redis.call('DEL', '${USER_KEY}' .. user)
  redis.call('ZADD', '${ONLINE}', 'XX', now + ${times.deadGateGraceMs}, user)
end

local function look(user, due)
  if redis.call('EXISTS', '${USER_KEY}' .. user) == 1 then return redis.call('ZADD', '${ONLINE}', now + ${times.recheckMs}, user) end
  redis.call('ZREM', '${ONLINE}', user)
  redis.call('DEL', '${AWAY_KEY}' .. user)
  redis.call('SET', '${SEEN_KEY}' .. user, math.min(now, due - ${times.graceMs}), 'PX', ${times.lastSeenTtlMs})
  ${soon('user')}
end

local function stateOf(user, before)
  if not redis.call('ZSCORE', '${ONLINE}', user) then return 0 end
  if redis.call('EXISTS', '${AWAY_KEY}' .. user) == 0 then return 1 end
  local sessions = 0
  for session in ('\\n' .. (redis.call('GET', '${USER_KEY}' .. user) or '')):gmatch('\\n(%S+)') do
    sessions = sessions + 1
    if redis.call('SISMEMBER', '${AWAY_KEY}' .. user, session) == 0 then return 1 end
  end
  -- Without a connection, and not gone yet: as he was.
  if sessions == 0 then return before end
  return 2
end

local limit, watchers = tonumber(ARGV[1]), tonumber(ARGV[2])
local taken = 0

if redis.call('EXISTS', '${HEARD}') == 1 and redis.call('EXISTS', '${SETTLING}') == 0 then
  for _, gate in ipairs(redis.call('SMEMBERS', '${GATES}')) do
    if taken < limit and redis.call('EXISTS', '${GATE_KEY}' .. gate) == 0 then
      local users = redis.call('SPOP', '${AT_KEY}' .. gate, limit - taken)
      for _, user in ipairs(users) do leave(gate, user) end
      taken = taken + #users
      if redis.call('EXISTS', '${AT_KEY}' .. gate) == 0 then redis.call('SREM', '${GATES}', gate) end
    end
  end
  local suspects = redis.call('ZRANGEBYSCORE', '${ONLINE}', '-inf', now, 'WITHSCORES', 'LIMIT', 0, limit)
  for i = 1, #suspects, 2 do look(suspects[i], tonumber(suspects[i + 1])) end
  taken = math.max(taken, #suspects / 2)
end
local news, told = redis.call('ZRANGEBYSCORE', '${NEWS}', '-inf', now, 'LIMIT', 0, limit), {}
for _, user in ipairs(news) do
  if watchers <= 0 then
    taken = limit
    break
  end
  local last = redis.call('HGET', '${TOLD}', user)
  local before, at = 0, 0
  if last then before, at = tonumber(last:sub(1, 1)), tonumber(last:sub(3)) end
  local again = at + ${times.debounceMs}
  if again > now and again <= now + ${times.debounceMs} then
    redis.call('ZADD', '${NEWS}', again, user)
  else
    local state = stateOf(user, before)
    redis.call('ZREM', '${NEWS}', user)
    if state ~= before then
      redis.call('HSET', '${TOLD}', user, state .. ' ' .. now)
      -- Kept as long as it spaces the next one.
      if state == 0 then redis.call('ZADD', '${NEWS}', now + ${times.debounceMs}, user) end
      redis.call('ZREMRANGEBYSCORE', '${WATCH_KEY}' .. user, '-inf', now)
      local change = redis.call('ZRANGE', '${WATCH_KEY}' .. user, 0, -1)
      if #change > 0 then
        watchers = watchers - #change
        local seen = state == 0 and redis.call('GET', '${SEEN_KEY}' .. user) or '0'
        table.insert(change, 1, seen)
        table.insert(change, 1, tostring(state))
        table.insert(change, 1, user)
        told[#told + 1] = change
      end
    elseif state == 0 and last then
      redis.call('HDEL', '${TOLD}', user)
    end
  end
end
return { math.max(taken, #news) >= limit and 1 or 0, told }`;
}
