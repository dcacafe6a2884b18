// What logic needs of the store. All of it is bound to one batch; reads see what earlier commands of the batch wrote. Where commands of one batch
// get into each other's way a call throws DataError, and they run one by one. To write, ids are ids of what exists, checked before in the same command.
import type { im } from '../proto/contract.ts';

/** A user as others see them. Of a deleted account every text is empty. */
export interface Person {
  readonly user: string;
  readonly name: string;
  readonly shownName: string;
  readonly avatarUrl: string;
  readonly about: string;
  readonly language: string;
}

export interface OwnPerson extends Person {
  readonly findableByAddress: boolean;
  readonly whoMayWrite: im.WhoMayWrite;
}

export interface People {
  /** True for a user that exists: not for a deleted account. */
  exists(user: string): Promise<boolean>;
  /** By normalised name (see proto/names.ts). */
  byName(nameKey: string): Promise<Person | undefined>;
  byId(user: string): Promise<OwnPerson | undefined>;
  /** By an address' key, those who let themselves be found by it. */
  byAddress(addressKey: string): Promise<Person | undefined>;
  /** Those whose name key begins with `prefix` and lies above `after` ('' = from the start), in the order of the keys' bytes, at most `limit`. */
  byPrefix(prefix: string, after: string, limit: number): Promise<(Person & { readonly nameKey: string })[]>;
  /** Changes what is given and nothing else. */
  update(user: string, to: Partial<Omit<OwnPerson, 'user' | 'name'>>): void;
}

/** What `other` is to `user`; each of two users has a row of his own about the other. */
export interface Relation {
  readonly user: string;
  readonly other: string;
  readonly friend: boolean;
  readonly remark: string;
  /** `other` has asked `user`. */
  readonly asksMe: boolean;
  /** `user` has asked `other`. */
  readonly asked: boolean;
  /** Of the open request, whoever made it. */
  readonly greeting: string;
  /** `user` has blocked `other`. */
  readonly blocked: boolean;
  /** Milliseconds since 1970: of the request or of the friendship. */
  readonly since: number;
  /** Rising over all relations and profile changes of `user`. */
  readonly version: number;
}

/** Who is whose friend, read outside of any batch: what was changed a moment ago may not show yet. Throws when the store is away. */
export interface FriendsReader {
  /** User ids of friends, in the order of their bytes, behind the user `after` ('' = from the start), at most `limit`. Any strings may be asked for. */
  friendsOf(user: string, after: string, limit: number): Promise<string[]>;
}

/** How a sender stands to a receiver. */
export interface Standing {
  readonly friends: boolean;
  /** Either one has blocked the other. */
  readonly blocked: boolean;
  /** What the receiver wants. */
  readonly whoMayWrite: im.WhoMayWrite;
}

export interface Relations {
  /** Both rows of two users, locked for the rest of the batch: what `one` knows of `other`, and the other way round. Rows that are not there are nothing of all that, version 0. */
  lock(one: string, other: string): Promise<[Relation, Relation]>;
  /** One row, not locked; the same when there is none. */
  get(user: string, other: string): Promise<Relation>;
  /** Changes a row that was locked in this command and gives it the user's next version, which it returns. */
  change(user: string, other: string, to: Partial<Omit<Relation, 'user' | 'other' | 'version'>>): Promise<number>;
  /** The user's version rises for a change of the own profile too. */
  touch(user: string): Promise<number>;
  /**
   * Friends, open requests to the user, or blocked ones, at most `limit`, behind the user `after` ('' = from the start): friends and blocked ones in the order of
   * their ids' bytes; requests the newest first, also where that of `after` was answered meanwhile.
   */
  list(
    user: string,
    which: 'friends' | 'asking' | 'blocked',
    after: string,
    limit: number,
  ): Promise<(Relation & { readonly person: Person })[]>;
  /** What decides whether `sender` may write to `receiver`. Any strings may be asked for. */
  standing(sender: string, receiver: string): Promise<Standing>;
  /** Rows with a version above `version`, rising, at most `limit`, and the user's version now. */
  changed(
    user: string,
    version: number,
    limit: number,
  ): Promise<{ relations: (Relation & { readonly person: Person })[]; version: number }>;
}

// ---------------------------------------------------------------- conversations and messages

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
  readonly relations: Relations;
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
  /** How these users are now, without a watcher; empty as long as the store does not know. */
  of(users: readonly string[]): Promise<UserPresence[]>;
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
