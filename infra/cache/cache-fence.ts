// When copies in Redis may be believed. One row of the store says which Redis process holds the copies that count, and since when ("in force"). Everybody knows that row for a short term only and asks again in time; so
// whoever cannot reach that process takes it out of force, waits until nobody's term can have been longer, and then changes what he likes. See docs/adr/0012.
import type { Redis } from 'ioredis';
import { type Log, StoreFailed } from '../ports/index.ts';

/** Which Redis process holds the copies that count ('' = none), and for how long it has. `epoch` rises with each change of it. */
export interface ActiveCache {
  readonly server: string;
  readonly epoch: number;
  readonly ageMs: number;
}

/** The row, in the store that the copies are made of. Throws when the store is away. */
export interface CacheFenceRow {
  read(): Promise<ActiveCache>;
  /** Puts another one in force, or none, unless somebody else has done so since `epoch`. */
  replace(epoch: number, server: string): Promise<void>;
}

export interface CacheFence {
  /** The epoch whose copies may be read at this moment; undefined = none may. */
  readableEpoch(): number | undefined;
  /** The epoch whose copies are to be taken back before a commit that is sent at once; undefined = nobody reads copies. Throws StoreFailed where nothing may be committed yet. */
  writableEpoch(): Promise<number | undefined>;
  /** Redis did not do what it was asked: it is not asked again until it has answered a ping. */
  markUnreachable(): void;
  /** Copies of this epoch could not be taken back: nobody shall read them any more. Throws StoreFailed, always: until nobody does, nothing may be committed. */
  revoke(epoch: number): Promise<never>;
  close(): void;
}

export interface CacheFenceTimes {
  /** How long the row is believed, and how often it is read. */
  readonly validMs: number;
  readonly refreshMs: number;
  /** A commit that was sent has ended after so long, one way or the other. */
  readonly maxCommitMs: number;
  /** Whoever has not heard of Redis for so long takes it out of force, and it comes back after so long at the earliest. */
  readonly outageMs: number;
  readonly cooldownMs: number;
  /** A ping, and the taking back of copies, that took longer got no answer. */
  readonly timeoutMs: number;
}

// A commit is given up after 10 s (the connection's own time-out); some seconds more for a server that has not noticed yet.
export const CACHE_FENCE_TIMES: CacheFenceTimes = {
  validMs: 1000,
  refreshMs: 250,
  maxCommitMs: 13_000,
  outageMs: 3000,
  cooldownMs: 5000,
  timeoutMs: 500,
};

/** What is counted by two clocks may differ by so much. */
const CLOCKS_MS = 100;

const PROBE = 'im:cache:probe';
const PROBE_LIVES_MS = 1000;
/** A server that others take out of force again sooner than this is one that only we can use: it rests twice as long, and so on. */
const LASTING_MS = 60_000;
const MAX_REST_MS = 300_000;

const STILL_BELIEVED = 'the cache that was in force is still believed';

