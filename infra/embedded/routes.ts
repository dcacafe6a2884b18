// Routes in memory, for everything that runs in one process.
import type { RouteEntry, Routes } from '../ports.ts';

const GATE_TTL_MS = 10_000;

/** Is told who comes and goes. */
export interface RoutesListener {
  /** The user has a connection that was bound or asserted. `changed`: it was not there before. */
  here(user: string, changed: boolean): void;
  /** One of his connections is gone; whether he has others. */
  gone(user: string, others: boolean): void;
}

export interface EmbeddedRoutes extends Routes {
  readonly gateTtlMs: number;
  onChange(listener: RoutesListener): void;
  /** The user's connected sessions. */
  sessionsOf(user: string): string[];
}

export function embeddedRoutes({ gateTtlMs = GATE_TTL_MS }: { readonly gateTtlMs?: number } = {}): EmbeddedRoutes {
  let listener: RoutesListener | undefined;
  const users = new Map<string, Map<string, RouteEntry>>();
  const gatesUntil = new Map<string, number>();

  const alive = (route: RouteEntry): boolean => (gatesUntil.get(route.address.instance) ?? 0) > performance.now();

  /** Enters a route unless a higher epoch stands there; false when it stood there already. */
  const enter = (user: string, route: RouteEntry): boolean => {
    const sessions = users.get(user) ?? new Map<string, RouteEntry>();
    users.set(user, sessions);
    const before = sessions.get(route.session);
    if (before && (before.epoch > route.epoch || sameRoute(before, route))) return false;
    sessions.set(route.session, route);
    return true;
  };

  /** Nobody else removes the routes of a gate that went without a word. */
  const forgetDead = (user: string, except: string): void => {
    const sessions = users.get(user);
    for (const route of sessions?.values() ?? []) {
      if (route.session !== except && !alive(route)) sessions?.delete(route.session);
    }
  };

  const living = (user: string): RouteEntry[] => [...(users.get(user)?.values() ?? [])].filter(alive);

  return {
    gateTtlMs,
    onChange(told) {
      listener = told;
    },
    sessionsOf: (user) => living(user).map(({ session }) => session),

    async bind(entries) {
      for (const { user, route } of entries) {
        enter(user, route);
        forgetDead(user, route.session);
        // A log-in answered again after a restart is of a gate that died with the process before.
        if (alive(route)) listener?.here(user, true);
      }
    },

    async unbind(entries) {
      for (const { user, session, epoch } of entries) {
        const sessions = users.get(user);
        if (sessions?.get(session)?.epoch !== epoch) continue;
        sessions.delete(session);
        if (sessions.size === 0) users.delete(user);
        listener?.gone(user, sessions.size > 0);
      }
    },

    async assert(instance, entries) {
      gatesUntil.set(instance, performance.now() + gateTtlMs);
      const missing = new Set<string>();
      for (const { user, route } of entries) {
        const changed = enter(user, route);
        if (changed) missing.add(user);
        listener?.here(user, changed);
      }
      return [...missing];
    },

    async lookup(asked) {
      return asked.map(living);
    },

    async leave(instance) {
      gatesUntil.delete(instance);
    },
  };
}

function sameRoute(one: RouteEntry, other: RouteEntry): boolean {
  return (
    one.epoch === other.epoch &&
    one.address.instance === other.address.instance &&
    one.address.slot === other.address.slot &&
    one.address.connection === other.address.connection
  );
}
