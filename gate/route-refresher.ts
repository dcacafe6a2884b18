// Keeps the routes of this gate's connections in the route store. Routes are hints: when the store loses them or is unreachable,
// traffic goes on, and the gate tells the clients that may have missed a push to sync.
import type { Log, Routes, UserRoute } from '../infra/ports/index.ts';
import type { Connection } from './connection/connection.ts';
import type { Connections } from './connection/connections.ts';
import { RESYNC } from './transport/outgoing-frame.ts';

// One refresh of all routes is spread over this many ticks. Each tick is also the gate's heartbeat.
const TICKS = 8;
// The most that `Routes.refresh` takes in one call.
const MAX_ENTRIES = 500;
// After this long without a heartbeat the routes of a gate do not count, so its clients have missed pushes. The cause does not
// matter: an unreachable store or a frozen gate.
const GATE_TTL_MS = 10_000;
// Removals kept while the store is unreachable. The routes lead to closed connections and do no harm.
const MAX_KEPT_REMOVALS = 10_000;

interface RouteRemoval {
  readonly userId: string;
  readonly sessionId: string;
  readonly epoch: number;
}

export interface RouteRefresherOptions {
  readonly routes: Routes;
  readonly connections: Connections;
  readonly instance: string;
  readonly slot: number;
  readonly log: Log;
  /** All routes are refreshed once within this time. */
  readonly intervalMs: number;
  /** Milliseconds. Never falls. */
  now(): number;
}

export class RouteRefresher {
  readonly #options: RouteRefresherOptions;
  readonly #timer: NodeJS.Timeout;
  #phase = 0;
  #refreshing: Promise<void> | undefined;
  #isFailing = false;
  #refreshedAt: number;
  #removals: RouteRemoval[] = [];
  #removing: Promise<void> | undefined;

  constructor(options: RouteRefresherOptions) {
    this.#options = options;
    this.#refreshedAt = options.now();
    this.#timer = setInterval(() => this.#tick(), options.intervalMs / TICKS);
    this.#tick();
  }

  /** Removes a route, soon and together with others. */
  unbind(removal: RouteRemoval): void {
    this.#removals.push(removal);
    this.#removing ??= this.#removeAll();
  }

  /** Resolves when the routes of this gate no longer count, or when the store turns out to be unreachable. */
  async stop(): Promise<void> {
    clearInterval(this.#timer);
    await this.#refreshing;
    await this.#removing;
    const { routes, instance, log } = this.#options;
    await routes
      .removeGate(instance)
      .catch((error: unknown) => log.warn({ err: error }, 'removing the routes of this gate failed, they expire'));
  }

  #tick(): void {
    // A slow store gets one request at a time.
    if (this.#refreshing) return;
    this.#phase = (this.#phase + 1) % TICKS;
    this.#refreshing = this.#refreshPhase().finally(() => {
      this.#refreshing = undefined;
    });
  }

  async #refreshPhase(): Promise<void> {
    const { routes, instance, log } = this.#options;
    const due = [...this.#options.connections.all()].filter((one) => one.session && one.number % TICKS === this.#phase);
    try {
      for (let at = 0; at === 0 || at < due.length; at += MAX_ENTRIES) {
        // A connection that closed during an earlier call has had its route removed: refreshing would bring it back.
        const some = due.slice(at, at + MAX_ENTRIES).filter((one) => one.isOpen);
        const missing = new Set(await routes.refresh(instance, this.#toEntries(some)));
        for (const one of some) if (one.session && missing.has(one.session.userId)) one.send(RESYNC);
        this.#onRefreshed();
      }
    } catch (error) {
      if (!this.#isFailing) log.warn({ err: error }, 'route store unreachable, failing open');
      this.#isFailing = true;
    }
  }

  /** The store has answered. If the gate did not count meanwhile, its clients may have missed pushes and must sync. */
  #onRefreshed(): void {
    const { connections, log, now } = this.#options;
    const silentMs = now() - this.#refreshedAt;
    this.#refreshedAt = now();
    if (!this.#isFailing && silentMs < GATE_TTL_MS) return;
    this.#isFailing = false;
    log.info({ silentMs: Math.round(silentMs), connections: connections.count }, 'routes restored, telling clients to sync');
    connections.sendToBound(RESYNC);
    if (this.#removals.length > 0) this.#removing ??= this.#removeAll();
  }

  #toEntries(connections: readonly Connection[]): UserRoute[] {
    const { instance, slot } = this.#options;
    return connections.flatMap(({ session, number }) => {
      if (!session) return [];
      const address = { instance, slot, connection: number };
      return [{ userId: session.userId, route: { sessionId: session.sessionId, epoch: session.epoch, address } }];
    });
  }

  async #removeAll(): Promise<void> {
    const { routes, log } = this.#options;
    // Collect the other removals of this tick.
    await Promise.resolve();
    while (this.#removals.length > 0) {
      const some = this.#removals.splice(0, MAX_ENTRIES);
      try {
        await routes.unbind(some);
      } catch (error) {
        // The next successful refresh retries.
        this.#removals = [...some, ...this.#removals].slice(-MAX_KEPT_REMOVALS);
        if (!this.#isFailing) log.warn({ err: error }, 'removing routes failed, retrying with the next refresh');
        this.#isFailing = true;
        break;
      }
    }
    this.#removing = undefined;
  }
}
