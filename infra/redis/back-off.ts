// Tries that have to wait, counted in Redis: a key holds how many were let through and when the next one may be, by Redis' own clock.
import type { Redis } from 'ioredis';
import type { BackOff } from '../ports/index.ts';
import { luaScript } from './client.ts';

// ARGV: free, firstMs, maxMs, forgetMs.
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

// A try that is forgiven waited as long as the ones before it made it wait: whoever comes next has nothing to wait for.
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

export function redisBackOff(client: Redis): BackOff {
  const take = luaScript(client, TAKE);
  const forgive = luaScript(client, FORGIVE);
  const named = (keys: readonly string[]): string[] => keys.map((key) => `im:back-off:${key}`);
  return {
    async take(keys, { freeAttempts, firstDelayMs, maxDelayMs, resetAfterMs }) {
      if (keys.length === 0) return [];
      return (await take(named(keys), [freeAttempts, firstDelayMs, maxDelayMs, resetAfterMs])) as number[];
    },
    async forgive(keys) {
      if (keys.length > 0) await forgive(named(keys), []);
    },
  };
}
