// The Lua scripts of presence. infra/redis/presence-tracking.ts lists the keys, and updates them when routes come and go.
import type { PresenceTimes } from '../../infra/ports/presence-times.ts';
import { announceSoon, GATE_KEY, PRESENCE_KEYS, READ_CLOCK, USER_KEY } from '../../infra/redis/presence-tracking.ts';

const { gates, atGate, online, pending, announced, away, watch, seen, heartbeat, warmUp, known } = PRESENCE_KEYS;

/** ARGV: user, session, and '1' = away or '0' = back. */
export function setAwayScript(times: PresenceTimes): string {
  return `${READ_CLOCK}
local user, session = ARGV[1], ARGV[2]
local changed
if ARGV[3] == '1' then
  changed = redis.call('SADD', '${away}' .. user, session)
  redis.call('PEXPIRE', '${away}' .. user, ${times.lastSeenTtlMs})
else
  changed = redis.call('SREM', '${away}' .. user, session)
end
if changed == 1 then ${announceSoon('user')} end
return 0`;
}

/**
 * ARGV: the watcher (empty for none), then users. Returns the state and the last-seen time of each user, one after the other.
 * During the warm-up, returns the milliseconds until it ends.
 */
export function watchScript(times: PresenceTimes): string {
  return `${READ_CLOCK}
if redis.call('EXISTS', '${known}') == 0 or redis.call('GET', '${warmUp}') == 'emptied' then
  local wait = redis.call('PTTL', '${warmUp}')
  return wait > 0 and wait or ${times.warmUpMs}
end
local watcher, users, reply = ARGV[1], {}, {}
for i = 2, #ARGV do users[i - 1] = ARGV[i] end
if #users == 0 then return reply end
local scores = redis.call('ZMSCORE', '${online}', unpack(users))
local states = redis.call('HMGET', '${announced}', unpack(users))
for i, user in ipairs(users) do
  if watcher ~= '' then
    redis.call('ZADD', '${watch}' .. user, now + ${times.watchTtlMs}, watcher)
    redis.call('PEXPIRE', '${watch}' .. user, ${times.watchTtlMs})
  end
  if scores[i] then
    reply[#reply + 1] = states[i] and states[i]:sub(1, 1) == '2' and '2' or '1'
    reply[#reply + 1] = '0'
  else
    reply[#reply + 1] = '0'
    reply[#reply + 1] = redis.call('GET', '${seen}' .. user) or '0'
  end
end
return reply`;
}

/**
 * ARGV: the maximum number of users and of watchers. Checks the routes of users whose check is due, then takes the due
 * announcements; no other instance gets them. Returns whether there are more, and [user, state, last seen, watchers...] of each
 * watched user. States are the numbers of PresenceState.
 */
export function takePendingScript(times: PresenceTimes): string {
  return `${READ_CLOCK}
local limit, watchers = tonumber(ARGV[1]), tonumber(ARGV[2])
local taken = 0
${survivesSetBack(times)}
${removeDeadGates(times)}
${recheckUsers(times)}
${takeAnnouncements(times)}
return { math.max(taken, #due) >= limit and 1 or 0, announcements }`;
}

/** When the clock of Redis was set back, moments lie further ahead than they can, and keys would live longer than they can. */
function survivesSetBack(times: PresenceTimes): string {
  const onlineMs = Math.max(times.recheckMs, times.graceMs, times.deadGateGraceMs);
  const pendingMs = Math.max(times.graceMs, times.debounceMs);
  return `
local function bringNearer(key, longestMs, newMs)
  local late = redis.call('ZRANGEBYSCORE', key, '(' .. now + longestMs, '+inf', 'LIMIT', 0, limit)
  for _, user in ipairs(late) do redis.call('ZADD', key, now + newMs, user) end
  taken = math.max(taken, #late)
end
local function limitLife(key, longestMs)
  if redis.call('PTTL', key) > longestMs then redis.call('PEXPIRE', key, longestMs) end
end
bringNearer('${online}', ${onlineMs}, ${times.graceMs})
bringNearer('${pending}', ${pendingMs}, 0)
limitLife('${heartbeat}', ${times.noHeartbeatMs})
limitLife('${warmUp}', ${times.warmUpMs})`;
}

