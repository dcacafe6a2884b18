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
  /** The same; and his account is not deleted before this batch has ended: what is stored about him is found by whoever forgets him. */
  lock(user: string): Promise<boolean>;
  /** By normalised name (see proto/names.ts). */
  byName(nameKey: string): Promise<Person | undefined>;
  byId(user: string): Promise<OwnPerson | undefined>;
  /** The same, to be shown: it may come from a copy, which is as good but not read in the batch. What is decided or changed is decided on `byId`. */
  shown(user: string): Promise<OwnPerson | undefined>;
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
  /** The receiver exists: see People.exists. */
  readonly exists: boolean;
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
   * To be shown, as `People.shown`: friends, open requests to the user, or blocked ones, at most `limit`, behind the user `after` ('' = from the start): friends and blocked ones in the order of
   * their ids' bytes; requests the newest first, also where that of `after` was answered meanwhile.
   */
  list(
    user: string,
    which: 'friends' | 'asking' | 'blocked',
    after: string,
    limit: number,
  ): Promise<(Relation & { readonly person: Person })[]>;
  /** Whom a user is a friend of, has asked or was asked by, or has blocked, at most `limit`. */
  tiesOf(user: string, limit: number): Promise<string[]>;
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

/** What one of its members knows of a conversation: his row. */
export interface Membership {
  readonly conversation: string;
  readonly user: string;
  /** The other user of a conversation of two, oneself in one with oneself, '' for a group. */
  readonly peer: string;
  readonly group: boolean;
  /** The lowest and the highest seq the member may see. */
  readonly firstSeq: number;
  readonly lastSeq: number;
  /** Is no member any more. */
  readonly left: boolean;
  readonly readSeq: number;
  readonly deliveredSeq: number;
  readonly peerReadSeq: number;
  readonly peerDeliveredSeq: number;
  /** Messages of others behind readSeq: all but changes of other messages, and what happens in a group. */
  readonly unread: number;
  readonly pinned: boolean;
  readonly muted: boolean;
  /** Until the next message that is no change of another one. */
  readonly hidden: boolean;
  /** What is told is never above what is stored: who knows this number and no higher one has not missed a change. */
  readonly stateVersion: number;
}

export interface Content {
  readonly kind: im.MessageKind;
  readonly text: string;
  /** JSON, or ''. */
  readonly body: string;
  readonly replyTo: number;
  /** User ids. */
  readonly mentions: readonly string[];
  /** Of a change: the seq of what it changes; else 0. */
  readonly target: number;
  readonly emoji: string;
  readonly removed: boolean;
}

export interface NewMessage extends Content {
  readonly conversation: string;
  readonly sender: string;
  /** 16 bytes. */
  readonly clientMessageId: Uint8Array;
  /** Milliseconds since 1970. */
  readonly time: number;
}

/** As it is now: an edit or a recall has changed its content. */
export interface StoredMessage extends NewMessage {
  readonly seq: number;
  /** Of an EDITED: another edit has come after it, and its text is gone. */
  readonly edited: boolean;
  /** Its text, body and mentions are gone. */
  readonly recalled: boolean;
}

export interface Reaction {
  readonly emoji: string;
  readonly count: number;
  /** Also of the user who asks. */
  readonly mine: boolean;
}

export interface Page {
  readonly from: number;
  readonly to: number;
  readonly limit: number;
  /** The last ones of from ≤ seq ≤ to, instead of the first. */
  readonly last: boolean;
}

