// The port BackOff in Redis. A key holds the number of allowed attempts and the time of the next allowed one, by the clock of
// Redis.
import type { BackOff } from '../ports/index.ts';
import { luaScript, type RedisClient } from './client.ts';

// ARGV: free attempts, first delay, longest delay, reset time.
const TAKE = `
local free, first, max, forget = tonumber(ARGV[1]), tonumber(ARGV[2]), tonumber(ARGV[3]), tonumber(ARGV[4])
local time = redis.call('TIME')
local now = time[1] * 1000 + math.floor(time[2] / 1000)
local waits = {}
for i = 1, #KEYS do
  local left = (tonumber(redis.call('HGET', KEYS[i], 'not-before')) or 0) - now
  if left > 0 then
    waits[i] = left
  else
    waits[i] = 0
    local count = redis.call('HINCRBY', KEYS[i], 'count', 1)
    local wait = count < free and 0 or math.min(first * 2 ^ (count - free), max)
    redis.call('HSET', KEYS[i], 'not-before', string.format('%.0f', now + wait))
    redis.call('PEXPIRE', KEYS[i], forget)
  end
end
return waits`;

// The forgiven attempt has already waited because of the earlier ones, so the next attempt does not wait.
const FORGIVE = `
for i = 1, #KEYS do
  local count = tonumber(redis.call('HGET', KEYS[i], 'count')) or 0
  if count > 1 then
    redis.call('HSET', KEYS[i], 'count', count - 1, 'not-before', 0)
  elseif count == 1 then
    redis.call('DEL', KEYS[i])
  end
end
return 0`;

/** The port BackOff over all instances that use this Redis. */
export function redisBackOff(client: RedisClient): BackOff {
  const take = luaScript(client, TAKE);
  const forgive = luaScript(client, FORGIVE);
  const redisKeys = (keys: readonly string[]): string[] => keys.map((key) => `im:back-off:${key}`);
  return {
    async take(keys, { freeAttempts, firstDelayMs, maxDelayMs, resetAfterMs }) {
      if (keys.length === 0) return [];
      return (await take(redisKeys(keys), [freeAttempts, firstDelayMs, maxDelayMs, resetAfterMs])) as number[];
    },
    async forgive(keys) {
      if (keys.length > 0) await forgive(redisKeys(keys), []);
    },
  };
}
