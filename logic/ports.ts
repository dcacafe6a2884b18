// What logic needs of the store. All of it is bound to one batch; reads see what earlier commands of the batch wrote.
import type { im } from '../proto/contract.ts';

/** A user as others see them. */
export interface Person {
  readonly user: string;
  readonly name: string;
}

export interface NewMessage {
  readonly sender: string;
  readonly receiver: string;
  /** 16 bytes. */
  readonly clientMessageId: Uint8Array;
  readonly text: string;
  /** Milliseconds since 1970. */
  readonly time: number;
}

export interface StoredMessage {
  readonly conversation: string;
  readonly seq: number;
  readonly sender: string;
  readonly clientMessageId: Uint8Array;
  readonly text: string;
  readonly time: number;
}

export interface ConversationSummary {
  readonly conversation: string;
  readonly peer: string;
  readonly peerName: string;
  readonly last: StoredMessage;
}

export interface People {
  /** True for a user that exists. Any string may be asked for. */
  exists(user: string): Promise<boolean>;
  /** By normalised name (see proto/names.ts). */
  byName(nameKey: string): Promise<Person | undefined>;
}

export interface Messages {
  /**
   * Stores a message under the next seq of its conversation, which is made when it is the first. A message with the same (conversation, sender, clientMessageId)
   * is returned as it stands, with `first` false, and nothing is stored. Ids are ids of existing users.
   */
  append(message: NewMessage): Promise<{ message: StoredMessage; first: boolean }>;
  /** Messages with seq > afterSeq, rising, at most `limit`; undefined when the user is not in the conversation. Any string may be asked for. */
  pull(
    user: string,
    conversation: string,
    afterSeq: number,
    limit: number,
  ): Promise<{ messages: StoredMessage[]; lastSeq: number } | undefined>;
}

export interface Conversations {
  /** The user's conversations with an id above `after` ('' = from the start; nothing is above what is no id), in the order of their ids' bytes, at most `limit`. */
  list(user: string, after: string, limit: number): Promise<ConversationSummary[]>;
}

export interface LogicStored {
  readonly people: People;
  readonly messages: Messages;
  readonly conversations: Conversations;
}

// ---------------------------------------------------------------- presence

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
  /**
   * What is to be told now, after a look at no more than `limit` users: each change is given to one caller of all instances, once. What nobody watches is left out. `more`: others wait.
   */
  takeChanges(limit: number): Promise<{ readonly changes: readonly PresenceChange[]; readonly more: boolean }>;
}

/** Who has to do with whom, read outside of any batch: what was changed a moment ago may not show yet. Throws when the store is away. */
export interface Acquaintances {
  /** Those of `others` who are friends of the user, none of them blocked, either way. Any strings may be asked for. */
  friendsAmong(user: string, others: readonly string[]): Promise<ReadonlySet<string>>;
  /** The other members of a conversation of the user's, without those he has blocked or who have blocked him where it is one of two; undefined when he is not in it. Any string may be asked for. */
  othersIn(user: string, conversation: string): Promise<readonly string[] | undefined>;
}
