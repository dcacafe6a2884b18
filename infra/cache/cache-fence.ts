// The cache fence decides whether the cached values in a Redis are valid. The fencing row in the store names the active Redis
// process and its epoch. Each process trusts its copy of the row for one second and reads the row again before that. A process
// that cannot reach the active Redis deactivates it, waits until every old copy of the row has expired, and then commits
// without a cache. See docs/adr/0012.
import { type Log, StoreFailed } from '../ports/index.ts';
import { type RedisClient, withDeadline } from '../redis/client.ts';

/** The Redis process whose cache is valid ('' = none), and for how long. `epoch` rises with every replacement. */
export interface ActiveCache {
  readonly server: string;
  readonly epoch: number;
  readonly ageMs: number;
}

/** The fencing row, in the store that the cached values come from. Both methods throw when the store is unavailable. */
export interface CacheFenceRow {
  read(): Promise<ActiveCache>;
  /** Activates another server, or none (''). Does nothing when another process replaced the row since `epoch`. */
  replace(epoch: number, server: string): Promise<void>;
}

export interface CacheFenceTimes {
  /** How long a process trusts its copy of the row. */
  readonly validMs: number;
  /** How often it reads the row again. */
  readonly refreshMs: number;
  /** Within this time every sent COMMIT has succeeded or failed. */
  readonly maxCommitMs: number;
  /** A process that gets no answer from the active server for this long deactivates it. */
  readonly outageMs: number;
  /** A deactivated server stays inactive for at least this long. */
  readonly cooldownMs: number;
  /** Timeout of a ping and of an invalidation. */
  readonly timeoutMs: number;
}

// maxCommitMs: the client abandons a commit after 10 s (the timeout of the MySQL connection). MySQL may notice 3 s later.
export const CACHE_FENCE_TIMES: CacheFenceTimes = {
  validMs: 1000,
  refreshMs: 250,
  maxCommitMs: 13_000,
  outageMs: 3000,
  cooldownMs: 5000,
  timeoutMs: 500,
};

/** The clocks of two processes may differ by this much over one period. */
const CLOCK_DRIFT_MS = 100;

const PROBE_KEY = 'im:cache:probe';
const PROBE_TTL_MS = 1000;
/** If a server is deactivated sooner than this, other processes cannot reach it. Its cool-down then doubles each time. */
const STABLE_AFTER_MS = 60_000;
const MAX_COOLDOWN_MS = 300_000;

const STILL_TRUSTED = 'other processes may still read the deactivated cache';

/** A copy of the row, with the times when it was requested and received. */
interface KnownRow extends ActiveCache {
  readonly requestedAt: number;
  readonly receivedAt: number;
}

/** The fence of one process. It reads the row until `close`. */
export class CacheFence {
  readonly #client: RedisClient;
  readonly #row: CacheFenceRow;
  readonly #log: Log;
  readonly #times: CacheFenceTimes;
  readonly #timer: NodeJS.Timeout;
  #cooldownMs: number;
  /** When this process last activated a server. */
  #activatedAt: number | undefined;
  #known: KnownRow | undefined;
  /** The server process behind the connection; undefined while it does not answer. */
  #server: string | undefined;
  #lastAnswerAt = performance.now();
  #refreshing: Promise<void> | undefined;
  #isClosed = false;

