// The port Budgets in Redis. A key lives until its budget is full again, so no clock is read and nothing is left over. After the
// clock of Redis was set back, a key would live longer: it counts as used up.
import type { Budgets } from '../ports/index.ts';
import { luaScript, type RedisClient } from './client.ts';

// ARGV: burst and refill time of each key.
const TAKE = `
local waits, full, used_up = {}, {}, false
for i = 1, #KEYS do
  local burst, refill = tonumber(ARGV[2 * i - 1]), tonumber(ARGV[2 * i])
  full[i] = math.min(math.max(redis.call('PTTL', KEYS[i]), 0), burst * refill) + refill
  waits[i] = math.max(full[i] - burst * refill, 0)
  used_up = used_up or waits[i] > 0
end
if not used_up then
  for i = 1, #KEYS do redis.call('SET', KEYS[i], '', 'PX', full[i]) end
end
return waits`;

// ARGV: refill time of each key.
const GIVE_BACK = `
for i = 1, #KEYS do
  local left = redis.call('PTTL', KEYS[i]) - tonumber(ARGV[i])
  if left > 0 then redis.call('PEXPIRE', KEYS[i], left) else redis.call('DEL', KEYS[i]) end
end
return 0`;

/** The port Budgets over all instances that use this Redis. */
export function redisBudgets(client: RedisClient): Budgets {
  const take = luaScript(client, TAKE);
  const giveBack = luaScript(client, GIVE_BACK);
  const redisKey = ({ key }: { readonly key: string }): string => `im:budget:${key}`;
  return {
    async take(budgets) {
      if (budgets.length === 0) return [];
      const args = budgets.flatMap(({ burst, refillMs }) => [burst, refillMs]);
      return (await take(budgets.map(redisKey), args)) as number[];
    },
    async giveBack(budgets) {
      if (budgets.length === 0) return;
      await giveBack(
        budgets.map(redisKey),
        budgets.map(({ refillMs }) => refillMs),
      );
    },
  };
}