export interface Messages {
  /**
   * What this request stored before, if anything. Asked first in a command that appends: what the request needs may be gone by now (a receiver who has deleted his account, a right that was
   * taken away). Locks the conversation, where there is one, for the rest of the batch.
   */
  byClientId(conversation: string, sender: string, clientMessageId: Uint8Array): Promise<StoredMessage | undefined>;
  /**
   * Stores a message, or a change of one, under the next seq of its conversation, which is locked for the rest of the batch and made where it is not there. A message with the same
   * (conversation, sender, clientMessageId) is returned as it is now, with `first` false, and nothing is stored. The sender has a row in the conversation: see Conversations.ofTwo and
   * Groups.join. TEXT to CUSTOM count as unread for everybody but their sender.
   */
  append(message: NewMessage): Promise<{ message: StoredMessage; first: boolean }>;
  /** A message, its conversation locked for the rest of the batch: what is decided about it holds. Any id and number may be asked for. */
  lock(conversation: string, seq: number): Promise<StoredMessage | undefined>;
  /**
   * Gives a message that was locked in this command another content, for the change that this command has appended under the seq `by`. The content of the edit before it is emptied.
   */
  rewrite(
    target: StoredMessage,
    to: Partial<Pick<StoredMessage, 'text' | 'body' | 'mentions' | 'edited' | 'recalled'>>,
    by: number,
  ): void;
  /**
   * Messages of a page, rising, up to the first one that another command of this batch has not decided on; with what the user has hidden from himself. Whether he may see them is the
   * caller's to know. Any conversation may be asked for.
   */
  range(user: string, conversation: string, page: Page): Promise<readonly (StoredMessage & { readonly hidden: boolean })[]>;
  /** Sets or takes away a user's reaction to a message that was locked in this command. False where the message would have more than 20 different ones: then nothing is changed. */
  react(target: StoredMessage, user: string, emoji: string, removed: boolean): Promise<boolean>;
  /** Reactions to the messages from ≤ seq ≤ to as they are now, by seq; those of the most users first. */
  reactions(user: string, conversation: string, from: number, to: number): Promise<ReadonlyMap<number, readonly Reaction[]>>;
  /** Hides messages from one user, for good. */
  hide(user: string, conversation: string, seqs: readonly number[]): void;
}

export interface ConversationSummary extends Membership {
  /** The other user's name, or the group's; '' where the account was deleted. */
  readonly peerName: string;
  /** The last one that is no change of another message and not hidden from the member. */
  readonly last: StoredMessage | undefined;
}

export interface ConversationState {
  readonly conversation: string;
  readonly lastSeq: number;
  readonly stateVersion: number;
}

/** Any string may be asked for. */
export interface Conversations {
  /** Makes the conversation of two users, or of one with himself, with a row for each, unless it is there. It is locked for the rest of the batch. Returns its id (see conversationOf). */
  ofTwo(one: string, other: string): Promise<string>;
  /** The user's row, also of a former member. */
  membership(user: string, conversation: string): Promise<Membership | undefined>;
  /**
   * Changes the row of the caller, which is there, and returns it as it is then, with its next stateVersion. readSeq and deliveredSeq never go back. `hidden` holds until the next message.
   * Only commands of that user change these: they run one after the other.
   */
  change(
    user: string,
    conversation: string,
    to: Partial<Pick<Membership, 'readSeq' | 'deliveredSeq' | 'pinned' | 'muted' | 'hidden'>>,
  ): Promise<Membership>;
  /** Tells the row of `user` how far the other one of a conversation of two has got. Never goes back. */
  peerReached(user: string, conversation: string, to: { readonly readSeq: number; readonly deliveredSeq: number }): void;
  /** The user's conversations with an id above `after` ('' = from the start; nothing is above what is no id), in the order of their ids' bytes, at most `limit`. */
  page(user: string, after: string, limit: number): Promise<ConversationState[]>;
  /** These conversations as the user sees them; those he has no row in are left out. */
  summaries(user: string, conversations: readonly string[]): Promise<ConversationSummary[]>;
  /** Members with readSeq ≥ seq who may see it, with a user id above `after` ('' = from the start), in the order of the ids' bytes, at most `limit`. */
  readers(conversation: string, seq: number, after: string, limit: number): Promise<string[]>;
}

// ---------------------------------------------------------------- what is too old

/** Messages older than they are kept, by the store's clock. Works outside of batches, a little at a time; any number may do so at once. Throws when the store is away. */
export interface OldMessages {
  /** Looks at the next `limit` conversations behind `after` ('' = from the start), in the order of their ids' bytes: those with something to delete, and the last one; undefined = that was all. */
  find(
    after: string,
    limit: number,
    keepMs: number,
  ): Promise<{ readonly conversations: readonly string[]; readonly last: string | undefined }>;
  /**
   * Deletes up to `limit` of a conversation's first messages, each once: together they go and stop counting as unread, and firstSeq is above them. Reactions to them and the like go with a later call. The
   * conversation stays, and its seq goes on. `more`: call again.
   */
  delete(conversation: string, limit: number, keepMs: number): Promise<{ readonly messages: number; readonly more: boolean }>;
}

// ---------------------------------------------------------------- groups

export interface Group {
  /** Also the id of its conversation. */
  readonly group: string;
  readonly name: string;
  readonly avatarUrl: string;
  readonly about: string;
  readonly owner: string;
  readonly joinPolicy: im.JoinPolicy;
  readonly members: number;
  readonly createdAt: number;
  readonly dissolved: boolean;
}

export interface GroupMember {
  readonly user: string;
  readonly role: im.GroupRole;
  readonly mutedUntil: number;
  readonly joinedAt: number;
}

