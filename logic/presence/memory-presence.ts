// Presence in memory, for everything in one process. It needs no warm-up: when the process starts, nobody is connected.
import type { MemoryRoutes } from '../../infra/memory/routes.ts';
import { PRESENCE_TIMES, type PresenceTimes } from '../../infra/ports/presence-times.ts';
import { im } from '../../proto/rpc.ts';
import type { PresenceChange, PresenceStore, UserPresence } from '../ports/index.ts';

const { OFFLINE, ONLINE, AWAY } = im.PresenceState;

/** What is known of one user. Times are of `performance.now()` unless they say otherwise. */
interface UserEntry {
  isOnline: boolean;
  /** When the user goes offline unless they reconnect; undefined = has a connection, as far as the routes have shown. */
  offlineAt: number | undefined;
  /** When to announce the state, if it differs from the announced one then. */
  announceAt: number | undefined;
  announced: { readonly state: im.PresenceState; readonly at: number } | undefined;
  /** Sessions that are marked as away. */
  readonly away: Set<string>;
  /** Milliseconds since 1970. */
  lastSeen: number;
  /** Watcher → when the watch ends. */
  readonly watchers: Map<string, number>;
}

/** The presence of the users of these routes. */
export function memoryPresence(
  routes: MemoryRoutes,
  { times = PRESENCE_TIMES }: { readonly times?: PresenceTimes } = {},
): PresenceStore {
  return new MemoryPresence(routes, times);
}

class MemoryPresence implements PresenceStore {
  readonly #routes: MemoryRoutes;
  readonly #times: PresenceTimes;
  readonly #users = new Map<string, UserEntry>();

  // Callers may take methods out of the object, so these are properties.
  readonly setAway: PresenceStore['setAway'] = async (user, session, away) => {
    const entry = this.#ensureEntry(user);
    if (away === entry.away.has(session)) return;
    if (away) entry.away.add(session);
    else entry.away.delete(session);
    scheduleAnnouncement(entry, performance.now());
  };

  readonly watch: PresenceStore['watch'] = async (watcher, users) => {
    for (const user of users) this.#ensureEntry(user).watchers.set(watcher, performance.now() + this.#times.watchTtlMs);
    return users.map((user) => this.#presenceOf(user));
  };

  readonly getStates: PresenceStore['getStates'] = async (users) => users.map((user) => this.#presenceOf(user));

  readonly takeChanges: PresenceStore['takeChanges'] = async (limit, watchers = Number.POSITIVE_INFINITY) => {
    const now = performance.now();
    const changes: PresenceChange[] = [];
    let usersLeft = limit;
    let watchersLeft = watchers;
    for (const [user, entry] of this.#users) {
      if (entry.isOnline) this.#recheck(user, entry, now);
      if (entry.announceAt === undefined || entry.announceAt > now) continue;
      if (usersLeft === 0 || watchersLeft <= 0) return { changes, more: true };
      usersLeft -= 1;
      const change = this.#announce(user, entry, now);
      if (!change) continue;
      watchersLeft -= change.watchers.length;
      changes.push(change);
    }
    return { changes, more: false };
  };

  constructor(routes: MemoryRoutes, times: PresenceTimes) {
    this.#routes = routes;
    this.#times = times;
    routes.onChange({
      onRouteSeen: (user, isNew) => this.#onRouteSeen(user, isNew),
      onRouteRemoved: (user, hasOthers) => this.#onRouteRemoved(user, hasOthers),
    });
  }

  #onRouteSeen(user: string, isNew: boolean): void {
    const entry = this.#ensureEntry(user);
    if (!entry.isOnline || (isNew && entry.away.size > 0)) scheduleAnnouncement(entry, performance.now());
    entry.isOnline = true;
    entry.offlineAt = undefined;
  }

  #onRouteRemoved(user: string, hasOthers: boolean): void {
    const entry = this.#ensureEntry(user);
    const at = performance.now() + this.#times.graceMs;
    if (hasOthers) {
      // The remaining sessions may all be away. That is announced unless this one reconnects.
      if (entry.away.size > 0) scheduleAnnouncement(entry, at);
      return;
    }
    entry.lastSeen = Date.now();
    entry.offlineAt = at;
  }

  #ensureEntry(user: string): UserEntry {
    const entry = this.#users.get(user) ?? {
      isOnline: false,
      offlineAt: undefined,
      announceAt: undefined,
      announced: undefined,
      away: new Set<string>(),
      lastSeen: 0,
      watchers: new Map<string, number>(),
    };
    this.#users.set(user, entry);
    return entry;
  }

  /** Compares an online user with the routes. */
  #recheck(user: string, entry: UserEntry, now: number): void {
    if (this.#routes.connectedSessionIds(user).length > 0) {
      entry.offlineAt = undefined;
    } else if (entry.offlineAt === undefined) {
      // The user's gate has died.
      entry.lastSeen = Date.now() - this.#routes.gateTtlMs;
      entry.offlineAt = now + this.#times.deadGateGraceMs;
    } else if (entry.offlineAt <= now) {
      entry.isOnline = false;
      entry.away.clear();
      scheduleAnnouncement(entry, now);
    }
  }

  #stateOf(user: string, entry: UserEntry): im.PresenceState {
    if (!entry.isOnline) return OFFLINE;
    if (entry.away.size === 0) return ONLINE;
    const sessions = this.#routes.connectedSessionIds(user);
    // Within the grace period without a connection: the state stays as announced.
    if (sessions.length === 0) return entry.announced?.state ?? OFFLINE;
    return sessions.every((session) => entry.away.has(session)) ? AWAY : ONLINE;
  }

  /** The announced state, or the one that is about to be announced: a reply must not differ from what watchers get. */
  #presenceOf(user: string): UserPresence {
    const entry = this.#users.get(user);
    const announced = entry?.announced?.state ?? OFFLINE;
    const state = entry?.isOnline ? (announced === OFFLINE ? this.#stateOf(user, entry) : announced) : OFFLINE;
    return { user, state, lastSeen: state === OFFLINE ? (entry?.lastSeen ?? 0) : 0 };
  }

  /** The change to announce of a user whose time has come, if any. */
  #announce(user: string, entry: UserEntry, now: number): PresenceChange | undefined {
    const notBefore = (entry.announced?.at ?? Number.NEGATIVE_INFINITY) + this.#times.debounceMs;
    if (notBefore > now) {
      entry.announceAt = notBefore;
      return undefined;
    }
    entry.announceAt = undefined;
    const state = this.#stateOf(user, entry);
    for (const [watcher, until] of entry.watchers) if (until <= now) entry.watchers.delete(watcher);
    if (state === (entry.announced?.state ?? OFFLINE)) return undefined;
    entry.announced = { state, at: now };
    if (entry.watchers.size === 0) return undefined;
    return { user, state, lastSeen: state === OFFLINE ? entry.lastSeen : 0, watchers: [...entry.watchers.keys()] };
  }
}

function scheduleAnnouncement(entry: UserEntry, at: number): void {
  entry.announceAt = Math.min(entry.announceAt ?? at, at);
}