  constructor(client: RedisClient, row: CacheFenceRow, log: Log, times: CacheFenceTimes = CACHE_FENCE_TIMES) {
    this.#client = client;
    this.#row = row;
    this.#log = log;
    this.#times = times;
    this.#cooldownMs = times.cooldownMs;
    this.#timer = setInterval(() => void this.#refresh(), times.refreshMs);
    this.#timer.unref();
    client.on('close', this.#onClose);
    client.on('ready', this.#onReady);
    void this.#refresh();
  }

  /** The epoch whose values may be read now; undefined = none. */
  readableEpoch(): number | undefined {
    const { validMs, maxCommitMs } = this.#times;
    const row = this.#trustedRow();
    if (!row || this.#server === undefined || row.server !== this.#server) return undefined;
    // A process with an old copy of the row invalidates nothing in this epoch. After this time its last commit has ended.
    return rowAgeMs(row) > validMs + maxCommitMs + CLOCK_DRIFT_MS ? row.epoch : undefined;
  }

  /**
   * The epoch in which a writer must invalidate its keys before it commits; undefined = no process reads a cache.
   * Throws StoreFailed when nothing may be committed yet.
   */
  async writableEpoch(): Promise<number | undefined> {
    const mayRefresh = !this.#isClosed;
    const isUnreachable = this.#server === undefined && this.#trustedRow()?.server !== '';
    if (mayRefresh && (!this.#trustedRow() || isUnreachable)) await this.#refresh();
    let row = this.#trustedRow();
    if (!row) throw new StoreFailed('the cache fencing row cannot be read');
    if (row.server !== '' && row.server !== this.#server) {
      await this.#replace(row.epoch);
      row = this.#trustedRow();
    }
    if (!row) throw new StoreFailed('the cache fencing row cannot be read');
    // Other processes may still read values of the previous epoch.
    const retryInMs = Math.ceil(this.#times.validMs + CLOCK_DRIFT_MS - rowAgeMs(row));
    if (retryInMs > 0) throw new StoreFailed(STILL_TRUSTED, { retryInMs });
    return row.server === '' ? undefined : row.epoch;
  }

  /** Call this after a failed request to Redis: the cache is not used until Redis answers a ping. */
  markUnreachable(): void {
    this.#server = undefined;
  }

  /**
   * Deactivates the cache after a failed invalidation in `epoch`. Always throws StoreFailed: nothing may be committed until no
   * process trusts it.
   */
  async revoke(epoch: number): Promise<never> {
    this.#server = undefined;
    await this.#replace(epoch);
    throw new StoreFailed(STILL_TRUSTED, { retryInMs: this.#times.validMs + CLOCK_DRIFT_MS });
  }

  close(): void {
    this.#isClosed = true;
    clearInterval(this.#timer);
    this.#client.off('close', this.#onClose);
    this.#client.off('ready', this.#onReady);
  }

  readonly #onClose = (): void => {
    this.#server = undefined;
  };
  readonly #onReady = (): void => void this.#refresh();

  #trustedRow(): KnownRow | undefined {
    const known = this.#known;
    return known && performance.now() < known.requestedAt + this.#times.validMs ? known : undefined;
  }

  /** Never rejects: if the row cannot be read, the old copy expires. Concurrent calls share one refresh. */
  #refresh(): Promise<void> {
    this.#refreshing ??= this.#pingAndRead()
      .catch((error: unknown) => this.#log.debug({ err: error }, 'cache fencing row not read, retrying'))
      .finally(() => {
        this.#refreshing = undefined;
      });
    return this.#refreshing;
  }

  /** Pings Redis and reads the row; replaces the row when the active server is down, or when this one may become active. */
  async #pingAndRead(): Promise<void> {
    await Promise.all([this.#pingServer(), this.#readRow()]);
    const row = this.#trustedRow();
    if (!row) return;
    this.#adjustCooldown(row);
    const server = this.#server;
    if (row.server === (server ?? '')) return;
    const isDown = server === undefined && performance.now() - this.#lastAnswerAt > this.#times.outageMs;
    const mayActivate = server !== undefined && rowAgeMs(row) > this.#cooldownMs;
    if (!isDown && !mayActivate) return;
    this.#log.info({ epoch: row.epoch, server: server ?? 'none' }, 'cache fence: changing the active Redis');
    if (mayActivate) this.#activatedAt = performance.now();
    await this.#row.replace(row.epoch, server ?? '');
    await this.#readRow();
  }

  async #pingServer(): Promise<void> {
    try {
      if (this.#client.status !== 'ready') throw new Error('no connection');
      // INFO identifies the process: a restarted server has a new run id. SET proves that it accepts writes: a full server
      // cannot be invalidated.
      const answers = Promise.all([this.#client.info('server'), this.#client.set(PROBE_KEY, '1', 'PX', PROBE_TTL_MS)]);
      const [info] = await withDeadline(answers, this.#times.timeoutMs);
      this.#server = /run_id:(\w+)/.exec(info)?.[1];
      this.#lastAnswerAt = performance.now();
    } catch (error) {
      this.#server = undefined;
      this.#log.debug({ err: error }, 'ping of the cache Redis failed');
    }
  }

  async #readRow(): Promise<void> {
    const requestedAt = performance.now();
    const found = await this.#row.read();
    // Answers may arrive out of order.
    if (!this.#known || this.#known.requestedAt <= requestedAt)
      this.#known = { ...found, requestedAt, receivedAt: performance.now() };
  }

  #adjustCooldown(row: ActiveCache): void {
    if (this.#activatedAt === undefined) return;
    const isStable = performance.now() - this.#activatedAt > STABLE_AFTER_MS;
    if (isStable) this.#cooldownMs = this.#times.cooldownMs;
    else if (row.server === '') this.#cooldownMs = Math.min(this.#cooldownMs * 2, MAX_COOLDOWN_MS);
    if (isStable || row.server === '') this.#activatedAt = undefined;
  }

  async #replace(epoch: number): Promise<void> {
    try {
      await this.#row.replace(epoch, this.#server ?? '');
      await this.#readRow();
    } catch (error) {
      throw new StoreFailed('the cache fencing row cannot be changed in MySQL', { cause: error });
    }
  }
}

function rowAgeMs({ ageMs, receivedAt }: KnownRow): number {
  return ageMs + performance.now() - receivedAt;
}
