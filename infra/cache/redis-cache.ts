// The port Cache on Redis. On a miss, a reader takes a lease, loads the value from the store, and fills the cache if it still
// holds the lease. A writer puts a tombstone before its commit and removes it afterwards. A tombstone ends all earlier leases,
// so no reader caches an old value after a write. cache-fence.ts decides whether this Redis is valid. See docs/adr/0012.
import { randomBytes } from 'node:crypto';
import type { Cache, CacheKey, Log } from '../ports/index.ts';
import { luaScript, type RedisClient, withDeadline } from '../redis/client.ts';
import { batchLoader } from './batch-loader.ts';
import { CACHE_FENCE_TIMES, CacheFence, type CacheFenceRow, type CacheFenceTimes } from './cache-fence.ts';
import { FETCH, FILL, PUT_TOMBSTONES, REMOVE_TOMBSTONES } from './redis-cache-scripts.ts';

const MAX_IDS = 500;
// Bounds memory only: correctness does not depend on it.
const VALUE_TTL_MS = 300_000;
// Longer than a load takes. A lease that is never used only keeps its value out of the cache: nobody waits for it.
const LEASE_TTL_MS = 3000;
// Within this time every sent COMMIT has succeeded or failed.
const TOMBSTONE_TTL_MS = 15_000;
// Longer values are loaded each time.
const MAX_VALUE_CHARS = 64 * 1024;
// A silent Redis delays one read by this much; the following reads skip it until it answers a ping.
const FETCH_TIMEOUT_MS = 200;

// Answers of FETCH besides a value or "l". NO_ANSWER stands for a tombstone, and for a Redis that is not valid.
const LEASED_BY_ANOTHER = 'o';
const NO_ANSWER = '';

export interface RedisCacheOptions {
  readonly tombstoneMs?: number;
  readonly fenceTimes?: CacheFenceTimes;
}

type Script = ReturnType<typeof luaScript>;
/** Loads values by their Redis keys, in the order of the keys. */
type LoadKeys<Value> = (keys: readonly string[]) => Promise<readonly (Value | undefined)[]>;

/** The port Cache on one Redis. `fenceRow` is in the store that the cached values come from. */
export class RedisCache implements Cache {
  readonly #log: Log;
  readonly #fence: CacheFence;
  readonly #tombstoneMs: number;
  readonly #invalidateTimeoutMs: number;
  readonly #fetch: Script;
  readonly #fill: Script;
  readonly #putTombstones: Script;
  readonly #removeTombstones: Script;
  /** Keys that this process loads and fills now. Other callers here wait for the fill, then fetch from Redis. */
  readonly #loading = new Map<string, Promise<void>>();

  constructor(client: RedisClient, fenceRow: CacheFenceRow, log: Log, options: RedisCacheOptions = {}) {
    const { tombstoneMs = TOMBSTONE_TTL_MS, fenceTimes = CACHE_FENCE_TIMES } = options;
    this.#log = log;
    this.#fence = new CacheFence(client, fenceRow, log, fenceTimes);
    this.#tombstoneMs = tombstoneMs;
    this.#invalidateTimeoutMs = fenceTimes.timeoutMs;
    this.#fetch = luaScript(client, FETCH);
    this.#fill = luaScript(client, FILL, { refusedWhenFull: true });
    this.#putTombstones = luaScript(client, PUT_TOMBSTONES);
    this.#removeTombstones = luaScript(client, REMOVE_TOMBSTONES);
  }

  reader<Value extends object>(
    kind: string,
    load: (ids: readonly string[]) => Promise<readonly (Value | undefined)[]>,
  ): (id: string) => Promise<Value | undefined> {
    return batchLoader(async (ids) => {
      const epoch = this.#fence.readableEpoch();
      if (epoch === undefined) return load(ids);
      const keys = ids.map((id) => redisKey(epoch, { kind, id }));
      const idOfKey = new Map(keys.map((key, i) => [key, ids[i] ?? '']));
      const found = await this.#readThrough(keys, epoch, (some) => load(some.map((key) => idOfKey.get(key) ?? '')));
      return keys.map((key) => found.get(key));
    }, MAX_IDS);
  }

