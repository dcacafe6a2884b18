// Copies in Redis. Who finds nothing takes a lease, loads, and puts down what it loaded if the lease still stands; who changes something puts a mark in its place until the change is committed, which ends every
// lease taken before. So nothing that was loaded before a change is found after it.
//
// A key holds "v" and a value, "l" and the token of a lease, or "c" and the tokens of those who are changing it.
import { randomBytes } from 'node:crypto';
import type { Redis } from 'ioredis';
import { gather } from '../gather.ts';
import type { Cache, CacheKey, Log } from '../ports.ts';
import { script } from './client.ts';

const MAX_IDS = 500;
// What a mark that was lost with a server, or could not be set, costs at most.
const VALUE_MS = 60_000;
// Longer than it takes to load; one that is never used holds nobody up, it is only that nothing is put down meanwhile.
const LEASE_MS = 3000;
// A commit that was sent ends sooner: MySQL gives a silent connection's transaction up after 3 s.
const CHANGE_MS = 10_000;
// After a failure Redis is not asked for values: while it is silent each question takes a second.
const UNASKED_MS = 1000;
const RETRY_MS = 1000;

// ARGV: token, LEASE_MS. Answers a value, "l" where the lease is ours, or "".
const TAKE = `
local found = redis.call('MGET', unpack(KEYS))
local answers = {}
for i = 1, #KEYS do
  if not found[i] then
    redis.call('SET', KEYS[i], 'l' .. ARGV[1], 'PX', ARGV[2])
    answers[i] = 'l'
  elseif string.sub(found[i], 1, 1) == 'v' then
    answers[i] = found[i]
  else
    answers[i] = ''
  end
end
return answers`;

// ARGV: token, VALUE_MS, values.
const PUT = `
for i = 1, #KEYS do
  if redis.call('GET', KEYS[i]) == 'l' .. ARGV[1] then
    redis.call('SET', KEYS[i], 'v' .. ARGV[i + 2], 'PX', ARGV[2])
  end
end
return 0`;

// ARGV: token, CHANGE_MS.
const MARK = `
for i = 1, #KEYS do
  local now = redis.call('GET', KEYS[i])
  local mark = now and string.sub(now, 1, 1) == 'c' and now or 'c'
  redis.call('SET', KEYS[i], mark .. ARGV[1], 'PX', ARGV[2])
end
return 0`;

// ARGV: token. A mark that ran out may have made way for a value of before the commit, or of a lease for one.
const UNMARK = `
for i = 1, #KEYS do
  local now = redis.call('GET', KEYS[i])
  if now and string.sub(now, 1, 1) == 'c' then
    local others = string.gsub(now, ARGV[1], '')
    if others == 'c' then
      redis.call('DEL', KEYS[i])
    else
      redis.call('SET', KEYS[i], others, 'KEEPTTL')
    end
  elseif now then
    redis.call('DEL', KEYS[i])
  end
end
return 0`;

export interface RedisCacheOptions {
  readonly changeMs?: number;
}

export function redisCache(client: Redis, log: Log, { changeMs = CHANGE_MS }: RedisCacheOptions = {}): Cache {
  const [take, put, mark, unmark] = [TAKE, PUT, MARK, UNMARK].map((lua) => script(client, lua)) as [Run, Run, Run, Run];
  let unaskedUntil = 0;

  const taken = async (keys: readonly string[], token: string): Promise<readonly string[]> => {
    if (performance.now() < unaskedUntil) return [];
    try {
      return (await take(keys, [token, LEASE_MS])) as string[];
    } catch (error) {
      unaskedUntil = performance.now() + UNASKED_MS;
      log.debug({ err: error }, 'nothing can be read from the cache');
      return [];
    }
  };

  /** Says that a change has ended, again until Redis has heard it or no value of before can be left. */
  const settle = async (keys: readonly string[], token: string, until: number): Promise<void> => {
    try {
      await unmark(keys, [token]);
    } catch (error) {
      if (performance.now() > until || client.status === 'end') return;
      log.warn({ err: error, keys: keys.length }, 'the cache was not told of a change and will be told again');
      setTimeout(() => void settle(keys, token, until), RETRY_MS).unref();
    }
  };

  return {
    reader(kind, load) {
      return gather(async (ids) => {
        const token = newToken();
        const keys = ids.map((id) => keyOf({ kind, id }));
        const found = await taken(keys, token);
        const missing = ids.flatMap((_, i) => (found[i]?.startsWith('v') ? [] : [i]));
        const loaded = missing.length === 0 ? [] : await load(missing.map((i) => ids[i] ?? ''));
        const values = found.map((text) => (text.startsWith('v') ? parsed(text) : undefined)) as (typeof loaded)[number][];
        for (const [n, i] of missing.entries()) values[i] = loaded[n];
        const leased = missing.filter((i) => found[i] === 'l');
        if (leased.length > 0) {
          const texts = leased.map((i) => JSON.stringify(values[i] ?? null));
          // Nobody waits for it: what is not put down is loaded again.
          put(
            leased.map((i) => keys[i] ?? ''),
            [token, VALUE_MS, ...texts],
          ).catch((error) => log.debug({ err: error }, 'nothing can be put into the cache'));
        }
        return values;
      }, MAX_IDS);
    },

    async changing(things) {
      if (things.length === 0) return async () => undefined;
      const token = newToken();
      const keys = things.map(keyOf);
      await mark(keys, [token, changeMs]).catch((error) =>
        log.warn({ err: error, keys: keys.length }, 'the cache cannot be told of a change'),
      );
      return () => settle(keys, token, performance.now() + VALUE_MS);
    },
  };
}

type Run = ReturnType<typeof script>;

function keyOf({ kind, id }: CacheKey): string {
  return `im:cache:${kind}:${id}`;
}

/** Hexadecimal: nothing in it means anything to Lua's patterns. */
function newToken(): string {
  return randomBytes(8).toString('hex');
}

function parsed(text: string): unknown {
  return JSON.parse(text.slice(1)) ?? undefined;
}