function removeDeadGates(times: PresenceTimes): string {
  return `
-- Removes the user's routes to a dead gate. A user without another route may come back within the grace period.
local function removeRoutes(gate, user)
  local lines, found = {}, false
  for line in (redis.call('GET', '${USER_KEY}' .. user) or ''):gmatch('[^\\n]+') do
    if line:match('%S+$') == gate then found = true else lines[#lines + 1] = line end
  end
  if not found then return end
  if #lines > 0 then return redis.call('SET', '${USER_KEY}' .. user, table.concat(lines, '\\n'), 'KEEPTTL') end
  redis.call('DEL', '${USER_KEY}' .. user)
  redis.call('ZADD', '${online}', 'XX', now + ${times.deadGateGraceMs}, user)
end

local hasHeartbeats = redis.call('EXISTS', '${heartbeat}') == 1 and redis.call('EXISTS', '${warmUp}') == 0
if hasHeartbeats then
  for _, gate in ipairs(redis.call('SMEMBERS', '${gates}')) do
    limitLife('${GATE_KEY}' .. gate, ${times.gateTtlMs})
    if taken < limit and redis.call('EXISTS', '${GATE_KEY}' .. gate) == 0 then
      local users = redis.call('SPOP', '${atGate}' .. gate, limit - taken)
      for _, user in ipairs(users) do removeRoutes(gate, user) end
      taken = taken + #users
      if redis.call('EXISTS', '${atGate}' .. gate) == 0 then redis.call('SREM', '${gates}', gate) end
    end
  end
end`;
}

function recheckUsers(times: PresenceTimes): string {
  return `
local function recheck(user, dueAt)
  if redis.call('EXISTS', '${USER_KEY}' .. user) == 1 then
    return redis.call('ZADD', '${online}', now + ${times.recheckMs}, user)
  end
  redis.call('ZREM', '${online}', user)
  redis.call('DEL', '${away}' .. user)
  redis.call('SET', '${seen}' .. user, math.min(now, dueAt - ${times.graceMs}), 'PX', ${times.lastSeenTtlMs})
  ${announceSoon('user')}
end

if hasHeartbeats then
  local suspects = redis.call('ZRANGEBYSCORE', '${online}', '-inf', now, 'WITHSCORES', 'LIMIT', 0, limit)
  for i = 1, #suspects, 2 do recheck(suspects[i], tonumber(suspects[i + 1])) end
  taken = math.max(taken, #suspects / 2)
end`;
}

function takeAnnouncements(times: PresenceTimes): string {
  return `
local function stateOf(user, before)
  if not redis.call('ZSCORE', '${online}', user) then return 0 end
  if redis.call('EXISTS', '${away}' .. user) == 0 then return 1 end
  local sessions = 0
  for session in ('\\n' .. (redis.call('GET', '${USER_KEY}' .. user) or '')):gmatch('\\n(%S+)') do
    sessions = sessions + 1
    if redis.call('SISMEMBER', '${away}' .. user, session) == 0 then return 1 end
  end
  -- Without a connection, and within the grace period: the state does not change.
  if sessions == 0 then return before end
  return 2
end

local due, announcements = redis.call('ZRANGEBYSCORE', '${pending}', '-inf', now, 'LIMIT', 0, limit), {}
for _, user in ipairs(due) do
  if watchers <= 0 then
    taken = limit
    break
  end
  local last = redis.call('HGET', '${announced}', user)
  local before, at = 0, 0
  if last then before, at = tonumber(last:sub(1, 1)), tonumber(last:sub(3)) end
  local nextAt = at + ${times.debounceMs}
  if nextAt > now and nextAt <= now + ${times.debounceMs} then
    redis.call('ZADD', '${pending}', nextAt, user)
  else
    local state = stateOf(user, before)
    redis.call('ZREM', '${pending}', user)
    if state ~= before then
      redis.call('HSET', '${announced}', user, state .. ' ' .. now)
      -- Kept as long as it delays the next announcement.
      if state == 0 then redis.call('ZADD', '${pending}', now + ${times.debounceMs}, user) end
      redis.call('ZREMRANGEBYSCORE', '${watch}' .. user, '-inf', now)
      local announcement = redis.call('ZRANGE', '${watch}' .. user, 0, -1)
      if #announcement > 0 then
        watchers = watchers - #announcement
        table.insert(announcement, 1, state == 0 and redis.call('GET', '${seen}' .. user) or '0')
        table.insert(announcement, 1, tostring(state))
        table.insert(announcement, 1, user)
        announcements[#announcements + 1] = announcement
      end
    elseif state == 0 and last then
      redis.call('HDEL', '${announced}', user)
    end
  end
end`;
}
