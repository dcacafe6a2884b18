// Tries counted in Redis: one counter per key, which ends with its window.
import type { Redis } from 'ioredis';
import type { Limits } from '../ports/index.ts';
import { luaScript } from './client.ts';

const TAKE = `
local waits = {}
for i = 1, #KEYS do
  local count = redis.call('INCR', KEYS[i])
  local left = redis.call('PTTL', KEYS[i])
  if left < 0 then
    left = tonumber(ARGV[2 * i])
    redis.call('PEXPIRE', KEYS[i], left)
  end
  waits[i] = count > tonumber(ARGV[2 * i - 1]) and math.max(left, 1) or 0
end
return waits`;

export function redisLimits(client: Redis): Limits {
  const run = luaScript(client, TAKE);
  return {
    async take(tries) {
      if (tries.length === 0) return [];
      return (await run(
        tries.map(({ key }) => `im:limit:${key}`),
        tries.flatMap(({ limit, windowMs }) => [limit, windowMs]),
      )) as number[];
    },
  };
}
