// Routes in memory, for everything that runs in one process.
import type { Route, Routes } from '../ports/index.ts';

const GATE_TTL_MS = 10_000;

/** Is told who comes and goes. */
export interface RouteListener {
  /** The user has a connection that was bound or asserted. `changed`: it was not there before. */
  onRouteSeen(user: string, changed: boolean): void;
  /** One of his connections is gone; whether he has others. */
  onRouteRemoved(user: string, others: boolean): void;
}

export interface MemoryRoutes extends Routes {
  readonly gateTtlMs: number;
  onChange(listener: RouteListener): void;
  /** The user's connected sessions. */
  connectedSessionIds(user: string): string[];
}

export function memoryRoutes({ gateTtlMs = GATE_TTL_MS }: { readonly gateTtlMs?: number } = {}): MemoryRoutes {
  let listener: RouteListener | undefined;
  const users = new Map<string, Map<string, Route>>();
  const gatesUntil = new Map<string, number>();

  const alive = (route: Route): boolean => (gatesUntil.get(route.address.instance) ?? 0) > performance.now();

  /** Enters a route unless a higher epoch stands there; false when it stood there already. */
  const enter = (user: string, route: Route): boolean => {
    const sessions = users.get(user) ?? new Map<string, Route>();
    users.set(user, sessions);
    const before = sessions.get(route.sessionId);
    if (before && (before.epoch > route.epoch || sameRoute(before, route))) return false;
    sessions.set(route.sessionId, route);
    return true;
  };

  /** Nobody else removes the routes of a gate that went without a word. */
  const forgetDead = (user: string, except: string): void => {
    const sessions = users.get(user);
    for (const route of sessions?.values() ?? []) {
      if (route.sessionId !== except && !alive(route)) sessions?.delete(route.sessionId);
    }
  };

  const living = (user: string): Route[] => [...(users.get(user)?.values() ?? [])].filter(alive);

  return {
    gateTtlMs,
    onChange(told) {
      listener = told;
    },
    connectedSessionIds: (user) => living(user).map(({ sessionId }) => sessionId),

    async bind(entries) {
      for (const { user, route } of entries) {
        enter(user, route);
        forgetDead(user, route.sessionId);
        // A log-in answered again after a restart is of a gate that died with the process before.
        if (alive(route)) listener?.onRouteSeen(user, true);
      }
    },

    async unbind(entries) {
      for (const { userId: user, sessionId: session, epoch } of entries) {
        const sessions = users.get(user);
        if (sessions?.get(session)?.epoch !== epoch) continue;
        sessions.delete(session);
        if (sessions.size === 0) users.delete(user);
        listener?.onRouteRemoved(user, sessions.size > 0);
      }
    },

    async refresh(instance, entries) {
      gatesUntil.set(instance, performance.now() + gateTtlMs);
      const missing = new Set<string>();
      for (const { user, route } of entries) {
        const changed = enter(user, route);
        if (changed) missing.add(user);
        listener?.onRouteSeen(user, changed);
      }
      return [...missing];
    },

    async lookup(asked) {
      return asked.map(living);
    },

    async removeGate(instance) {
      gatesUntil.delete(instance);
    },
  };
}

function sameRoute(one: Route, other: Route): boolean {
  return (
    one.epoch === other.epoch &&
    one.address.instance === other.address.instance &&
    one.address.slot === other.address.slot &&
    one.address.connection === other.address.connection
  );
}
