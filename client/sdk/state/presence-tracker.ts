// Presence and typing of other users. Both are ephemeral: lost presence is requested again, and lost typing does not matter.

import type { im } from '../../../proto/rpc.ts';
import { getRpc } from '../api/contract.ts';
import type { RpcApi } from '../api/rpc-api.ts';
import type { ClientSession } from '../connection/session.ts';
import type { Timing } from '../connection/timing.ts';
import { wire } from '../wire/wire.ts';

/** The presence of one user. */
export interface PresenceStatus {
  readonly userId: string;
  readonly state: keyof typeof im.PresenceState;
  /** Milliseconds since 1970; 0 = unknown, or not OFFLINE. */
  readonly lastSeen: number;
}

export interface PresenceApi {
  /**
   * Sets the watched users. From now on the event `presence` is emitted only for them: once for the present state, then for every
   * change. A user who is not a friend is OFFLINE. Resolves when the present states are known. Rejects with CallError when that
   * takes too long; the client then retries by itself.
   */
  watch(userIds: readonly string[]): Promise<void>;
  /**
   * The user is away from this device, or back. The client repeats it after each reconnect. A user is AWAY when they are away
   * from all of their devices. Rejects with CallError when the server could not be reached now.
   */
  setAway(away: boolean): Promise<void>;
  /** Call it for each typed key: the other members are notified at most every few seconds. Never fails. */
  typing(conversationId: string): void;
}

export interface PresenceTrackerOptions {
  readonly session: ClientSession;
  readonly call: RpcApi;
  readonly timing: Timing;
  readonly random: () => number;
  onPresence(presence: PresenceStatus): void;
  onTyping(typing: { readonly conversationId: string; readonly userId: string }): void;
}

// The server's limit for one request.
const PAGE = 500;
// An older typing notification is useless.
const TYPING_TIMEOUT_MS = 1000;
// The server drops a watch list after five minutes. A failed renewal is retried after this share of the interval.
const RETRY_SHARE = 1 / 8;

export class PresenceTracker implements PresenceApi {
  readonly #options: PresenceTrackerOptions;
  readonly #typingRpc = getRpc('Presence', 'typing');
  readonly #known = new Map<string, PresenceStatus>();
  readonly #typedAt = new Map<string, number>();
  #watched: ReadonlySet<string> = new Set();
  #isAway = false;
  #isAwaySent = true;
  #sendingAway: Promise<void> | undefined;
  #fetching: Promise<void> | undefined;
  #mustFetchAgain = false;
  #hasEnded = false;
  #renewTimer: ReturnType<typeof setTimeout> | undefined;
  /** Users with a push since the request in flight began: these states are newer than the reply. */
  #pushed = new Set<string>();

  constructor(options: PresenceTrackerOptions) {
    this.#options = options;
  }

  async watch(userIds: readonly string[]): Promise<void> {
    this.#watched = new Set(userIds);
    for (const userId of this.#known.keys()) if (!this.#watched.has(userId)) this.#known.delete(userId);
    await this.#fetch();
  }

  async setAway(away: boolean): Promise<void> {
    this.#isAway = away;
    await this.#sendAway();
  }

  typing(conversationId: string): void {
    const { session, timing } = this.#options;
    const now = performance.now();
    if (now - (this.#typedAt.get(conversationId) ?? Number.NEGATIVE_INFINITY) < timing.typingEveryMs) return;
    for (const [other, at] of this.#typedAt) if (now - at >= timing.typingEveryMs) this.#typedAt.delete(other);
    this.#typedAt.set(conversationId, now);
    const payload = wire.TypingRequest.encode({ conversationId }).finish();
    // Ignore a failure: while the user types, the next notification follows.
    session.request(this.#typingRpc, payload, TYPING_TIMEOUT_MS).catch(() => undefined);
  }

  /** Handles a push of presence or typing. False for every other push. */
  handle(push: im.Push): boolean {
    const presence = push.presence as im.UserPresence | null;
    const typing = push.typing as im.TypingNow | null;
    if (presence) {
      this.#pushed.add(presence.userId);
      this.#update(presence);
    } else if (typing) {
      this.#options.onTyping({ conversationId: typing.conversationId, userId: typing.userId });
    }
    return Boolean(presence ?? typing);
  }

  /** Call it when the connection is new or the server has lost its state: repeats the watch list and the away state. */
  onBound(): void {
    if (this.#watched.size > 0) ignoreFailure(this.#fetch());
    if (this.#isAway || !this.#isAwaySent) ignoreFailure(this.#sendAway());
  }

  stop(): void {
    this.#hasEnded = true;
    clearTimeout(this.#renewTimer);
  }

  #update({ userId, state, lastSeen }: im.UserPresence): void {
    const before = this.#known.get(userId);
    const now = { userId, state: toStateName(state), lastSeen };
    if (!this.#watched.has(userId) || (before?.state === now.state && before.lastSeen === lastSeen)) return;
    this.#known.set(userId, now);
    this.#options.onPresence(now);
  }

  /**
   * Fetches the states of all watched users. If a fetch is running, another one follows it, because its replies may be outdated.
   */
  #fetch(): Promise<void> {
    if (this.#fetching) {
      this.#mustFetchAgain = true;
      return this.#fetching;
    }
    const { watchAgainMs } = this.#options.timing;
    clearTimeout(this.#renewTimer);
    this.#fetching = this.#fetchAll()
      .then(
        () => this.#scheduleFetch(watchAgainMs),
        (error: unknown) => {
          this.#scheduleFetch(watchAgainMs * RETRY_SHARE);
          throw error;
        },
      )
      .finally(() => {
        this.#fetching = undefined;
      });
    return this.#fetching;
  }

  async #fetchAll(): Promise<void> {
    do {
      this.#mustFetchAgain = false;
      this.#pushed = new Set();
      const userIds = [...this.#watched];
      for (let at = 0; at < userIds.length; at += PAGE) {
        const { presences } = await this.#options.call.presence.watchPresence({ userIds: userIds.slice(at, at + PAGE) });
        for (const presence of presences as im.UserPresence[]) if (!this.#pushed.has(presence.userId)) this.#update(presence);
      }
    } while (this.#mustFetchAgain);
  }

  #scheduleFetch(delayMs: number): void {
    if (this.#hasEnded || this.#watched.size === 0) return;
    const jitteredMs = delayMs * (0.75 + this.#options.random() / 4);
    this.#renewTimer = setTimeout(() => ignoreFailure(this.#fetch()), jitteredMs);
  }

  /** Sends one request at a time; the latest state wins. */
  #sendAway(): Promise<void> {
    this.#isAwaySent = false;
    this.#sendingAway ??= this.#sendAwayUntilCurrent().finally(() => {
      this.#sendingAway = undefined;
    });
    return this.#sendingAway;
  }

  async #sendAwayUntilCurrent(): Promise<void> {
    while (!this.#isAwaySent) {
      const away = this.#isAway;
      try {
        await this.#options.call.presence.setPresence({ away });
        this.#isAwaySent = away === this.#isAway;
      } catch (error) {
        if (away === this.#isAway) throw error;
      }
    }
  }
}

/** Ignores a rejection: the timer or the next connection retries. */
function ignoreFailure(promise: Promise<void>): void {
  promise.catch(() => undefined);
}

/** A state of a newer server counts as present. */
function toStateName(state: im.PresenceState): PresenceStatus['state'] {
  if (state === wire.PresenceState.OFFLINE) return 'OFFLINE';
  return state === wire.PresenceState.AWAY ? 'AWAY' : 'ONLINE';
}
