// Who is there, who is away, who is typing: one function for each rpc of Presence. Nothing of it is stored in the tables, so all is done before the batch; what is
// too late or too much is dropped.
import type { Command } from '../../infra/ports/index.ts';
import { ImError } from '../../proto/errors.ts';
import { type Caller, type CommandHandler, commandHandler, type Handlers, im } from '../../proto/rpc.ts';
import type { PresenceStore, SocialGraphReader, UserPresence } from '../ports/index.ts';

export interface PresenceDependencies {
  readonly presence: PresenceStore;
  readonly socialGraph: SocialGraphReader;
  /** 0 ≤ x < 1. */
  readonly random?: () => number;
}

export type PresenceCommand = Command<undefined>;
/** Without a handler's command. */
type Asked = { readonly caller: Caller };

export const MAX_WATCHED_USERS = 500;
/** Who has typed so long ago, and not since, has stopped: clients say it every 3 s. */
const TYPING_LIVES_MS = 3000;
/** More often nobody wants to know. */
const TYPING_EVERY_MS = 2000;
/** So many wait for the store at once at the most: beyond, this instance is behind, and it matters more that it catches up. */
const MAX_TYPING = 200;
/** Who has to wait for the store to know again does not come back together with all others. */
const SPREAD_MS = 2000;

export function presenceHandlers(services: PresenceDependencies): Handlers<im.Presence, PresenceCommand> {
  return {
    setPresence: setPresence(services),
    watchPresence: watchPresence(services),
    typing: typing(services),
  };
}

/** How friends are, for a list that does not wait for it: while the store is away they are OFFLINE. */
export function bestEffortPresence(presence: PresenceStore): { getStates(users: readonly string[]): Promise<UserPresence[]> } {
  return { getStates: (users) => presence.getStates(users).catch(() => []) };
}

/** Running it twice is harmless, and those of one user are asked of the store in their order. */
function setPresence({ presence }: PresenceDependencies) {
  return commandHandler({
    async prepare({ away }: im.SetPresenceRequest, { caller }: Asked) {
      await presence.setAway(caller.userId, caller.sessionId, away);
    },
    handle: (): im.SetPresenceReply.$Properties => ({}),
  } satisfies CommandHandler<im.SetPresenceRequest, im.SetPresenceReply.$Properties, PresenceCommand, void>);
}

function watchPresence({ presence, socialGraph, random = Math.random }: PresenceDependencies) {
  return commandHandler({
    async prepare({ users }: im.WatchPresenceRequest, { caller }: Asked): Promise<UserPresence[]> {
      if (users.length > MAX_WATCHED_USERS)
        throw new ImError('BAD_LIMIT', `at most ${MAX_WATCHED_USERS} users can be asked for at once`);
      const friends = await socialGraph.filterFriends(caller.userId, users);
      const known = await presence.watch(caller.userId, [...friends]);
      if (typeof known === 'number') {
        const retryAfterMs = Math.ceil(known + random() * SPREAD_MS);
        throw new ImError('UNAVAILABLE', 'it is not known yet who is there', { retryAfterMs });
      }
      const states = new Map(known.map((state) => [state.user, state]));
      return [...new Set(users)].map((user) => states.get(user) ?? { user, state: im.PresenceState.OFFLINE, lastSeen: 0 });
    },
    handle: (_request: im.WatchPresenceRequest, _command: PresenceCommand, presences: UserPresence[]) => ({ presences }),
  });
}

function typing({ socialGraph }: PresenceDependencies) {
  const pace = pacer(TYPING_EVERY_MS);
  let waiting = 0;
  return commandHandler({
    /** Who is to be told. */
    async prepare({ conversation }: im.TypingRequest, { caller }: Asked): Promise<readonly string[]> {
      const key = `${caller.userId}/${conversation}`;
      if (waiting >= MAX_TYPING || isLate(caller) || pace.isTooSoon(key)) return [];
      waiting += 1;
      try {
        const others = await socialGraph.findOtherParticipants(caller.userId, conversation);
        if (!others) throw new ImError('NO_SUCH_CONVERSATION', 'you have no conversation with this id');
        pace.passed(key);
        return others;
      } catch (error) {
        if (error instanceof ImError) throw error;
        // The store is away: what it is needed for is worth nothing when it is back.
        return [];
      } finally {
        waiting -= 1;
      }
    },
    handle({ conversation }: im.TypingRequest, command: PresenceCommand, others: readonly string[]) {
      const { caller } = command;
      if (others.length > 0 && !isLate(caller))
        command.push(others, { typing: { conversation, user: caller.userId } }, { ttlMs: TYPING_LIVES_MS });
      return {};
    },
  });
}

function isLate({ acceptedAt }: Caller): boolean {
  return Date.now() - acceptedAt > TYPING_LIVES_MS;
}

/** Remembers keys for so long after they passed. */
function pacer(everyMs: number): { isTooSoon(key: string): boolean; passed(key: string): void } {
  // Oldest first.
  const last = new Map<string, number>();
  return {
    isTooSoon(key) {
      for (const [other, at] of last) {
        if (performance.now() - at < everyMs) break;
        last.delete(other);
      }
      return last.has(key);
    },
    passed(key) {
      last.delete(key);
      last.set(key, performance.now());
    },
  };
}
