// The ports for presence and the social graph. They work outside batches. Their answers may be outdated or incomplete.
import type { im } from '../../proto/rpc.ts';

export interface UserPresence {
  readonly userId: string;
  readonly state: im.PresenceState;
  /** Milliseconds since 1970; 0 = unknown, or not OFFLINE. */
  readonly lastSeen: number;
}

export interface PresenceChange extends UserPresence {
  /** The users who watch. The caller must check whether they are still friends. */
  readonly watchers: readonly string[];
}

/**
 * Presence, derived from routes. A user is online from the first connection until 10 s after the last one has ended. The
 * connections of a dead gate count as ended when the key of the gate expires after 10 s. Presence is a hint, as routes are: while
 * no gate sends heartbeats, no user goes offline. Throws when the store is unavailable.
 */
export interface PresenceStore {
  /** Marks a session as away or as back. A user is AWAY when all connected sessions are away. Going offline clears the marks. */
  setAway(userId: string, sessionId: string, away: boolean): Promise<void>;
  /**
   * The states of these users, in their order. `watcher` is notified of their changes for the next 5 minutes. If the store was
   * emptied, returns instead the number of milliseconds until its warm-up ends.
   */
  watch(watcher: string, userIds: readonly string[]): Promise<UserPresence[] | number>;
  /** The states of these users now, without a watch; empty during the warm-up. */
  getStates(userIds: readonly string[]): Promise<UserPresence[]>;
  /**
   * Examines at most `limit` users and takes their changes that are due. Each change is taken once, by one caller of all
   * instances. Changes without a watcher are left out. Stops at about `watchers` watchers. `more`: further changes wait.
   */
  takeChanges(limit: number, watchers?: number): Promise<{ readonly changes: readonly PresenceChange[]; readonly more: boolean }>;
}

/** Friends and participants, read outside batches: a very recent change may be missing. Throws when the store is unavailable. */
export interface SocialGraphReader {
  /** Those of `others` who are friends of the user, without a block in either direction. Accepts any strings. */
  filterFriends(userId: string, otherIds: readonly string[]): Promise<ReadonlySet<string>>;
  /**
   * The other participants of a conversation; undefined if the user is not a participant. Leaves out the peer of a direct
   * conversation if one of the two has blocked the other. Accepts any string.
   */
  findOtherParticipants(userId: string, conversationId: string): Promise<readonly string[] | undefined>;
  /** Whether the user is a former member of a group. Not cached. Accepts any strings. */
  isFormerMember(userId: string, groupId: string): Promise<boolean>;
}
