// Routes in Redis. One string per user, a line per session: "session epoch slot connection instance"; one short-lived key per gate.
// Scripts touch keys of many users at once, so this is for one Redis (with replicas, with Sentinel), not for a cluster.
import type { Redis } from 'ioredis';
import type { Route, Routes } from '../ports/index.ts';
import { PRESENCE_TIMES, type PresenceTimes } from '../ports/presence-times.ts';
import { luaScript } from './client.ts';
import { GATE_KEY, presenceTracking, READ_CLOCK, USER_KEY } from './presence-tracking.ts';

// How long a gate counts after its last sign of life, as the port says.
const GATE_TTL_MS = 10_000;
// Outlives several rounds of assertions, so that only routes nobody asserts any more go away by themselves.
const USER_TTL_MS = 60_000;

type Notes = ReturnType<typeof presenceTracking>;

/** True where one of a user's lines leads to the gate. */
const LEADS = `
local function leads(lines, gate)
  for _, line in ipairs(lines) do
    if line:match('%S+$') == gate then return true end
  end
  return false
end`;

// Lines of gates that are gone are left out on the way.
const bindScript = ({ routeAdded, routeRemoved }: Notes): string => `${READ_CLOCK}${LEADS}
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

const unbindScript = ({ routeRemoved, oneRouteUnbound, lastRouteUnbound }: Notes): string => `${READ_CLOCK}${LEADS}
for i = 1, #KEYS do
  local value = redis.call('GET', KEYS[i])
  if value then
    local gone = ARGV[i * 2 - 1] .. ' ' .. ARGV[i * 2] .. ' '
    local user, lines, gate = KEYS[i]:sub(${USER_KEY.length + 1}), {}, nil
    for line in value:gmatch('[^\\n]+') do
      if line:sub(1, #gone) == gone then gate = line:match('%S+$') else lines[#lines + 1] = line end
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

// KEYS[1] is the gate's own key. Answers the positions of the routes that were missing.
const assertScript = ({ routeAdded, gateAlive }: Notes): string => `${READ_CLOCK}
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

/** On their way the scripts note who comes and goes, for presence. */
export function redisRoutes(
  client: Redis,
  { gateTtlMs = GATE_TTL_MS, times = PRESENCE_TIMES }: { readonly gateTtlMs?: number; readonly times?: PresenceTimes } = {},
): Routes {
  const notes = presenceTracking(times);
  const runBind = luaScript(client, bindScript(notes));
  const runUnbind = luaScript(client, unbindScript(notes));
  const runAssert = luaScript(client, assertScript(notes));
  // Gates seen in routes: asked about together with the users, so that a lookup is one round trip unless a new gate turns up.
  let gates = new Set<string>();

  return {
    async bind(entries) {
      if (entries.length === 0) return;
      await runBind(entries.map(userKey), [USER_TTL_MS, ...entries.flatMap(({ route }) => routeArgs(route))]);
    },

    async unbind(entries) {
      if (entries.length === 0) return;
      const args = entries.flatMap(({ sessionId, epoch }) => [sessionId, epoch]);
      await runUnbind(
        entries.map(({ userId }) => USER_KEY + userId),
        args,
      );
    },

    async refresh(instance, entries) {
      const args = [gateTtlMs, USER_TTL_MS, ...entries.flatMap(({ route }) => routeArgs(route))];
      const missing = (await runAssert([GATE_KEY + instance, ...entries.map(userKey)], args)) as number[];
      const users = missing.map((index) => entries[index]?.user);
      return [...new Set(users.filter((user) => user !== undefined))];
    },

    async lookup(users) {
      if (users.length === 0) return [];
      const asked = [...gates];
      const values = await client.mget(...users.map((user) => USER_KEY + user), ...asked.map((gate) => GATE_KEY + gate));
      const routes = values.slice(0, users.length).map(routesOf);
      const living = new Set(asked.filter((_, index) => values[users.length + index] !== null));
      const named = new Set(routes.flatMap((list) => list.map((route) => route.address.instance)));
      const unknown = [...named].filter((gate) => !gates.has(gate));
      if (unknown.length > 0) {
        const signs = await client.mget(...unknown.map((gate) => GATE_KEY + gate));
        unknown.forEach((gate, index) => {
          if (signs[index] !== null) living.add(gate);
        });
      }
      gates = living;
      return routes.map((list) => list.filter((route) => living.has(route.address.instance)));
    },

    async removeGate(instance) {
      await client.del(GATE_KEY + instance);
    },
  };
}

function userKey({ user }: { readonly user: string }): string {
  return USER_KEY + user;
}

function routeArgs({ sessionId, epoch, address }: Route): [string, number, string] {
  return [sessionId, epoch, `${address.slot} ${address.connection} ${address.instance}`];
}

function routesOf(value: string | null): Route[] {
  if (value === null || value === '') return [];
  return value.split('\n').map((line) => {
    const [sessionId = '', epoch, slot, connection, instance = ''] = line.split(' ');
    return { sessionId, epoch: Number(epoch), address: { instance, slot: Number(slot), connection: Number(connection) } };
  });
}
