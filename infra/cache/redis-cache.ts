// Copies in Redis. Who finds nothing takes a lease, loads, and puts down what it loaded if the lease still stands; who changes something puts a mark in its place until the change is committed, which ends every
// lease taken before. So nothing that was loaded before a change is found after it. When Redis itself may be believed stands in cache-term.ts.
//
// A key holds "v" and a value, "l" and the token of a lease, or "c" and the tokens of those who are changing it. Its name begins with the epoch it belongs to.
import { randomBytes } from 'node:crypto';
import type { Redis } from 'ioredis';
import type { Cache, CacheKey, Log } from '../ports/index.ts';
import { luaScript } from '../redis/client.ts';
import { batchLoader } from './batch-loader.ts';
import { CACHE_FENCE_TIMES, type CacheFenceRow, type CacheFenceTimes, cacheFence, withTimeout } from './cache-fence.ts';

const MAX_IDS = 500;
// What nobody asks for goes. Nothing rests on it but memory.
const VALUE_MS = 300_000;
// Longer than it takes to load; one that is never used holds nobody up, it is only that nothing is put down meanwhile.
const LEASE_MS = 3000;
// A commit that was sent has ended by then.
const CHANGE_MS = 15_000;
// What is longer is loaded each time.
const MAX_VALUE_CHARS = 64 * 1024;
// A silent Redis holds up one question for so long, and then none until it has answered a ping.
const ANSWER_MS = 200;

// What TAKE answers besides; UNKNOWN stands for no answer.
const LEASED_BY_OTHERS = 'o';
const UNKNOWN = '';