export function cacheFence(client: Redis, row: CacheFenceRow, log: Log, times: CacheFenceTimes = CACHE_FENCE_TIMES): CacheFence {
  const { validMs, refreshMs, maxCommitMs, outageMs, timeoutMs } = times;
  let restMs = times.cooldownMs;
  let broughtBackAt: number | undefined;
  let known: (ActiveCache & { readonly askedAt: number; readonly heardAt: number }) | undefined;
  /** The process the client is connected to, as long as it answers. */
  let server: string | undefined;
  let heardOfServerAt = performance.now();
  let renewing: Promise<void> | undefined;
  let closed = false;

  const ageMs = (of: { ageMs: number; heardAt: number }): number => of.ageMs + performance.now() - of.heardAt;
  const current = () => (known && performance.now() < known.askedAt + validMs ? known : undefined);

  async function look(): Promise<void> {
    const askedAt = performance.now();
    const found = await row.read();
    // Answers may overtake each other.
    if (!known || known.askedAt <= askedAt) known = { ...found, askedAt, heardAt: performance.now() };
  }

  async function findServer(): Promise<void> {
    try {
      if (client.status !== 'ready') throw new Error('no connection');
      // The answer says whose connection this is: a server that was started again has another id, and other copies.
      // A full one answers as well, but could not be told of a change.
      const asked = Promise.all([client.info('server'), client.set(PROBE, '1', 'PX', PROBE_LIVES_MS)]);
      const [info] = await withTimeout(asked, timeoutMs);
      server = /run_id:(\w+)/.exec(info)?.[1];
      heardOfServerAt = performance.now();
    } catch (error) {
      server = undefined;
      log.debug({ err: error }, 'the cache does not answer');
    }
  }

  async function renew(): Promise<void> {
    await Promise.all([findServer(), look()]);
    const now = current();
    if (!now) return;
    noteRest(now);
    if (now.server === (server ?? '')) return;
    const isAway = server === undefined && performance.now() - heardOfServerAt > outageMs;
    const mayComeBack = server !== undefined && ageMs(now) > restMs;
    if (!isAway && !mayComeBack) return;
    log.info({ epoch: now.epoch, server: server ?? 'none' }, 'another cache is in force');
    if (mayComeBack) broughtBackAt = performance.now();
    await row.replace(now.epoch, server ?? '');
    await look();
  }

  function noteRest(now: ActiveCache): void {
    if (broughtBackAt === undefined) return;
    const lasted = performance.now() - broughtBackAt > LASTING_MS;
    if (lasted) restMs = times.cooldownMs;
    else if (now.server === '') restMs = Math.min(restMs * 2, MAX_REST_MS);
    if (lasted || now.server === '') broughtBackAt = undefined;
  }

  /** One at a time. Never rejects: what is not known soon runs out. */
  const renewed = (): Promise<void> => {
    renewing ??= renew()
      .catch((error: unknown) => log.debug({ err: error }, 'which cache is in force is not known'))
      .finally(() => {
        renewing = undefined;
      });
    return renewing;
  };
  const timer = setInterval(() => void renewed(), refreshMs);
  timer.unref();
  const disconnected = (): void => {
    server = undefined;
  };
  const connected = (): void => void renewed();
  client.on('close', disconnected);
  client.on('ready', connected);
  void renewed();

  async function replaced(epoch: number): Promise<void> {
    try {
      await row.replace(epoch, server ?? '');
      await look();
    } catch (error) {
      throw new StoreFailed('which cache is in force cannot be changed', { cause: error });
    }
  }

  return {
    readableEpoch() {
      const now = current();
      if (!now || server === undefined || now.server !== server) return undefined;
      // Whoever knew the epoch before, and did not take anything back in this one, has committed by now.
      return ageMs(now) > validMs + maxCommitMs + CLOCKS_MS ? now.epoch : undefined;
    },
    async writableEpoch() {
      // Heard of too long ago, or not at all: asked once more before anything is decided on it.
      if (!closed && (!current() || (server === undefined && current()?.server !== ''))) await renewed();
      let now = current();
      if (!now) throw new StoreFailed('which cache is in force is not known');
      if (now.server !== '' && now.server !== server) {
        await replaced(now.epoch);
        now = current();
      }
      // Somebody may still read copies of the epoch before.
      if (!now) throw new StoreFailed('which cache is in force is not known');
      const retryInMs = Math.ceil(validMs + CLOCKS_MS - ageMs(now));
      if (retryInMs > 0) throw new StoreFailed(STILL_BELIEVED, { retryInMs });
      return now.server === '' ? undefined : now.epoch;
    },
    markUnreachable() {
      server = undefined;
    },
    async revoke(epoch) {
      server = undefined;
      await replaced(epoch);
      throw new StoreFailed(STILL_BELIEVED, { retryInMs: validMs + CLOCKS_MS });
    },
    close() {
      closed = true;
      clearInterval(timer);
      client.off('close', disconnected);
      client.off('ready', connected);
    },
  };
}

/** Rejects what has not come after `ms`. */
export async function withTimeout<T>(promise: Promise<T>, ms: number): Promise<T> {
  const { promise: late, reject } = Promise.withResolvers<never>();
  // A turn later: where this process itself was busy for so long, the answer may be there and wait to be read.
  const timer = setTimeout(() => setImmediate(reject, new Error(`no answer within ${ms} ms`)), ms);
  try {
    return await Promise.race([promise, late]);
  } finally {
    clearTimeout(timer);
  }
}
