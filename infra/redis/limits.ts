// The port Limits in Redis: one counter per key, which expires with its window.
import type { Limits } from '../ports/index.ts';
import { luaScript, type RedisClient } from './client.ts';

const TAKE = `
local waits = {}
for i = 1, #KEYS do
  local count = redis.call('INCR', KEYS[i])
  local left = redis.call('PTTL', KEYS[i])
  -- Longer than the window: the clock of Redis was set back.
  if left < 0 or left > tonumber(ARGV[2 * i]) then
    left = tonumber(ARGV[2 * i])
    redis.call('PEXPIRE', KEYS[i], left)
  end
  waits[i] = count > tonumber(ARGV[2 * i - 1]) and math.max(left, 1) or 0
end
return waits`;

/** The port Limits over all instances that use this Redis. */
export function redisLimits(client: RedisClient): Limits {
  const take = luaScript(client, TAKE);
  return {
    async take(attempts) {
      if (attempts.length === 0) return [];
      return (await take(
        attempts.map(({ key }) => `im:limit:${key}`),
        attempts.flatMap(({ limit, windowMs }) => [limit, windowMs]),
      )) as number[];
    },
  };
}