  async invalidate(keys: readonly CacheKey[]): Promise<() => void> {
    const nothing = (): void => undefined;
    if (keys.length === 0) return nothing;
    const epoch = await this.#fence.writableEpoch();
    if (epoch === undefined) return nothing;
    const token = newToken();
    const chunks = inChunks(keys.map((key) => redisKey(epoch, key)));
    try {
      const puts = chunks.map((chunk) => this.#putTombstones(chunk, [token, this.#tombstoneMs]));
      await withDeadline(Promise.all(puts), this.#invalidateTimeoutMs);
    } catch (error) {
      this.#log.warn({ err: error, keys: keys.length }, 'cache invalidation failed, revoking the cache');
      return this.#fence.revoke(epoch);
    }
    return () => {
      // A tombstone that stays because of an error expires by itself.
      for (const chunk of chunks)
        this.#removeTombstones(chunk, [token]).catch((error) => this.#log.debug({ err: error }, 'cache tombstones not removed'));
    };
  }

  close(): void {
    this.#fence.close();
  }

  /** Fetches these keys from Redis, and loads the misses. `isRetry`: the caller has waited for another caller's fill. */
  async #readThrough<Value extends object>(
    keys: readonly string[],
    epoch: number,
    load: LoadKeys<Value>,
    isRetry = false,
  ): Promise<ReadonlyMap<string, Value | undefined>> {
    const token = newToken();
    const answers = await this.#fetchAnswers(keys, epoch, token);
    const values = new Map<string, Value | undefined>();
    const leased = new Set<string>();
    const missing: string[] = [];
    const waiting: string[] = [];
    for (const [i, key] of keys.entries()) {
      const answer = answers[i] ?? NO_ANSWER;
      if (answer.startsWith('v')) values.set(key, JSON.parse(answer.slice(1)) as Value);
      else if (answer === LEASED_BY_ANOTHER && !isRetry && this.#loading.has(key)) waiting.push(key);
      else {
        missing.push(key);
        if (answer === 'l') leased.add(key);
      }
    }
    const retry = async (): Promise<ReadonlyMap<string, Value | undefined>> => {
      if (waiting.length === 0) return new Map();
      await Promise.all(waiting.map((key) => this.#loading.get(key)));
      return this.#readThrough(waiting, epoch, load, true);
    };
    const [loaded, retried] = await Promise.all([this.#loadAndFill(missing, leased, token, load), retry()]);
    return new Map([...values, ...loaded, ...retried]);
  }

  /** The answers of FETCH; none when Redis does not answer or is not valid. */
  async #fetchAnswers(keys: readonly string[], epoch: number, token: string): Promise<readonly string[]> {
    try {
      const answers = (await withDeadline(this.#fetch(keys, [token, LEASE_TTL_MS]), FETCH_TIMEOUT_MS)) as string[];
      // Checked again after the fetch: the epoch may have ended in between.
      return this.#fence.readableEpoch() === epoch ? answers : [];
    } catch (error) {
      this.#fence.markUnreachable();
      this.#log.debug({ err: error }, 'cache read failed');
      return [];
    }
  }

  /** Loads the missing keys and fills those with a lease. Does not wait for the fill. */
  async #loadAndFill<Value extends object>(
    missing: readonly string[],
    leased: ReadonlySet<string>,
    token: string,
    load: LoadKeys<Value>,
  ): Promise<ReadonlyMap<string, Value | undefined>> {
    // Before any await, so that concurrent callers find the keys in `#loading` and do not load them too.
    const endLoading = this.#startLoading([...leased]);
    try {
      const values = missing.length === 0 ? [] : await load(missing);
      const loaded = new Map(missing.map((key, i) => [key, values[i]]));
      const entries = [...leased].map((key) => [key, loaded.get(key)] as const);
      void this.#fillValues(entries, token).then(endLoading);
      return loaded;
    } catch (error) {
      endLoading();
      throw error;
    }
  }

  /** Registers keys as loading. The returned function ends that. */
  #startLoading(keys: readonly string[]): () => void {
    const { promise: ended, resolve: end } = Promise.withResolvers<void>();
    for (const key of keys) this.#loading.set(key, ended);
    return () => {
      for (const key of keys) if (this.#loading.get(key) === ended) this.#loading.delete(key);
      end();
    };
  }

  /** Never rejects. */
  async #fillValues(entries: readonly (readonly [key: string, value: object | undefined])[], token: string): Promise<void> {
    const texts = entries.flatMap(([key, value]) => (value === undefined ? [] : [[key, JSON.stringify(value)] as const]));
    const short = texts.filter(([, text]) => text.length <= MAX_VALUE_CHARS);
    if (short.length === 0) return;
    const keys = short.map(([key]) => key);
    const args = [token, VALUE_TTL_MS, ...short.map(([, text]) => text)];
    try {
      await withDeadline(this.#fill(keys, args), FETCH_TIMEOUT_MS);
    } catch (error) {
      this.#log.debug({ err: error }, 'cache fill failed');
    }
  }
}

function redisKey(epoch: number, { kind, id }: CacheKey): string {
  return `im:cache:${epoch}:${kind}:${id}`;
}

/** Hexadecimal: no character has a meaning in Lua patterns. */
function newToken(): string {
  return randomBytes(8).toString('hex');
}

function inChunks(keys: readonly string[]): readonly (readonly string[])[] {
  return Array.from({ length: Math.ceil(keys.length / MAX_IDS) }, (_, i) => keys.slice(i * MAX_IDS, (i + 1) * MAX_IDS));
}
