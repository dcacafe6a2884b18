// Presence in memory, for everything that runs in one process. Who starts anew knows everything: nobody was connected before.

import type { MemoryRoutes } from '../../infra/memory/routes.ts';
import { PRESENCE_TIMES, type PresenceTimes } from '../../infra/ports/presence-times.ts';
import { im } from '../../proto/rpc.ts';
import type { PresenceChange, PresenceStore, UserPresence } from '../ports/index.ts';

interface Someone {
  isThere: boolean;
  /** When he is gone unless he comes back; undefined = he has a connection, as far as anybody has seen. */
  goneAt: number | undefined;
  /** When to tell what has become of him, where that differs from what was told. */
  tellAt: number | undefined;
  told: { readonly state: im.PresenceState; readonly at: number } | undefined;
  readonly away: Set<string>;
  /** Milliseconds since 1970. */
  lastSeen: number;
  /** Watcher → until when. */
  readonly watchers: Map<string, number>;
}

/** Presence of the users of these routes. */
export function memoryPresence(
  routes: MemoryRoutes,
  { times = PRESENCE_TIMES }: { readonly times?: PresenceTimes } = {},
): PresenceStore {
  const { OFFLINE, ONLINE, AWAY } = im.PresenceState;
  const people = new Map<string, Someone>();

  const known = (user: string): Someone => {
    const there = people.get(user) ?? {
      isThere: false,
      goneAt: undefined,
      tellAt: undefined,
      told: undefined,
      away: new Set<string>(),
      lastSeen: 0,
      watchers: new Map<string, number>(),
    };
    people.set(user, there);
    return there;
  };
  const tell = (someone: Someone, at: number): void => {
    someone.tellAt = Math.min(someone.tellAt ?? at, at);
  };

  routes.onChange({
    onRouteSeen(user, changed) {
      const someone = known(user);
      if (!someone.isThere || (changed && someone.away.size > 0)) tell(someone, performance.now());
      someone.isThere = true;
      someone.goneAt = undefined;
    },
    onRouteRemoved(user, others) {
      const someone = known(user);
      const at = performance.now() + times.graceMs;
      if (others) {
        // They may all be away, which is told where this one does not come back.
        if (someone.away.size > 0) tell(someone, at);
        return;
      }
      someone.lastSeen = Date.now();
      someone.goneAt = at;
    },
  });

  const look = (user: string, someone: Someone, now: number): void => {
    if (routes.connectedSessionIds(user).length > 0) {
      someone.goneAt = undefined;
    } else if (someone.goneAt === undefined) {
      // His gate has died.
      someone.lastSeen = Date.now() - routes.gateTtlMs;
      someone.goneAt = now + times.deadGateGraceMs;
    } else if (someone.goneAt <= now) {
      someone.isThere = false;
      someone.away.clear();
      tell(someone, now);
    }
  };

  const stateOf = (user: string, someone: Someone): im.PresenceState => {
    if (!someone.isThere) return OFFLINE;
    if (someone.away.size === 0) return ONLINE;
    const sessions = routes.connectedSessionIds(user);
    // Without a connection, and not gone yet: as he was.
    if (sessions.length === 0) return someone.told?.state ?? OFFLINE;
    return sessions.every((session) => someone.away.has(session)) ? AWAY : ONLINE;
  };

  const presenceOf = (user: string): UserPresence => {
    const someone = people.get(user);
    const told = someone?.told?.state ?? OFFLINE;
    // As his friends were told, or will be: where nothing will be told nothing else may be answered.
    const state = someone?.isThere ? (told === OFFLINE ? stateOf(user, someone) : told) : OFFLINE;
    return { user, state, lastSeen: state === OFFLINE ? (someone?.lastSeen ?? 0) : 0 };
  };

  /** What is to be told of a user whose time has come, if anything. */
  const news = (user: string, someone: Someone, now: number): PresenceChange | undefined => {
    const again = (someone.told?.at ?? Number.NEGATIVE_INFINITY) + times.debounceMs;
    if (again > now) {
      someone.tellAt = again;
      return undefined;
    }
    someone.tellAt = undefined;
    const state = stateOf(user, someone);
    for (const [watcher, until] of someone.watchers) if (until <= now) someone.watchers.delete(watcher);
    if (state === (someone.told?.state ?? OFFLINE)) return undefined;
    someone.told = { state, at: now };
    if (someone.watchers.size === 0) return undefined;
    return { user, state, lastSeen: state === OFFLINE ? someone.lastSeen : 0, watchers: [...someone.watchers.keys()] };
  };

  return {
    async setAway(user, session, away) {
      const someone = known(user);
      if (away === someone.away.has(session)) return;
      if (away) someone.away.add(session);
      else someone.away.delete(session);
      tell(someone, performance.now());
    },

    async watch(watcher, users) {
      for (const user of users) known(user).watchers.set(watcher, performance.now() + times.watchTtlMs);
      return users.map(presenceOf);
    },

    getStates: async (users) => users.map(presenceOf),

    async takeChanges(limit, watchers = Number.POSITIVE_INFINITY) {
      const now = performance.now();
      const changes: PresenceChange[] = [];
      let left = limit;
      let unwatched = watchers;
      for (const [user, someone] of people) {
        if (someone.isThere) look(user, someone, now);
        if (someone.tellAt === undefined || someone.tellAt > now) continue;
        if (left === 0 || unwatched <= 0) return { changes, more: true };
        left -= 1;
        const change = news(user, someone, now);
        if (!change) continue;
        unwatched -= change.watchers.length;
        changes.push(change);
      }
      return { changes, more: false };
    },
  };
}