/** Groups themselves. What a change returns is the group as this command leaves it. */
export interface Groups {
  /** Not locked; also a dissolved one. */
  get(group: string): Promise<Group | undefined>;
  /** Locked for the rest of the batch. Who else of the batch locks it waits until this command has ended; whoever needs several asks for them in the order of their ids' bytes. */
  lock(group: string): Promise<Group | undefined>;
  /** Makes a group with its conversation, without members. This command has found before, by `lock`, that it is not there. */
  add(group: Omit<Group, 'members' | 'dissolved'>): Group;
  /** Changes a group that was locked in this command. */
  change(group: string, to: Partial<Pick<Group, 'name' | 'avatarUrl' | 'about' | 'owner' | 'joinPolicy' | 'dissolved'>>): Group;
}

/** Who is in a group. Lists do not show what their own command has changed. */
export interface GroupMembers {
  get(group: string, user: string): Promise<GroupMember | undefined>;
  /** User ids of all members, in the order of their bytes. */
  ids(group: string): Promise<readonly string[]>;
  /** User ids of the owner and the admins. */
  adminIds(group: string): Promise<readonly string[]>;
  /** Who is there longest but for one, admins first; undefined where nobody else is. */
  successorOf(group: string, user: string): Promise<GroupMember | undefined>;
  /** Ids of the groups a user is in, in the order of their bytes, at most `limit`. */
  groupIds(user: string, limit: number): Promise<string[]>;
  /** Members with a user id above `after` ('' = from the start), in the order of the ids' bytes, at most `limit`; the name is '' where the account was deleted. */
  list(group: string, after: string, limit: number): Promise<(GroupMember & { readonly name: string })[]>;
  /** To be shown, as `People.shown`: the groups a user is in, with an id above `after` ('' = from the start), in the order of the ids' bytes, at most `limit`. */
  groupsOf(user: string, after: string, limit: number): Promise<{ readonly group: Group; readonly member: GroupMember }[]>;
  /**
   * Makes users, who are no members, members of a group that was locked in this command; they see what is said from `from` on, a message that was stored in this command. Former members
   * do not see the gap. Requests of theirs are answered by it.
   */
  join(group: string, users: readonly Pick<GroupMember, 'user' | 'role'>[], from: StoredMessage): Promise<Group>;
  /** Ends memberships in a group that was locked in this command: what was said up to `leftSeq` stays readable. */
  leave(group: string, users: readonly string[], leftSeq: number): Promise<Group>;
  /** Changes members of a group that was locked in this command. */
  change(group: string, members: readonly GroupMember[]): void;
}

/** Who has asked to be let in. Changes are made under the group's lock, but for `removeOf`; a user's request replaces his earlier one. */
export interface GroupRequests {
  add(group: string, user: string, greeting: string, time: number): Promise<void>;
  get(group: string, user: string): Promise<JoinRequest | undefined>;
  remove(group: string, user: string): Promise<void>;
  removeAll(group: string): void;
  /** All that a user has made, in whatever group. */
  removeOf(user: string): void;
  /** Those of a user id above `after` ('' = from the start), in the order of the ids' bytes, at most `limit`. */
  list(group: string, after: string, limit: number): Promise<JoinRequest[]>;
}

export interface JoinRequest {
  readonly user: string;
  /** '' where the account was deleted. */
  readonly name: string;
  readonly greeting: string;
  readonly time: number;
}

export interface LogicStored {
  readonly people: People;
  readonly relations: Relations;
  readonly messages: Messages;
  readonly conversations: Conversations;
  readonly groups: Groups;
  readonly groupMembers: GroupMembers;
  readonly groupRequests: GroupRequests;
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
   * What is to be told now, after a look at no more than `limit` users: each change is given to one caller of all instances, once. What nobody watches is left out. `more`: others wait, as they do once `watchers` are
   * to be told, or a few more.
   */
  takeChanges(limit: number, watchers?: number): Promise<{ readonly changes: readonly PresenceChange[]; readonly more: boolean }>;
}

/** Who has to do with whom, read outside of any batch: what was changed a moment ago may not show yet. Throws when the store is away. */
export interface Acquaintances {
  /** Those of `others` who are friends of the user, none of them blocked, either way. Any strings may be asked for. */
  friendsAmong(user: string, others: readonly string[]): Promise<ReadonlySet<string>>;
  /** The other members of a conversation of the user's, without those he has blocked or who have blocked him where it is one of two; undefined when he is not in it. Any string may be asked for. */
  othersIn(user: string, conversation: string): Promise<readonly string[] | undefined>;
}
