// The clients of one load process, and the course of a run: connect, send open-loop, wait for the rest, pull everything once more.
import { type Account, LoadClient, type Surroundings } from './client.ts';
import { MessageIds } from './frames.ts';
import type { HistogramCounts } from './histogram.ts';
import { Ledger, type Traffic, type Violations } from './ledger.ts';
import { type ResumeResult, ResumeWatch } from './resume-watch.ts';

/** Log-ins under way at once: enough to fill batches, too few to run into time-outs. */
const PARALLEL_LOG_INS = 256;
const PARALLEL_PULLS = 128;
const TICKS_PER_SECOND = 10;
/** Each client's `tick` is called this often. */
const CLIENT_TICK_MS = 500;
const DEFAULT_STILL_MS = 10_000;
const DRAIN_MAX_MS = 60_000;
const DEFAULT_PULLABLE_WITHIN_MS = 10_000;
const DEFAULT_FINAL_PULL_MS = 60_000;

export interface LoadPlan {
  readonly accounts: readonly Account[];
  readonly usedBefore: boolean;
  readonly urls: readonly string[];
  readonly self: boolean;
  /** Messages per second of this process. */
  readonly rate: number;
  readonly warmUpSeconds: number;
  readonly seconds: number;
  readonly textBytes: number;
  readonly connectTimeoutMs: number;
  /** All connections end at this moment of the measured part: `cut` here, or by somebody else; then it is only watched how they come back. */
  readonly storm?: { readonly afterSeconds: number; readonly cut: boolean };
  /** Once nothing has moved for so long after the last send, the rest is not coming (10 s). */
  readonly stillMs?: number;
  /** How long it is tried to pull the conversations of all clients at the end (60 s). */
  readonly finalPullMs?: number;
  /** An acknowledged message that cannot be pulled after this time is lost (10 s). */
  readonly pullableWithinMs?: number;
}

export interface Progress {
  readonly bound: number;
  readonly sent: number;
  readonly acked: number;
  readonly delivered: number;
}

export interface LoadResult {
  readonly traffic: Traffic;
  readonly violations: Violations;
  readonly wireDuplicates: number;
  /** Of the measured part, warm-up left out. */
  readonly measured: { readonly sent: number; readonly acked: number; readonly delivered: number };
  /** All that was delivered between the first measured send and the last, per second: what the system keeps up with. */
  readonly deliveredPerSecond: number;
  readonly ack: HistogramCounts;
  readonly delivery: HistogramCounts;
  /** Clients whose conversation could not be pulled at the end: what they did not get may be lost or not. */
  readonly unpulled: number;
  readonly incidents: readonly (readonly [string, number])[];
  /** Where the plan has a storm. */
  readonly resume?: ResumeResult;
}

export class Load {
  readonly #plan: LoadPlan;
  readonly #ledger: Ledger;
  readonly #clients: LoadClient[];
  readonly #incidents = new Map<string, number>();
  readonly #ticker: NodeJS.Timeout;
  readonly #watch = new ResumeWatch();
  #storm: NodeJS.Timeout | undefined;
  #nextTick = 0;

