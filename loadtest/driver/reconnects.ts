// Disconnects clients one after the other and lets them come back by Sync. Measures how long that takes, and checks whether Sync
// reports everything.
import { Histogram, type HistogramCounts } from '../ledger/histogram.ts';
import type { LoadClient, Reconnection } from './client/load-client.ts';

export interface ReconnectPlan {
  /** Clients that disconnect per second, during the measured part. */
  readonly perSecond: number;
  readonly awayMs: number;
}

export interface ReconnectResult {
  /** Clients that disconnected. */
  readonly disconnected: number;
  /** Clients that came back and caught up by Sync at the first attempt, before the run ended. */
  readonly synced: number;
  /** Calls of Sync: as many as `synced` if one was enough each time. */
  readonly syncCalls: number;
  /** Conversations in the replies of Sync, all together. */
  readonly changed: number;
  /** Conversations that had changed and that Sync omitted or reported incompletely. */
  readonly overlooked: number;
  /** Of Sync alone. */
  readonly syncMs: HistogramCounts;
  /** From the moment the client connects until it is logged in, knows what has changed, and has all messages. */
  readonly resumedMs: HistogramCounts;
  readonly syncedMs: HistogramCounts;
  readonly caughtUpMs: HistogramCounts;
}

export class ReconnectDriver {
  readonly #plan: ReconnectPlan;
  readonly #clients: readonly LoadClient[];
  readonly #away = new Set<LoadClient>();
  readonly #timers = new Set<NodeJS.Timeout>();
  readonly #syncMs = new Histogram();
  readonly #resumedMs = new Histogram();
  readonly #syncedMs = new Histogram();
  readonly #caughtUpMs = new Histogram();
  #next = 0;
  #disconnected = 0;
  #syncCalls = 0;
  #changed = 0;
  #overlooked = 0;

  constructor(plan: ReconnectPlan, clients: readonly LoadClient[]) {
    this.#plan = plan;
    this.#clients = clients;
  }

  /** Clients that are disconnected or reconnecting. */
  get inFlight(): number {
    return this.#away.size;
  }

  /** Disconnects as many clients as are due. Must be called often, with the seconds since the start. */
  tick(seconds: number): void {
    const due = Math.floor(seconds * this.#plan.perSecond);
    while (this.#disconnected < due) {
      const client = this.#nextConnected();
      if (!client) return;
      this.#disconnected++;
      this.#disconnect(client);
    }
  }

  stop(): void {
    for (const timer of this.#timers) clearTimeout(timer);
  }

  result(): ReconnectResult {
    return {
      disconnected: this.#disconnected,
      synced: this.#syncMs.samples,
      syncCalls: this.#syncCalls,
      changed: this.#changed,
      overlooked: this.#overlooked,
      syncMs: this.#syncMs,
      resumedMs: this.#resumedMs,
      syncedMs: this.#syncedMs,
      caughtUpMs: this.#caughtUpMs,
    };
  }

  #nextConnected(): LoadClient | undefined {
    for (let attempt = 0; attempt < this.#clients.length; attempt++) {
      const client = this.#clients[this.#next++ % this.#clients.length];
      if (client?.isBound && !this.#away.has(client)) return client;
    }
    return undefined;
  }

  #disconnect(client: LoadClient): void {
    this.#away.add(client);
    client.disconnect();
    const timer = setTimeout(() => {
      this.#timers.delete(timer);
      void client.reconnect().then((reconnection) => {
        this.#away.delete(client);
        if (reconnection) this.#count(reconnection);
      });
    }, this.#plan.awayMs);
    this.#timers.add(timer);
  }

  #count(reconnection: Reconnection): void {
    this.#syncMs.record(reconnection.syncMs);
    this.#resumedMs.record(reconnection.resumedMs);
    this.#syncedMs.record(reconnection.syncedMs);
    this.#caughtUpMs.record(reconnection.caughtUpMs);
    this.#syncCalls += reconnection.syncCalls;
    this.#changed += reconnection.changed;
    this.#overlooked += reconnection.overlooked;
  }
}