// ARGV: token, LEASE_MS. Answers a value, "l" where the lease is ours, "o" where it is somebody else's, "" while it is being changed.
const TAKE = `
local found = redis.call('MGET', unpack(KEYS))
local answers = {}
for i = 1, #KEYS do
  if not found[i] then
    redis.call('SET', KEYS[i], 'l' .. ARGV[1], 'PX', ARGV[2])
    answers[i] = 'l'
  elseif string.sub(found[i], 1, 1) == 'v' then
    answers[i] = found[i]
  elseif string.sub(found[i], 1, 1) == 'l' then
    answers[i] = 'o'
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
  readonly tombstoneMs?: number;
  readonly fenceTimes?: CacheFenceTimes;
}

/** The port Cache on Redis. `row` stands in the store that the copies are made of. */
export function redisCache(
  client: Redis,
  row: CacheFenceRow,
  log: Log,
  { tombstoneMs = CHANGE_MS, fenceTimes = CACHE_FENCE_TIMES }: RedisCacheOptions = {},
): Cache & { close(): void } {
  const [take, put, mark, unmark] = [TAKE, PUT, MARK, UNMARK].map((lua) => luaScript(client, lua)) as [Run, Run, Run, Run];
  const term = cacheFence(client, row, log, fenceTimes);
  /** What this process loads and will put down: whoever asks meanwhile waits for it, and then asks Redis. */
  const loading = new Map<string, Promise<void>>();

  /** What Redis has; nothing where it must not be believed. */
  async function taken(keys: readonly string[], epoch: number, token: string): Promise<readonly string[]> {
    try {
      const found = (await withTimeout(take(keys, [token, LEASE_MS]), ANSWER_MS)) as string[];
      // What was found may be believed if it still might at the moment when it was there.
      return term.readableEpoch() === epoch ? found : [];
    } catch (error) {
      term.markUnreachable();
      log.debug({ err: error }, 'nothing can be read from the cache');
      return [];
    }
  }

  async function putDown(entries: readonly (readonly [key: string, value: object | undefined])[], token: string): Promise<void> {
    const texts = entries.flatMap(([key, value]) => (value === undefined ? [] : [[key, JSON.stringify(value)] as const]));
    const short = texts.filter(([, text]) => text.length <= MAX_VALUE_CHARS);
    if (short.length === 0) return;
    const args = [token, VALUE_MS, ...short.map(([, text]) => text)];
    try {
      await withTimeout(
        put(
          short.map(([key]) => key),
          args,
        ),
        ANSWER_MS,
      );
    } catch (error) {
      log.debug({ err: error }, 'nothing can be put into the cache');
    }
  }

  /** Says that this process loads what it has the leases of, until what is returned is called. */
  function begin(keys: readonly string[]): () => void {
    const { promise: ended, resolve: end } = Promise.withResolvers<void>();
    for (const key of keys) loading.set(key, ended);
    return () => {
      for (const key of keys) if (loading.get(key) === ended) loading.delete(key);
      end();
    };
  }

  /** Loads these and puts down those it has the leases of. Who has what he asked for does not wait for that. */
  async function loaded<Value extends object>(
    missing: readonly string[],
    leased: ReadonlySet<string>,
    token: string,
    load: Load<Value>,
  ): Promise<ReadonlyMap<string, Value | undefined>> {
    // At once: whoever is answered after this looks there next.
    const end = begin([...leased]);
    try {
      const values = missing.length === 0 ? [] : await load(missing);
      const found = new Map(missing.map((key, i) => [key, values[i]]));
      void putDown(
        [...leased].map((key) => [key, found.get(key)]),
        token,
      ).then(end);
      return found;
    } catch (error) {
      end();
      throw error;
    }
  }

  /** Looks for these, and loads what is not found. */
  async function looked<Value extends object>(
    keys: readonly string[],
    epoch: number,
    load: Load<Value>,
    isSecond = false,
  ): Promise<ReadonlyMap<string, Value | undefined>> {
    const token = newToken();
    const texts = await taken(keys, epoch, token);
    const values = new Map<string, Value | undefined>();
    const leased = new Set<string>();
    const missing: string[] = [];
    const waiting: string[] = [];
    for (const [i, key] of keys.entries()) {
      const text = texts[i] ?? UNKNOWN;
      if (text.startsWith('v')) values.set(key, JSON.parse(text.slice(1)) as Value);
      // Somebody here loads it already: it is looked for once more when he has put it down.
      else if (text === LEASED_BY_OTHERS && !isSecond && loading.has(key)) waiting.push(key);
      else {
        missing.push(key);
        if (text === 'l') leased.add(key);
      }
    }
    const again = async (): Promise<ReadonlyMap<string, Value | undefined>> => {
      if (waiting.length === 0) return new Map();
      await Promise.all(waiting.map((key) => loading.get(key)));
      return looked(waiting, epoch, load, true);
    };
    const [mine, others] = await Promise.all([loaded(missing, leased, token, load), again()]);
    return new Map([...values, ...mine, ...others]);
  }

  return {
    reader(kind, load) {
      return batchLoader(async (ids) => {
        const epoch = term.readableEpoch();
        if (epoch === undefined) return load(ids);
        const keys = ids.map((id) => keyOf(epoch, { kind, id }));
        const idOf = new Map(keys.map((key, i) => [key, ids[i] ?? '']));
        const found = await looked(keys, epoch, (some) => load(some.map((key) => idOf.get(key) ?? '')));
        return keys.map((key) => found.get(key));
      }, MAX_IDS);
    },

    async invalidate(things) {
      const nothing = (): void => undefined;
      if (things.length === 0) return nothing;
      const epoch = await term.writableEpoch();
      if (epoch === undefined) return nothing;
      const token = newToken();
      const keys = inPieces(things.map((thing) => keyOf(epoch, thing)));
      try {
        await withTimeout(Promise.all(keys.map((some) => mark(some, [token, tombstoneMs]))), fenceTimes.timeoutMs);
      } catch (error) {
        log.warn({ err: error, keys: things.length }, 'the cache cannot be told of a change, nobody shall read it');
        return term.revoke(epoch);
      }
      return () => {
        // Where it is not heard the marks run out by themselves.
        for (const some of keys)
          unmark(some, [token]).catch((error) => log.debug({ err: error }, 'the cache was not told that a change has ended'));
      };
    },

    close: () => term.close(),
  };
}

type Run = ReturnType<typeof luaScript>;
/** By the names of keys. */
type Load<Value> = (keys: readonly string[]) => Promise<readonly (Value | undefined)[]>;

function keyOf(epoch: number, { kind, id }: CacheKey): string {
  return `im:cache:${epoch}:${kind}:${id}`;
}

/** Hexadecimal: nothing in it means anything to Lua's patterns. */
function newToken(): string {
  return randomBytes(8).toString('hex');
}

function inPieces(keys: readonly string[]): readonly (readonly string[])[] {
  return Array.from({ length: Math.ceil(keys.length / MAX_IDS) }, (_, i) => keys.slice(i * MAX_IDS, (i + 1) * MAX_IDS));
}