  constructor(plan: LoadPlan) {
    this.#plan = plan;
    const { accounts, self, rate, warmUpSeconds, seconds } = plan;
    const warmUp = Math.floor(rate * warmUpSeconds);
    const messages = warmUp + Math.floor(rate * seconds);
    this.#ledger = new Ledger({ clients: accounts.length, self, messages, measuredFrom: warmUp });
    const around: Surroundings = {
      ledger: this.#ledger,
      ids: new MessageIds(),
      urls: plan.urls,
      text: 'x'.repeat(plan.textBytes),
      usedBefore: plan.usedBefore,
      incident: (what) => this.#incidents.set(what, (this.#incidents.get(what) ?? 0) + 1),
      bound: (client) => this.#watch.bound(client, performance.now()),
      lost: (client) => this.#watch.lost(client, performance.now()),
    };
    this.#clients = accounts.map((account, index) => {
      const peer = accounts[this.#ledger.peerOf(index)];
      if (!peer) throw new RangeError('clients talk in pairs: their number must be even');
      return new LoadClient(index, account, peer.user, around);
    });
    this.#ticker = setInterval(() => this.#tick(), 1000 / TICKS_PER_SECOND);
  }

  /** Connects and logs in all clients. Resolves with how many are in, when all are or the time is over. */
  async connect(): Promise<{ bound: number; seconds: number }> {
    const startMs = performance.now();
    const loggedIn = inParallel(this.#clients, PARALLEL_LOG_INS, (client) => new Promise((resolve) => client.start(resolve)));
    await within(this.#plan.connectTimeoutMs, loggedIn);
    return { bound: this.#countBound(), seconds: (performance.now() - startMs) / 1000 };
  }

  progress(): Progress {
    const { sent, acked, delivered } = this.#ledger;
    return { bound: this.#countBound(), sent, acked, delivered };
  }

  /** Sends everything, each message at its time whether answers come or not, then waits and pulls. `phase` is called when the warm-up ends and when all is sent. */
  async run(phase: (name: 'measuring' | 'sent') => void): Promise<LoadResult> {
    const { rate, seconds, warmUpSeconds } = this.#plan;
    await this.#send(Math.floor(rate * warmUpSeconds), rate);
    phase('measuring');
    this.#scheduleStorm();
    const startMs = performance.now();
    const deliveredBefore = this.#ledger.delivered;
    await this.#send(Math.floor(rate * seconds), rate);
    phase('sent');
    const sendSeconds = (performance.now() - startMs) / 1000;
    const deliveredPerSecond = (this.#ledger.delivered - deliveredBefore) / sendSeconds;
    const unpulled = await this.#pullUntilFound(await this.#drain());
    return this.#result(deliveredPerSecond, unpulled);
  }

  close(): void {
    clearInterval(this.#ticker);
    clearTimeout(this.#storm);
    for (const client of this.#clients) client.stop();
  }

  #scheduleStorm(): void {
    const { storm } = this.#plan;
    if (!storm) return;
    this.#storm = setTimeout(() => {
      this.#watch.begin(performance.now());
      if (storm.cut) for (const client of this.#clients) client.cut();
    }, storm.afterSeconds * 1000);
  }

  #result(deliveredPerSecond: number, unpulled: number): LoadResult {
    const ledger = this.#ledger;
    const warmUp = Math.floor(this.#plan.rate * this.#plan.warmUpSeconds);
    return {
      traffic: ledger.traffic(),
      violations: ledger.violations(),
      wireDuplicates: ledger.wireDuplicates,
      measured: { sent: ledger.sent - warmUp, acked: ledger.measuredAcked, delivered: ledger.measuredDelivered },
      deliveredPerSecond,
      ack: ledger.ackMs,
      delivery: ledger.deliveryMs,
      unpulled,
      incidents: [...this.#incidents],
      ...(this.#plan.storm ? { resume: this.#watch.result() } : {}),
    };
  }

  /** Message n is due n / rate after the start, however late the one before was: a slow target does not slow its load down. */
  #send(total: number, rate: number): Promise<void> {
    const startMs = performance.now();
    let sent = 0;
    return new Promise((resolve) => {
      const timer = setInterval(() => {
        const nowMs = performance.now();
        const due = Math.min(total, Math.floor(((nowMs - startMs) * rate) / 1000) + 1);
        for (; sent < due; sent++) this.#sendNext(startMs + (sent * 1000) / rate, nowMs);
        if (sent < total) return;
        clearInterval(timer);
        resolve();
      }, 1);
    });
  }

  #sendNext(dueMs: number, nowMs: number): void {
    const sender = turnOf(this.#ledger.sent, this.#clients.length);
    this.#clients[sender]?.send(this.#ledger.send(sender, dueMs), nowMs);
  }

  /** Waits until everything has come, or nothing comes any more. Returns when something came last. */
  async #drain(): Promise<number> {
    const endMs = performance.now() + DRAIN_MAX_MS;
    const stillMs = this.#plan.stillMs ?? DEFAULT_STILL_MS;
    let before = -1;
    let movedMs = performance.now();
    for (;;) {
      const { acked, delivered, sent } = this.#ledger;
      const nowMs = performance.now();
      if (acked + delivered !== before) movedMs = nowMs;
      before = acked + delivered;
      if ((acked === sent && delivered === sent) || nowMs > endMs || nowMs - movedMs > stillMs) return movedMs;
      await timer(20);
    }
  }

  /** Pulls all conversations; again while something acknowledged is missing and its time is not over. Returns how many could not be pulled. */
  async #pullUntilFound(sinceMs: number): Promise<number> {
    const pulled = new Set<LoadClient>();
    const pullableWithinMs = this.#plan.pullableWithinMs ?? DEFAULT_PULLABLE_WITHIN_MS;
    const finalPullMs = this.#plan.finalPullMs ?? DEFAULT_FINAL_PULL_MS;
    for (;;) {
      const all = inParallel(this.#clients, PARALLEL_PULLS, async (client) => {
        if (await client.pullAll()) pulled.add(client);
      });
      await within(finalPullMs / 2, all);
      const unpulled = this.#clients.length - pulled.size;
      const spentMs = performance.now() - sinceMs;
      const complete = unpulled === 0 && this.#ledger.countLost() === 0;
      if (complete || spentMs > (unpulled === 0 ? pullableWithinMs : finalPullMs)) return unpulled;
      await timer(pullableWithinMs / 10);
    }
  }

  #countBound(): number {
    let bound = 0;
    for (const client of this.#clients) if (client.isBound) bound++;
    return bound;
  }

  /** A slice of the clients at a time, so that heartbeats spread evenly. */
  #tick(): void {
    const nowMs = performance.now();
    const slice = Math.ceil((this.#clients.length * 1000) / TICKS_PER_SECOND / CLIENT_TICK_MS);
    for (let i = 0; i < slice; i++) {
      this.#clients[this.#nextTick]?.tick(nowMs);
      this.#nextTick = (this.#nextTick + 1) % this.#clients.length;
    }
  }
}

/** First one member of every pair, then the other: two messages of one conversation are as far apart as they can be. */
function turnOf(message: number, clients: number): number {
  const turn = message % clients;
  const half = clients / 2;
  return clients === 1 ? 0 : turn < half ? 2 * turn : 2 * (turn - half) + 1;
}

async function inParallel<T>(items: readonly T[], width: number, each: (item: T) => Promise<void>): Promise<void> {
  let next = 0;
  const lane = async (): Promise<void> => {
    for (let item = items[next++]; item !== undefined; item = items[next++]) await each(item);
  };
  await Promise.all(Array.from({ length: width }, lane));
}

/** Resolves when the work is done, or without it when the time is over. */
async function within(ms: number, work: Promise<void>): Promise<void> {
  let timeout: NodeJS.Timeout | undefined;
  const over = new Promise<void>((resolve) => {
    timeout = setTimeout(resolve, ms);
  });
  await Promise.race([work, over]);
  clearTimeout(timeout);
}

function timer(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}
