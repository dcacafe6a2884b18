// Keeps this gate's routes where others look them up. Routes are hints: when they are lost or cannot be reached, traffic goes on and
// whoever may have missed a push is told to sync.
import type { Log, Routes, UserRoute } from '../infra/ports/index.ts';
import type { Connection } from './connection.ts';
import type { Connections } from './connections.ts';
import { RESYNC } from './outgoing-frame.ts';

// A pass over all connections is spread over this many ticks, each of which is also the gate's sign of life.
const TICKS = 8;
const MAX_ENTRIES = 500;
// A gate silent for this long did not count, so its connections missed pushes, whether the store was away or the gate was frozen.
const GATE_TTL_MS = 10_000;
// Routes to remove that are kept while the store is away. They lead to connections that are gone and do no harm.
const MAX_KEPT_UNBINDS = 10_000;

interface Bound {
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
  /** All routes are asserted once within this time. */
  readonly intervalMs: number;
  now(): number;
}

export class RouteRefresher {
  readonly #options: RouteRefresherOptions;
  readonly #timer: NodeJS.Timeout;
  #phase = 0;
  #busy: Promise<void> | undefined;
  #failed = false;
  #assertedAt: number;
  #unbinds: Bound[] = [];
  #unbinding: Promise<void> | undefined;

  constructor(options: RouteRefresherOptions) {
    this.#options = options;
    this.#assertedAt = options.now();
    this.#timer = setInterval(() => this.#tick(), options.intervalMs / TICKS);
    this.#tick();
  }

  /** Removes a route, soon and together with others. */
  unbind(bound: Bound): void {
    this.#unbinds.push(bound);
    this.#unbinding ??= this.#removeAll();
  }

  /** Resolves when the routes of this gate do not count any more, as far as the store can be reached. */
  async stop(): Promise<void> {
    clearInterval(this.#timer);
    await this.#busy;
    await this.#unbinding;
    const { routes, instance, log } = this.#options;
    await routes.removeGate(instance).catch((error: unknown) => log.warn({ error: String(error) }, 'leaving the routes failed'));
  }

  #tick(): void {
    // A store that answers slowly is asked again when it has answered.
    if (this.#busy) return;
    this.#phase = (this.#phase + 1) % TICKS;
    this.#busy = this.#assertPhase().finally(() => {
      this.#busy = undefined;
    });
  }

  async #assertPhase(): Promise<void> {
    const { routes, instance, log } = this.#options;
    const due = [...this.#options.connections.all()].filter((one) => one.session && one.number % TICKS === this.#phase);
    try {
      for (let at = 0; at === 0 || at < due.length; at += MAX_ENTRIES) {
        // Closed while earlier entries were asserted: its route has been removed and must not come back.
        const some = due.slice(at, at + MAX_ENTRIES).filter((one) => one.isOpen);
        const missing = new Set(await routes.refresh(instance, this.#entriesOf(some)));
        for (const one of some) if (one.session && missing.has(one.session.userId)) one.send(RESYNC);
        this.#asserted();
      }
    } catch (error) {
      if (!this.#failed) log.warn({ error: String(error) }, 'routes cannot be reached');
      this.#failed = true;
    }
  }

  /** The store has answered: those that missed pushes while it could not be asked are told. */
  #asserted(): void {
    const { connections, log, now } = this.#options;
    const silentMs = now() - this.#assertedAt;
    this.#assertedAt = now();
    if (!this.#failed && silentMs < GATE_TTL_MS) return;
    this.#failed = false;
    log.info({ silentMs: Math.round(silentMs), connections: connections.count }, 'routes are asserted again');
    connections.sendToBound(RESYNC);
    if (this.#unbinds.length > 0) this.#unbinding ??= this.#removeAll();
  }

  #entriesOf(some: readonly Connection[]): UserRoute[] {
    const { instance, slot } = this.#options;
    return some.flatMap(({ session, number }) => {
      if (!session) return [];
      const address = { instance, slot, connection: number };
      return [{ userId: session.userId, route: { sessionId: session.sessionId, epoch: session.epoch, address } }];
    });
  }

  async #removeAll(): Promise<void> {
    const { routes, log } = this.#options;
    // Whatever else is unbound in this tick goes along.
    await Promise.resolve();
    while (this.#unbinds.length > 0) {
      const some = this.#unbinds.splice(0, MAX_ENTRIES);
      try {
        await routes.unbind(some);
      } catch (error) {
        // Tried again after the next assertion that succeeds.
        this.#unbinds = [...some, ...this.#unbinds].slice(-MAX_KEPT_UNBINDS);
        if (!this.#failed) log.warn({ error: String(error) }, 'routes cannot be removed');
        this.#failed = true;
        break;
      }
    }
    this.#unbinding = undefined;
  }
}
