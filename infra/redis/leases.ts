// The port Leases in Redis: a key with the lease's name holds "token holder" while the holder renews it. A second key keeps the
// last token after the lease has ended.
import type { Leases } from '../ports/index.ts';
import { luaScript, type RedisClient } from './client.ts';

// The token starts from the clock, so that tokens keep rising after Redis has lost the last one.
const ACQUIRE = `
local held = redis.call('GET', KEYS[1])
if held then
  local token, holder = held:match('^(%d+) (.*)$')
  if holder ~= ARGV[1] then
    -- After the clock of Redis was set back, the key of a dead holder would live on.
    if redis.call('PTTL', KEYS[1]) > tonumber(ARGV[2]) then redis.call('PEXPIRE', KEYS[1], ARGV[2]) end
    return false
  end
  redis.call('PEXPIRE', KEYS[1], ARGV[2])
  return token
end
local now = redis.call('TIME')
local clock = now[1] * 1000 + math.floor(now[2] / 1000)
local last = tonumber(redis.call('GET', KEYS[2]) or '0')
local token = string.format('%.0f', math.max(clock, last + 1))
redis.call('SET', KEYS[2], token)
redis.call('SET', KEYS[1], token .. ' ' .. ARGV[1], 'PX', ARGV[2])
return token`;

const RELEASE = `
local held = redis.call('GET', KEYS[1])
if held and held:match('^%d+ (.*)$') == ARGV[1] then redis.call('DEL', KEYS[1]) end
return 0`;

/** The port Leases over all instances that use this Redis. */
export function redisLeases(client: RedisClient): Leases {
  const acquire = luaScript(client, ACQUIRE);
  const release = luaScript(client, RELEASE);
  return {
    async acquire(name, holder, ttlMs) {
      const token = await acquire([`im:lease:${name}`, `im:lease-token:${name}`], [holder, ttlMs]);
      return token === null ? undefined : Number(token);
    },
    async release(name, holder) {
      await release([`im:lease:${name}`], [holder]);
    },
  };
}
