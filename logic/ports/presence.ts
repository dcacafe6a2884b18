// Who is there: apart from all batches, and never the truth.
import type { im } from '../../proto/rpc.ts';

/** How a user is. */
export interface UserPresence {
  readonly user: string;
  readonly state: im.PresenceState;
  /** Milliseconds since 1970; 0 = not known, or not OFFLINE. */
  readonly lastSeen: number;
}

export interface PresenceChange extends UserPresence {
  /** Who asked to be told. Whether they still may know is the caller's to find out. */
  readonly watchers: readonly string[];
}

/**
 * Who is there, as the routes show it: from the first connection until none has come back for 10 s; a dead gate's connections count as gone after its own 10 s. Hints, as routes are.
 * While no gate was heard of lately, nobody is gone. Throws when the store is away.
 */
export interface PresenceStore {
  /** A session is away from its device, or back. A user is away when all of his connected sessions are; once he is offline it is forgotten. */
  setAway(user: string, session: string, away: boolean): Promise<void>;
  /** How these users are, in their order; changes from now on are told to `watcher` for 5 minutes. A number: the store was emptied, and for so many milliseconds it does not know. */
  watch(watcher: string, users: readonly string[]): Promise<UserPresence[] | number>;
  /** How these users are now, without a watcher; empty as long as the store does not know. */
  getStates(users: readonly string[]): Promise<UserPresence[]>;
  /**
   * What is to be told now, after a look at no more than `limit` users: each change is given to one caller of all instances, once. What nobody watches is left out. `more`: others wait, as they do once `watchers` are
   * to be told, or a few more.
   */
  takeChanges(limit: number, watchers?: number): Promise<{ readonly changes: readonly PresenceChange[]; readonly more: boolean }>;
}

/** Who has to do with whom, read outside of any batch: what was changed a moment ago may not show yet. Throws when the store is away. */
export interface SocialGraphReader {
  /** Those of `others` who are friends of the user, none of them blocked, either way. Any strings may be asked for. */
  filterFriends(user: string, others: readonly string[]): Promise<ReadonlySet<string>>;
  /** The other members of a conversation of the user's, without those he has blocked or who have blocked him where it is one of two; undefined when he is not in it. Any string may be asked for. */
  findOtherParticipants(user: string, conversation: string): Promise<readonly string[] | undefined>;
}
