// Who is there and who is typing. All of it is worth something only now: what is lost is asked for again, or not missed.
import { im } from '../../../proto/rpc.ts';
import { getRpc, type RpcApi } from '../api/rpc-api.ts';
import type { ClientSession } from '../connection/session.ts';
import type { Timing } from '../connection/timing.ts';

/** How a user is. */
export interface PresenceStatus {
  readonly user: string;
  readonly state: keyof typeof im.PresenceState;
  /** Milliseconds since 1970; 0 = not known, or not OFFLINE. */
  readonly lastSeen: number;
}

export interface PresenceApi {
  /**
   * From now on `presence` is emitted for these users and for no others: for each once as he is, then whenever that changes, until the client ends. Who is no friend is OFFLINE.
   * Resolves when it is known how they are; rejects with CallError where that takes too long, and is tried again by itself.
   */
  watch(users: readonly string[]): Promise<void>;
  /** The user is away from this device, or back; the client says so again after each reconnect. To be AWAY he must be away from all of his devices. Rejects with CallError where it could not be said now. */
  setAway(away: boolean): Promise<void>;
  /** The user is typing: may be called with each key, the others are told every few seconds. Never fails. */
  typing(conversation: string): void;
}

export interface PresenceTrackerOptions {
  readonly session: ClientSession;
  readonly call: RpcApi;
  readonly timing: Timing;
  readonly random: () => number;
  onPresence(presence: PresenceStatus): void;
  onTyping(typing: { readonly conversation: string; readonly user: string }): void;
}

/** What the client tells it. */
export interface PresenceTracker extends PresenceApi {
  /** True for an event that is its own; it has been dealt with. */
  handle(event: im.Push): boolean;
  /** The connection is new, or the server has lost sight of it: what it was told has to be told again. */
  onBound(): void;
  stop(): void;
}

// As many as the server takes at once.
const PAGE = 500;
// Later it is of no interest any more.
const TYPING_TIMEOUT_MS = 1000;

export function createPresenceTracker({ session, call, timing, random, ...told }: PresenceTrackerOptions): PresenceTracker {
  const known = new Map<string, PresenceStatus>();
  const typedAt = new Map<string, number>();
  const typingRoute = getRpc('Presence', 'typing');
  let watched: ReadonlySet<string> = new Set();
  let away = false;
  /** The server knows. */
  let isSaid = true;
  let saying: Promise<void> | undefined;
  let asking: Promise<void> | undefined;
  let again = false;
  let ended = false;
  let timer: NodeJS.Timeout | undefined;
  /** Pushed while an answer is on its way: newer than what it says. */
  let pushed = new Set<string>();

  function learn({ user, state, lastSeen }: im.UserPresence): void {
    const before = known.get(user);
    const now = { user, state: nameOf(state), lastSeen };
    if (!watched.has(user) || (before?.state === now.state && before.lastSeen === lastSeen)) return;
    known.set(user, now);
    told.onPresence(now);
  }

  /** Asks once more when it is asking already: since then something may have changed that was answered before. */
  function ask(): Promise<void> {
    if (asking) {
      again = true;
      return asking;
    }
    clearTimeout(timer);
    asking = askAll()
      .then(
        () => timing.watchAgainMs,
        (error: unknown) => {
          // The server forgets who watches after five minutes; a failure is mended sooner.
          askIn(timing.watchAgainMs / 8);
          throw error;
        },
      )
      .then(askIn)
      .finally(() => {
        asking = undefined;
      });
    return asking;
  }

  async function askAll(): Promise<void> {
    do {
      again = false;
      pushed = new Set();
      const users = [...watched];
      for (let at = 0; at < users.length; at += PAGE) {
        const { presences } = await call.presence.watchPresence({ users: users.slice(at, at + PAGE) });
        for (const presence of presences as im.UserPresence[]) if (!pushed.has(presence.user)) learn(presence);
      }
    } while (again);
  }

  function askIn(ms: number): void {
    if (!ended && watched.size > 0) timer = setTimeout(() => unwaited(ask()), ms * (0.75 + random() / 4));
  }

  /** One call at a time, and the last one counts. */
  function sayAway(): Promise<void> {
    isSaid = false;
    saying ??= sayAll().finally(() => {
      saying = undefined;
    });
    return saying;
  }

  async function sayAll(): Promise<void> {
    while (!isSaid) {
      const now = away;
      try {
        await call.presence.setPresence({ away: now });
        isSaid = now === away;
      } catch (error) {
        if (now === away) throw error;
      }
    }
  }

  return {
    async watch(users) {
      watched = new Set(users);
      for (const user of known.keys()) if (!watched.has(user)) known.delete(user);
      await ask();
    },
    async setAway(isAway) {
      away = isAway;
      await sayAway();
    },
    typing(conversation) {
      const now = performance.now();
      if (now - (typedAt.get(conversation) ?? Number.NEGATIVE_INFINITY) < timing.typingEveryMs) return;
      for (const [other, at] of typedAt) if (now - at >= timing.typingEveryMs) typedAt.delete(other);
      typedAt.set(conversation, now);
      const sent = session.request(typingRoute, im.TypingRequest.encode({ conversation }).finish(), TYPING_TIMEOUT_MS);
      // Told or not: it is said again as long as somebody types.
      sent.catch(() => undefined);
    },
    handle(event) {
      const presence = event.presence as im.UserPresence | null;
      const typing = event.typing as im.TypingNow | null;
      if (presence) {
        pushed.add(presence.user);
        learn(presence);
      } else if (typing) {
        told.onTyping({ conversation: typing.conversation, user: typing.user });
      }
      return Boolean(presence ?? typing);
    },
    onBound() {
      if (watched.size > 0) unwaited(ask());
      if (away || !isSaid) unwaited(sayAway());
    },
    stop() {
      ended = true;
      clearTimeout(timer);
    },
  };
}

/** Nobody waits for it: it is tried again by itself, or at the next connection. */
function unwaited(doing: Promise<void>): void {
  doing.catch(() => undefined);
}

/** A state that this client does not know is one of being there. */
function nameOf(state: im.PresenceState): PresenceStatus['state'] {
  if (state === im.PresenceState.OFFLINE) return 'OFFLINE';
  return state === im.PresenceState.AWAY ? 'AWAY' : 'ONLINE';
}
