// The ports for presence and the social graph. They work outside batches, and their answers are hints, not the truth.
import type { im } from '../../proto/rpc.ts';

export interface UserPresence {
  readonly user: string;
  readonly state: im.PresenceState;
  /** Milliseconds since 1970; 0 = unknown, or not OFFLINE. */
  readonly lastSeen: number;
}

export interface PresenceChange extends UserPresence {
  /** The users who watch. The caller checks whether they may still know. */
  readonly watchers: readonly string[];
}

/**
 * Presence derived from routes. A user is online from the first connection until 10 s after the last one has ended; the
 * connections of a dead gate end after the gate's own 10 s. A hint, as routes are: while no gate sends heartbeats, nobody goes
 * offline. Throws when the store is unavailable.
 */
export interface PresenceStore {
  /** Marks a session as away, or as back. A user is AWAY when all connected sessions are; going offline clears the marks. */
  setAway(user: string, session: string, away: boolean): Promise<void>;
  /**
   * The states of these users, in their order; their changes go to `watcher` for the next 5 minutes. A number instead means that
   * the store was emptied and needs so many milliseconds to warm up.
   */
  watch(watcher: string, users: readonly string[]): Promise<UserPresence[] | number>;
  /** The states of these users now, without a watch; empty during the warm-up. */
  getStates(users: readonly string[]): Promise<UserPresence[]>;
  /**
   * Takes the changes to announce now, after it has examined at most `limit` users. Every change goes to one caller of all
   * instances, once. Changes without a watcher are left out. `more`: others wait, for example because about `watchers` are to be
   * notified already.
   */
  takeChanges(limit: number, watchers?: number): Promise<{ readonly changes: readonly PresenceChange[]; readonly more: boolean }>;
}

/** Friends and participants, read outside batches: a very recent change may be missing. Throws when the store is unavailable. */
export interface SocialGraphReader {
  /** Those of `others` who are friends of the user, without a block in either direction. Accepts any strings. */
  filterFriends(user: string, others: readonly string[]): Promise<ReadonlySet<string>>;
  /**
   * The other participants of a conversation of the user's; undefined when the user is not in it. In a direct conversation a
   * block in either direction leaves the peer out. Accepts any string.
   */
  findOtherParticipants(user: string, conversation: string): Promise<readonly string[] | undefined>;
}
