// Clients that go away for a while, one after the other, and come back by Sync: how long that takes, and whether they are told everything.

import { Histogram, type HistogramCounts } from '../ledger/histogram.ts';
import type { LoadClient, Reconnection } from './client/load-client.ts';

export interface ReconnectPlan {
  /** Clients that go away per second, during the measured part. */
  readonly perSecond: number;
  readonly awayMs: number;
}

export interface ReconnectResult {
  /** Clients that went away. */
  readonly left: number;
  /** Those that came back and caught up by Sync at the first try, before the run ended. */
  readonly synced: number;
  /** Calls of Sync; as many as synced where one was enough each time. */
  readonly calls: number;
  /** Conversations that Sync told of, all together. */
  readonly changed: number;
  /** Conversations that had changed and of which Sync said nothing, or too little. */
  readonly overlooked: number;
  /** Of Sync alone. */
  readonly syncMs: HistogramCounts;
  /** From the moment the client connects: until it is logged in, has been told what changed, has all messages. */
  readonly resumedMs: HistogramCounts;
  readonly syncedMs: HistogramCounts;
  readonly caughtUpMs: HistogramCounts;
}

export class ReconnectDriver {
  readonly #plan: ReconnectPlan;
  readonly #clients: readonly LoadClient[];
  readonly #underWay = new Set<LoadClient>();
  readonly #timers = new Set<NodeJS.Timeout>();
  readonly #syncMs = new Histogram();
  readonly #resumedMs = new Histogram();
  readonly #syncedMs = new Histogram();
  readonly #caughtUpMs = new Histogram();
  #next = 0;
  #left = 0;
  #calls = 0;
  #changed = 0;
  #overlooked = 0;

  constructor(plan: ReconnectPlan, clients: readonly LoadClient[]) {
    this.#plan = plan;
    this.#clients = clients;
  }

  /** Who is away or on the way back. */
  get inFlight(): number {
    return this.#underWay.size;
  }

  /** Sends away as many as are due; to be called all the time, with the seconds since the start. */
  tick(seconds: number): void {
    const due = Math.floor(seconds * this.#plan.perSecond);
    while (this.#left < due) {
      const client = this.#nextPresent();
      if (!client) return;
      this.#left++;
      this.#sendAway(client);
    }
  }

  stop(): void {
    for (const timer of this.#timers) clearTimeout(timer);
  }

  result(): ReconnectResult {
    return {
      left: this.#left,
      synced: this.#syncMs.samples,
      calls: this.#calls,
      changed: this.#changed,
      overlooked: this.#overlooked,
      syncMs: this.#syncMs,
      resumedMs: this.#resumedMs,
      syncedMs: this.#syncedMs,
      caughtUpMs: this.#caughtUpMs,
    };
  }

  #nextPresent(): LoadClient | undefined {
    for (let tries = 0; tries < this.#clients.length; tries++) {
      const client = this.#clients[this.#next++ % this.#clients.length];
      if (client?.isBound && !this.#underWay.has(client)) return client;
    }
    return undefined;
  }

  #sendAway(client: LoadClient): void {
    this.#underWay.add(client);
    client.disconnect();
    const timer = setTimeout(() => {
      this.#timers.delete(timer);
      void client.reconnect().then((back) => {
        this.#underWay.delete(client);
        if (back) this.#count(back);
      });
    }, this.#plan.awayMs);
    this.#timers.add(timer);
  }

  #count(back: Reconnection): void {
    this.#syncMs.record(back.syncMs);
    this.#resumedMs.record(back.resumedMs);
    this.#syncedMs.record(back.syncedMs);
    this.#caughtUpMs.record(back.caughtUpMs);
    this.#calls += back.syncCalls;
    this.#changed += back.changed;
    this.#overlooked += back.overlooked;
  }
}
