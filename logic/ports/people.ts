// What logic needs to know of people and of what they are to each other. All of it is bound to one batch: logic/ports/index.ts says what that means.
import type { im } from '../../proto/rpc.ts';

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
  readonly findableByEmail: boolean;
  readonly whoMayWrite: im.WhoMayWrite;
}

export interface PeopleStore {
  /** True for a user that exists: not for a deleted account. */
  exists(user: string): Promise<boolean>;
  /** The same; and his account is not deleted before this batch has ended: what is stored about him is found by whoever forgets him. */
  lock(user: string): Promise<boolean>;
  /** By normalised name (see proto/text/names.ts). */
  findByName(nameKey: string): Promise<Person | undefined>;
  findById(user: string): Promise<OwnPerson | undefined>;
  /** The same, to be shown: it may come from a copy, which is as good but not read in the batch. What is decided or changed is decided on `byId`. */
  findCached(user: string): Promise<OwnPerson | undefined>;
  /** By an address' key, those who let themselves be found by it. */
  findByEmail(addressKey: string): Promise<Person | undefined>;
  /** Those whose name key begins with `prefix` and lies above `after` ('' = from the start), in the order of the keys' bytes, at most `limit`. */
  listByNamePrefix(prefix: string, after: string, limit: number): Promise<(Person & { readonly nameKey: string })[]>;
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
export interface FriendListReader {
  /** User ids of friends, in the order of their bytes, behind the user `after` ('' = from the start), at most `limit`. Any strings may be asked for. */
  listFriendIds(user: string, after: string, limit: number): Promise<string[]>;
}

/** How a sender stands to a receiver. */
export interface MessagingPolicy {
  /** The receiver exists: see People.exists. */
  readonly exists: boolean;
  readonly friends: boolean;
  /** Either one has blocked the other. */
  readonly blocked: boolean;
  /** What the receiver wants. */
  readonly whoMayWrite: im.WhoMayWrite;
}

export interface RelationStore {
  /** Both rows of two users, locked for the rest of the batch: what `one` knows of `other`, and the other way round. Rows that are not there are nothing of all that, version 0. */
  lockPair(one: string, other: string): Promise<[Relation, Relation]>;
  /** One row, not locked; the same when there is none. */
  find(user: string, other: string): Promise<Relation>;
  /** Changes a row that was locked in this command, or nothing in it, and gives it the user's next version, which it returns. */
  update(user: string, other: string, to: Partial<Omit<Relation, 'user' | 'other' | 'version'>>): Promise<number>;
  /** The user's version rises for a change of the own profile too. */
  bumpVersion(user: string): Promise<number>;
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
  /** User ids, in the order of their bytes, behind `after` ('' = from the start), at most `limit`: of a user's friends; or of any whom he is a friend of, has asked or was asked by, or has blocked. */
  listRelatedIds(user: string, which: 'friends' | 'any', after: string, limit: number): Promise<string[]>;
  /** What decides whether `sender` may write to `receiver`. Any strings may be asked for. */
  findMessagingPolicy(sender: string, receiver: string): Promise<MessagingPolicy>;
  /** Whether, in a conversation of two, either one has blocked the other; false for any other string. */
  isBlockedIn(conversation: string): Promise<boolean>;
  /** Rows with a version above `version`, rising, at most `limit`, and the user's version now. */
  listChangedSince(
    user: string,
    version: number,
    limit: number,
  ): Promise<{ relations: (Relation & { readonly person: Person })[]; version: number }>;
}
