// The commands of Presence: SetPresence, WatchPresence and Typing. They store nothing in tables, so `prepare` does all the work
// before the batch. Typing that is late or too frequent is dropped.
import type { Command } from '../../infra/ports/index.ts';
import { ImError } from '../../proto/errors.ts';
import { type Caller, type CommandHandler, commandHandler, type Handlers, im } from '../../proto/rpc.ts';
import { formerMember } from '../conversations/access.ts';
import type { PresenceStore, SocialGraphReader, UserPresence } from '../ports/index.ts';
import { Debounce } from './debounce.ts';

export interface PresenceDependencies {
  readonly presence: PresenceStore;
  readonly socialGraph: SocialGraphReader;
  /** A random number, 0 ≤ x < 1. */
  readonly random?: () => number;
}

export type PresenceCommand = Command<undefined>;
type PreparedCommand = { readonly caller: Caller };

export const MAX_WATCHED_USERS = 500;
/** Clients repeat Typing every 3 s, so an older one means that the user has stopped. */
const TYPING_TTL_MS = 3000;
/** Receivers do not need more frequent updates. */
const TYPING_INTERVAL_MS = 2000;
/**
 * How many Typing commands may wait for the store at once. Further ones are dropped, so that a slow store delays nothing else.
 */
const MAX_TYPING_IN_FLIGHT = 200;
/** The retries of clients after the warm-up are spread over this time. */
const RETRY_JITTER_MS = 2000;

export function presenceHandlers(dependencies: PresenceDependencies): Handlers<im.Presence, PresenceCommand> {
  return {
    setPresence: setPresence(dependencies),
    watchPresence: watchPresence(dependencies),
    typing: typing(dependencies),
  };
}

/** Presence for lists of friends: if the store is unavailable, all users are OFFLINE instead of an error. */
export function bestEffortPresence(presence: PresenceStore): { getStates(userIds: readonly string[]): Promise<UserPresence[]> } {
  return { getStates: (userIds) => presence.getStates(userIds).catch(() => []) };
}

/** Idempotent. The store gets the commands of one user in their order. */
function setPresence({ presence }: PresenceDependencies) {
  return commandHandler({
    async prepare({ away }: im.SetPresenceRequest, { caller }: PreparedCommand) {
      await presence.setAway(caller.userId, caller.sessionId, away);
    },
    handle: (): im.SetPresenceReply.$Properties => ({}),
  } satisfies CommandHandler<im.SetPresenceRequest, im.SetPresenceReply.$Properties, PresenceCommand, void>);
}

/** Throws BAD_LIMIT, or UNAVAILABLE with `retryAfterMs` while the store warms up. */
function watchPresence({ presence, socialGraph, random = Math.random }: PresenceDependencies) {
  return commandHandler({
    async prepare({ userIds }: im.WatchPresenceRequest, { caller }: PreparedCommand): Promise<UserPresence[]> {
      if (userIds.length > MAX_WATCHED_USERS)
        throw new ImError('BAD_LIMIT', `at most ${MAX_WATCHED_USERS} users can be watched at once`);
      const friends = await socialGraph.filterFriends(caller.userId, userIds);
      const watched = await presence.watch(caller.userId, [...friends]);
      if (typeof watched === 'number') {
        const retryAfterMs = Math.ceil(watched + random() * RETRY_JITTER_MS);
        throw new ImError('UNAVAILABLE', 'presence is warming up; retry after the given time', { retryAfterMs });
      }
      const states = new Map(watched.map((state) => [state.userId, state]));
      return [...new Set(userIds)].map(
        (userId) => states.get(userId) ?? { userId, state: im.PresenceState.OFFLINE, lastSeen: 0 },
      );
    },
    handle: (_request: im.WatchPresenceRequest, _command: PresenceCommand, presences: UserPresence[]) => ({ presences }),
  });
}

/** Pushes to the other participants. Throws NO_SUCH_CONVERSATION, or NOT_A_MEMBER for a former member. */
function typing({ socialGraph }: PresenceDependencies) {
  const debounce = new Debounce(TYPING_INTERVAL_MS);
  let inFlight = 0;
  return commandHandler({
    /** Returns the users to push to. */
    async prepare({ conversationId }: im.TypingRequest, { caller }: PreparedCommand): Promise<readonly string[]> {
      const key = `${caller.userId}/${conversationId}`;
      if (inFlight >= MAX_TYPING_IN_FLIGHT || isExpired(caller) || debounce.isTooSoon(key)) return [];
      inFlight += 1;
      try {
        const participants = await socialGraph.findOtherParticipants(caller.userId, conversationId);
        if (!participants) {
          if (await socialGraph.isFormerMember(caller.userId, conversationId)) throw formerMember();
          throw new ImError('NO_SUCH_CONVERSATION', 'you have no conversation with this id');
        }
        debounce.record(key);
        return participants;
      } catch (error) {
        if (error instanceof ImError) throw error;
        // The store is unavailable: drop this Typing, because it expires before the store is available again.
        return [];
      } finally {
        inFlight -= 1;
      }
    },
    handle({ conversationId }: im.TypingRequest, command: PresenceCommand, receivers: readonly string[]) {
      const { caller } = command;
      if (receivers.length > 0 && !isExpired(caller))
        command.push(receivers, { typing: { conversationId, userId: caller.userId } }, { ttlMs: TYPING_TTL_MS });
      return {};
    },
  });
}

function isExpired({ knownSince }: Caller): boolean {
  return performance.now() - knownSince > TYPING_TTL_MS;
}
