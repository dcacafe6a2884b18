// The Lua scripts of routes.ts. They also record for presence which users connect and disconnect (presence-tracking.ts).
import { GATE_KEY, type presenceTracking, READ_CLOCK, USER_KEY } from './presence-tracking.ts';

type Tracking = ReturnType<typeof presenceTracking>;

/** A Lua function: whether one of a user's routes leads to the gate. */
const LEADS = `
local function leads(lines, gate)
  for _, line in ipairs(lines) do
    if line:match('%S+$') == gate then return true end
  end
  return false
end`;

// KEYS: users. ARGV: TTL, then session, epoch and "slot connection instance" of each. Also drops routes of dead gates.
export const bindScript = ({ routeAdded, routeRemoved }: Tracking): string => `${READ_CLOCK}${LEADS}
for i = 1, #KEYS do
  local session, epoch, place = ARGV[i * 3 - 1], tonumber(ARGV[i * 3]), ARGV[i * 3 + 1]
  local user, lines, newest, old = KEYS[i]:sub(${USER_KEY.length + 1}), {}, true, nil
  for line in (redis.call('GET', KEYS[i]) or ''):gmatch('[^\\n]+') do
    local s, e, instance = line:match('^(%S+) (%d+) %d+ %d+ (%S+)$')
    if s == session then
      if tonumber(e) > epoch then newest = false; lines[#lines + 1] = line else old = instance end
    elseif s and redis.call('EXISTS', '${GATE_KEY}' .. instance) == 1 then
      lines[#lines + 1] = line
    end
  end
  if newest then lines[#lines + 1] = session .. ' ' .. ARGV[i * 3] .. ' ' .. place end
  redis.call('SET', KEYS[i], table.concat(lines, '\\n'), 'PX', ARGV[1])
  local gate = old
  if gate and not leads(lines, gate) then${routeRemoved}
  end
  gate = place:match('%S+$')
  if newest then${routeAdded}
  end
end
return 0`;

// KEYS: users. ARGV: session and epoch of each.
export const unbindScript = ({ routeRemoved, oneRouteUnbound, lastRouteUnbound }: Tracking): string => `${READ_CLOCK}${LEADS}
for i = 1, #KEYS do
  local value = redis.call('GET', KEYS[i])
  if value then
    local removed = ARGV[i * 2 - 1] .. ' ' .. ARGV[i * 2] .. ' '
    local user, lines, gate = KEYS[i]:sub(${USER_KEY.length + 1}), {}, nil
    for line in value:gmatch('[^\\n]+') do
      if line:sub(1, #removed) == removed then gate = line:match('%S+$') else lines[#lines + 1] = line end
    end
    if gate and not leads(lines, gate) then${routeRemoved}
    end
    if gate and #lines == 0 then
      redis.call('DEL', KEYS[i])${lastRouteUnbound}
    elseif gate then
      redis.call('SET', KEYS[i], table.concat(lines, '\\n'), 'KEEPTTL')${oneRouteUnbound}
    end
  end
end
return 0`;

// KEYS: the gate, then users. ARGV: TTL of the gate, TTL of users, then session, epoch and "slot connection instance" of each
// user. Returns the positions of the routes that were missing.
export const refreshScript = ({ routeAdded, gateAlive }: Tracking): string => `${READ_CLOCK}
redis.call('SET', KEYS[1], '1', 'PX', ARGV[1])${gateAlive}
local missing, gate = {}, KEYS[1]:sub(${GATE_KEY.length + 1})
for i = 2, #KEYS do
  local session, epoch, place = ARGV[i * 3 - 3], tonumber(ARGV[i * 3 - 2]), ARGV[i * 3 - 1]
  local mine = session .. ' ' .. ARGV[i * 3 - 2] .. ' ' .. place
  local lines, there = {}, false
  for line in (redis.call('GET', KEYS[i]) or ''):gmatch('[^\\n]+') do
    local s, e = line:match('^(%S+) (%d+) ')
    if s ~= session then lines[#lines + 1] = line
    elseif line == mine or tonumber(e) > epoch then there = true; lines[#lines + 1] = line end
  end
  if there then
    redis.call('PEXPIRE', KEYS[i], ARGV[2])
  else
    local user = KEYS[i]:sub(${USER_KEY.length + 1})
    lines[#lines + 1] = mine
    redis.call('SET', KEYS[i], table.concat(lines, '\\n'), 'PX', ARGV[2])
    missing[#missing + 1] = i - 2${routeAdded}
  end
end
return missing`;
