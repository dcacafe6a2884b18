// The port PresenceStore in memory, for a process with the gate and all services. It needs no warm-up: before the process
// started, no user was connected.
import type { MemoryRoutes } from '../../infra/memory/routes.ts';
import { PRESENCE_TIMES, type PresenceTimes } from '../../infra/ports/presence-times.ts';
import { im } from '../../proto/rpc.ts';
import type { PresenceChange, PresenceStore, UserPresence } from '../ports/index.ts';

const { OFFLINE, ONLINE, AWAY } = im.PresenceState;

/** What is known of one user. Times are by performance.now(), except `lastSeen`. */
interface UserState {
  isOnline: boolean;
  /** When the user goes offline unless they reconnect; undefined = the user seems to have a connection. */
  offlineAt: number | undefined;
  /** When to announce the state, if it differs from the announced one. */
  announceAt: number | undefined;
  announced: { readonly state: im.PresenceState; readonly at: number } | undefined;
  readonly awaySessions: Set<string>;
  /** Milliseconds since 1970. */
  lastSeen: number;
  /** Watcher → until when they are notified. */
  readonly watchers: Map<string, number>;
}

/** Presence of the users of these routes. */
export function memoryPresence(
  routes: MemoryRoutes,
  { times = PRESENCE_TIMES }: { readonly times?: PresenceTimes } = {},
): PresenceStore {
  return new MemoryPresence(routes, times);
}

class MemoryPresence implements PresenceStore {
  readonly #routes: MemoryRoutes;
  readonly #times: PresenceTimes;
  readonly #users = new Map<string, UserState>();

  constructor(routes: MemoryRoutes, times: PresenceTimes) {
    this.#routes = routes;
    this.#times = times;
    routes.onChange({
      onRouteSeen: (userId, isNew) => this.#onRouteSeen(this.#stateOf(userId), isNew),
      onRouteRemoved: (userId, hasOthers) => this.#onRouteRemoved(this.#stateOf(userId), hasOthers),
    });
  }

  async setAway(userId: string, sessionId: string, away: boolean): Promise<void> {
    const state = this.#stateOf(userId);
    if (away === state.awaySessions.has(sessionId)) return;
    if (away) state.awaySessions.add(sessionId);
    else state.awaySessions.delete(sessionId);
    scheduleAnnouncement(state, performance.now());
  }

  async watch(watcher: string, userIds: readonly string[]): Promise<UserPresence[]> {
    const until = performance.now() + this.#times.watchTtlMs;
    for (const userId of userIds) this.#stateOf(userId).watchers.set(watcher, until);
    return this.getStates(userIds);
  }

  async getStates(userIds: readonly string[]): Promise<UserPresence[]> {
    return userIds.map((userId) => this.#presenceOf(userId));
  }

  async takeChanges(limit: number, watchers = Number.POSITIVE_INFINITY): ReturnType<PresenceStore['takeChanges']> {
    const now = performance.now();
    const changes: PresenceChange[] = [];
    let remaining = limit;
    let remainingWatchers = watchers;
    for (const [userId, state] of this.#users) {
      if (state.isOnline) this.#recheck(userId, state, now);
      if (state.announceAt === undefined || state.announceAt > now) continue;
      if (remaining === 0 || remainingWatchers <= 0) return { changes, more: true };
      remaining -= 1;
      const change = this.#announce(userId, state, now);
      if (!change) continue;
      remainingWatchers -= change.watchers.length;
      changes.push(change);
    }
    return { changes, more: false };
  }

  #stateOf(userId: string): UserState {
    const state = this.#users.get(userId) ?? {
      isOnline: false,
      offlineAt: undefined,
      announceAt: undefined,
      announced: undefined,
      awaySessions: new Set<string>(),
      lastSeen: 0,
      watchers: new Map<string, number>(),
    };
    this.#users.set(userId, state);
    return state;
  }

  #onRouteSeen(state: UserState, isNew: boolean): void {
    if (!state.isOnline || (isNew && state.awaySessions.size > 0)) scheduleAnnouncement(state, performance.now());
    state.isOnline = true;
    state.offlineAt = undefined;
  }

  #onRouteRemoved(state: UserState, hasOthers: boolean): void {
    const at = performance.now() + this.#times.graceMs;
    if (hasOthers) {
      // If all remaining sessions are away, the user is announced as away, unless this session returns before.
      if (state.awaySessions.size > 0) scheduleAnnouncement(state, at);
      return;
    }
    state.lastSeen = Date.now();
    state.offlineAt = at;
  }

  #recheck(userId: string, state: UserState, now: number): void {
    if (this.#routes.connectedSessionIds(userId).length > 0) {
      state.offlineAt = undefined;
    } else if (state.offlineAt === undefined) {
      // The gate of the user has died, so the user was last seen when its key was renewed for the last time.
      state.lastSeen = Date.now() - this.#routes.gateTtlMs;
      state.offlineAt = now + this.#times.deadGateGraceMs;
    } else if (state.offlineAt <= now) {
      state.isOnline = false;
      state.awaySessions.clear();
      scheduleAnnouncement(state, now);
    }
  }

  #currentState(userId: string, state: UserState): im.PresenceState {
    if (!state.isOnline) return OFFLINE;
    if (state.awaySessions.size === 0) return ONLINE;
    const sessionIds = this.#routes.connectedSessionIds(userId);
    // No connection, but within the grace period: the state does not change.
    if (sessionIds.length === 0) return state.announced?.state ?? OFFLINE;
    return sessionIds.every((sessionId) => state.awaySessions.has(sessionId)) ? AWAY : ONLINE;
  }

  #presenceOf(userId: string): UserPresence {
    const found = this.#users.get(userId);
    const announced = found?.announced?.state ?? OFFLINE;
    // A query returns the announced state, or the state that the next announcement will have, so that both always agree.
    const current = announced === OFFLINE && found ? this.#currentState(userId, found) : announced;
    const state = found?.isOnline ? current : OFFLINE;
    return { userId, state, lastSeen: state === OFFLINE ? (found?.lastSeen ?? 0) : 0 };
  }

  /** The change of a user whose announcement is due; undefined if the state is already announced or no user watches. */
  #announce(userId: string, state: UserState, now: number): PresenceChange | undefined {
    const nextAt = (state.announced?.at ?? Number.NEGATIVE_INFINITY) + this.#times.debounceMs;
    if (nextAt > now) {
      state.announceAt = nextAt;
      return undefined;
    }
    state.announceAt = undefined;
    const current = this.#currentState(userId, state);
    for (const [watcher, until] of state.watchers) if (until <= now) state.watchers.delete(watcher);
    if (current === (state.announced?.state ?? OFFLINE)) return undefined;
    state.announced = { state: current, at: now };
    if (state.watchers.size === 0) return undefined;
    const lastSeen = current === OFFLINE ? state.lastSeen : 0;
    return { userId, state: current, lastSeen, watchers: [...state.watchers.keys()] };
  }
}

function scheduleAnnouncement(state: UserState, at: number): void {
  state.announceAt = Math.min(state.announceAt ?? at, at);
}
