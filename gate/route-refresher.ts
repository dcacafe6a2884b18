// Keeps the routes of this gate's connections in the route store. Routes are hints. If the store loses them or is unavailable,
// commands and replies continue, and the gate later tells all clients that may have missed a push to sync.
import type { Log, Routes, UserRoute } from '../infra/ports/index.ts';
import type { Connection } from './connection/connection.ts';
import type { Connections } from './connection/connections.ts';
import { RESYNC } from './transport/outgoing-frame.ts';

// One refresh of all routes is spread over this many ticks. Each tick is also the gate's heartbeat.
const TICKS = 8;
// `Routes.refresh` takes at most this many entries per call.
const MAX_ENTRIES = 500;
// Without a heartbeat for this time, the routes of a gate do not count and its clients miss pushes. The cause is either an
// unavailable store or a frozen gate.
const GATE_TTL_MS = 10_000;
// While the store is unavailable, at most this many removals are kept. A route to a closed connection does no harm.
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

  /** Removes all routes of this gate. Resolves also if the store is unavailable: the routes then expire. */
  async stop(): Promise<void> {
    clearInterval(this.#timer);
    await this.#refreshing;
    await this.#removing;
    const { routes, instance, log } = this.#options;
    await routes
      .removeGate(instance)
      .catch((error: unknown) => log.warn({ err: error }, 'routes of the stopping gate not removed, they expire within 10 s'));
  }

  #tick(): void {
    // Skip this tick if the store is slow: it gets one request at a time.
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
        // Leave out connections that closed during an earlier call: a refresh would add their removed routes again.
        const some = due.slice(at, at + MAX_ENTRIES).filter((one) => one.isOpen);
        const missing = new Set(await routes.refresh(instance, this.#toEntries(some)));
        for (const one of some) if (one.session && missing.has(one.session.userId)) one.send(RESYNC);
        this.#onRefreshed();
      }
    } catch (error) {
      if (!this.#isFailing) log.warn({ err: error }, 'route store unavailable, pushes may be lost');
      this.#isFailing = true;
    }
  }

  /** Called when the store has answered. If the gate's key had expired, its clients may have missed pushes and must sync. */
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
    // Wait, so that the other removals of this tick go into the same call.
    await Promise.resolve();
    while (this.#removals.length > 0) {
      const some = this.#removals.splice(0, MAX_ENTRIES);
      try {
        await routes.unbind(some);
      } catch (error) {
        // The next successful refresh retries.
        this.#removals = [...some, ...this.#removals].slice(-MAX_KEPT_REMOVALS);
        if (!this.#isFailing) log.warn({ err: error }, 'routes of closed connections not removed, retrying');
        this.#isFailing = true;
        break;
      }
    }
    this.#removing = undefined;
  }
}
