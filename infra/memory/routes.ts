// The port Routes in memory, for a gate and services in one process.
import type { Route, Routes, UserRoute } from '../ports/index.ts';

const GATE_TTL_MS = 10_000;

/** Notified of connections as routes come and go. */
export interface RouteListener {
  /** A connection of the user was bound or refreshed. `isNew`: its route did not exist before. */
  onRouteSeen(userId: string, isNew: boolean): void;
  /** A connection of the user was unbound. `hasOthers`: the user has other routes. */
  onRouteRemoved(userId: string, hasOthers: boolean): void;
}

/** The port, with the hooks that presence in the same process needs. */
export class MemoryRoutes implements Routes {
  readonly gateTtlMs: number;
  #listener: RouteListener | undefined;
  /** User → session → route. */
  readonly #users = new Map<string, Map<string, Route>>();
  /** Gate → when its routes stop counting. */
  readonly #gatesUntil = new Map<string, number>();

  constructor({ gateTtlMs = GATE_TTL_MS }: { readonly gateTtlMs?: number } = {}) {
    this.gateTtlMs = gateTtlMs;
  }

  /** Sets the only listener. */
  onChange(listener: RouteListener): void {
    this.#listener = listener;
  }

  connectedSessionIds(userId: string): string[] {
    return this.#livingRoutes(userId).map(({ sessionId }) => sessionId);
  }

  async bind(entries: readonly UserRoute[]): Promise<void> {
    for (const { userId, route } of entries) {
      this.#enter(userId, route);
      this.#removeDead(userId, route.sessionId);
      // A log-in that is replayed after a restart names a gate that no longer runs: the user is not online by it.
      if (this.#isAlive(route)) this.#listener?.onRouteSeen(userId, true);
    }
  }

  async unbind(entries: Parameters<Routes['unbind']>[0]): Promise<void> {
    for (const { userId, sessionId, epoch } of entries) {
      const sessions = this.#users.get(userId);
      if (sessions?.get(sessionId)?.epoch !== epoch) continue;
      sessions.delete(sessionId);
      if (sessions.size === 0) this.#users.delete(userId);
      this.#listener?.onRouteRemoved(userId, sessions.size > 0);
    }
  }

  async refresh(instance: string, entries: readonly UserRoute[]): Promise<string[]> {
    this.#gatesUntil.set(instance, performance.now() + this.gateTtlMs);
    const missing = new Set<string>();
    for (const { userId, route } of entries) {
      const isNew = this.#enter(userId, route);
      if (isNew) missing.add(userId);
      this.#listener?.onRouteSeen(userId, isNew);
    }
    return [...missing];
  }

  async lookup(userIds: readonly string[]): Promise<Route[][]> {
    return userIds.map((userId) => this.#livingRoutes(userId));
  }

  async removeGate(instance: string): Promise<void> {
    this.#gatesUntil.delete(instance);
  }

  #isAlive(route: Route): boolean {
    return (this.#gatesUntil.get(route.address.instance) ?? 0) > performance.now();
  }

  #livingRoutes(userId: string): Route[] {
    return [...(this.#users.get(userId)?.values() ?? [])].filter((route) => this.#isAlive(route));
  }

  /** Enters a route unless the session has a higher epoch. Returns whether it is new. */
  #enter(userId: string, route: Route): boolean {
    const sessions = this.#users.get(userId) ?? new Map<string, Route>();
    this.#users.set(userId, sessions);
    const before = sessions.get(route.sessionId);
    if (before && (before.epoch > route.epoch || isSameRoute(before, route))) return false;
    sessions.set(route.sessionId, route);
    return true;
  }

  /** Removes routes of dead gates: a gate that died did not unbind them. */
  #removeDead(userId: string, exceptSessionId: string): void {
    const sessions = this.#users.get(userId);
    for (const route of sessions?.values() ?? []) {
      if (route.sessionId !== exceptSessionId && !this.#isAlive(route)) sessions?.delete(route.sessionId);
    }
  }
}

export function memoryRoutes(options?: { readonly gateTtlMs?: number }): MemoryRoutes {
  return new MemoryRoutes(options);
}

function isSameRoute(one: Route, other: Route): boolean {
  return (
    one.epoch === other.epoch &&
    one.address.instance === other.address.instance &&
    one.address.slot === other.address.slot &&
    one.address.connection === other.address.connection
  );
}
