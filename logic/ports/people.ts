// The ports for people and their relations. All but FriendListReader is bound to one batch: see index.ts.
import type { im } from '../../proto/rpc.ts';

/** A user as others see them. All texts of a deleted account are empty. */
export interface Person {
  readonly userId: string;
  readonly name: string;
  readonly displayName: string;
  readonly avatarUrl: string;
  readonly about: string;
  readonly language: string;
}

export interface OwnPerson extends Person {
  readonly findableByEmail: boolean;
  readonly whoMayWrite: im.WhoMayWrite;
}

export interface PeopleStore {
  /** False for an unknown id and for a deleted account. */
  exists(userId: string): Promise<boolean>;
  /**
   * As `exists`, with a lock: the account cannot be deleted before this batch has ended. So EraseUser finds and erases all that
   * the batch stores about the user.
   */
  lock(userId: string): Promise<boolean>;
  /** By normalised name (see proto/text/names.ts). */
  findByName(nameKey: string): Promise<Person | undefined>;
  findById(userId: string): Promise<OwnPerson | undefined>;
  /** As `findById`, for display only: it may come from a cache. Decisions and changes need `findById`. */
  findCached(userId: string): Promise<OwnPerson | undefined>;
  /** By the key of an e-mail address. Finds only users who allow to be found by e-mail. */
  findByEmail(emailKey: string): Promise<Person | undefined>;
  /** Users whose name key begins with `prefix` and is above `after` ('' = from the start), in the order of the keys' bytes. */
  listByNamePrefix(prefix: string, after: string, limit: number): Promise<(Person & { readonly nameKey: string })[]>;
  /** Changes the given fields only. */
  update(userId: string, to: Partial<Omit<OwnPerson, 'userId' | 'name'>>): void;
}

/** The relation of `userId` to `otherId`. Each of two users has a row about the other. */
export interface Relation {
  readonly userId: string;
  readonly otherId: string;
  readonly friend: boolean;
  readonly remark: string;
  /** `otherId` has an open friend request to `userId`. */
  readonly incomingRequest: boolean;
  /** `userId` has an open friend request to `otherId`. */
  readonly outgoingRequest: boolean;
  /** The greeting of the open request, in either direction. */
  readonly greeting: string;
  /** `userId` has blocked `otherId`. */
  readonly blocked: boolean;
  /** When the request or the friendship began, in milliseconds since 1970. */
  readonly since: number;
  /** The version of `userId` at the last change of this row. It rises with each change of their relations or profile. */
  readonly version: number;
}

/** The friends of a user, read outside batches: a very recent change may be missing. Throws when the store is unavailable. */
export interface FriendListReader {
  /** User ids above `after` ('' = from the start), in the order of their bytes, at most `limit`. Accepts any strings. */
  listFriendIds(userId: string, after: string, limit: number): Promise<string[]>;
}

/** The facts that decide whether a sender may message a receiver. */
export interface MessagingPolicy {
  /** The receiver exists: see PeopleStore.exists. */
  readonly exists: boolean;
  readonly friends: boolean;
  /** Either user has blocked the other. */
  readonly blocked: boolean;
  /** The receiver's setting. */
  readonly whoMayWrite: im.WhoMayWrite;
}

export interface RelationStore {
  /**
   * Locks both rows of two users for the rest of the batch: the row of `one` about `other`, and the reverse. A missing row has no
   * relation and version 0.
   */
  lockPair(one: string, other: string): Promise<[Relation, Relation]>;
  /** One row, without a lock. A missing row has no relation and version 0. */
  find(userId: string, otherId: string): Promise<Relation>;
  /** Changes a row that this command has locked and gives it the user's next version, which it returns. `to` may be empty. */
  update(userId: string, otherId: string, to: Partial<Omit<Relation, 'userId' | 'otherId' | 'version'>>): Promise<number>;
  /** Raises the user's version for a change of their own profile, and returns it. */
  bumpVersion(userId: string): Promise<number>;
  /**
   * For display only, as PeopleStore.findCached: friends, open requests to the user, or blocked users, after the user `after` (''
   * = from the start), at most `limit`. Friends and blocked users are in the order of their ids' bytes. Requests are newest
   * first; the page is right even if the request of `after` has been answered since.
   */
  list(
    userId: string,
    which: 'friends' | 'asking' | 'blocked',
    after: string,
    limit: number,
  ): Promise<(Relation & { readonly person: Person })[]>;
  /**
   * User ids above `after` ('' = from the start), in the order of their bytes, at most `limit`. 'friends': the user's friends.
   * 'any': also users with an open request in either direction, and users whom the user has blocked.
   */
  listRelatedIds(userId: string, which: 'friends' | 'any', after: string, limit: number): Promise<string[]>;
  /** Accepts any strings. */
  findMessagingPolicy(senderId: string, receiver: string): Promise<MessagingPolicy>;
  /** Whether either user of a direct conversation has blocked the other; false for any other string. */
  isBlockedIn(conversationId: string): Promise<boolean>;
  /** Rows with a version above `version`, in rising order, at most `limit`; and the user's current version. */
  listChangedSince(
    userId: string,
    version: number,
    limit: number,
  ): Promise<{ relations: (Relation & { readonly person: Person })[]; version: number }>;
}
