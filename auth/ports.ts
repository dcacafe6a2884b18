// The ports of auth. Accounts and Sessions belong to one batch: reads see the writes of earlier commands of the batch. If two
// commands conflict (both add one name or change one session), a call throws DataError, and the batch runs them one by one.
import type { ConnectionAddress } from '../infra/ports/index.ts';
import type { im } from '../proto/rpc.ts';

export interface Account {
  /** 22 characters: 16 random bytes in base64url. */
  readonly userId: string;
  /** As its owner wrote it, in NFKC. */
  readonly name: string;
  /** Unique. See proto/text/names.ts. */
  readonly nameKey: string;
  /** Unique, so that no two names look alike. See auth/names/name-skeleton.ts. */
  readonly nameSkeleton: string;
  /** argon2id or scrypt with its parameters, see password-hasher.ts. Never a password. */
  readonly passwordHash: string;
  /** A verified e-mail address as its owner wrote it; empty if there is none. */
  readonly email: string;
  /** Unique unless empty. See proto/text/email.ts. */
  readonly emailKey: string;
  /** True if no user can log in to the account or resume a session of it. */
  readonly disabled: boolean;
}

export interface Session {
  /** 22 characters: 16 random bytes in base64url. */
  readonly sessionId: string;
  readonly userId: string;
  /** Rises each time the session is bound to a connection; 0 = never bound. */
  readonly epoch: number;
  /** The connection of that epoch. */
  readonly connectionAddress: ConnectionAddress;
  /** When the session was bound, by the store's clock, in milliseconds since 1970. For display and order in lists. */
  readonly boundAt: number;
  /** The client instance that bound the session, and its attempt; empty and 0 if it did not say. */
  readonly clientInstanceId: Uint8Array;
  readonly connectionAttempt: number;
  readonly deviceKind: string;
  readonly deviceName: string;
  /** 16 bytes: the id of the request that opened the session. A resend of that request finds it. */
  readonly clientRequestId: Uint8Array;
  /** The number of the newest token; the first token has 0. */
  readonly tokenNumber: number;
  /** The highest token number that was used. Lower ones are invalid. */
  readonly usedTokenNumber: number;
}

/** A session as its owner sees it. */
export interface ListedSession extends Session {
  /** By the store's clock, in milliseconds since 1970. */
  readonly openedAt: number;
}

/**
 * Reads accounts outside of batches, for `prepare`, which verifies passwords. Reads may be stale. Throws if the store is
 * unavailable. Does not find deleted accounts.
 */
export interface AccountReader {
  findByName(nameKey: string): Promise<Account | undefined>;
  /** The account whose name looks like this one. */
  findSimilarName(nameSkeleton: string): Promise<Account | undefined>;
  findByEmail(emailKey: string): Promise<Account | undefined>;
  /** Accepts any text. */
  findById(userId: string): Promise<Account | undefined>;
  /** Whether another device has ended the session by which this device was known. Accepts any text. */
  isForgottenDevice(deviceId: string): Promise<boolean>;
}

/** What another account already has: the name, one that looks like it, or the e-mail address. */
export type AccountConflict = 'name' | 'similar-name' | 'email';

export interface Accounts {
  /** Locks the account for the rest of the batch: commands on one account run in turn. Does not find deleted accounts. */
  findByName(nameKey: string): Promise<Account | undefined>;
  /** Locks like `findByName`. Accepts any text; no account has the empty one. */
  findByEmail(emailKey: string): Promise<Account | undefined>;
  /** Does not lock. Accepts any text. */
  findById(userId: string): Promise<Account | undefined>;
  /** Like `findById`, but locks. */
  lock(userId: string): Promise<Account | undefined>;
  /** When the account was added, by the store's clock, in milliseconds since 1970. */
  readRegisteredAt(userId: string): Promise<number>;
  /** Adds the account, or reports the conflict and adds nothing. Of concurrent adds that conflict one succeeds. */
  add(account: Account): Promise<AccountConflict | undefined>;
  /** Updates an account that this command has locked. Returns 'email' and changes nothing if the e-mail address is in use. */
  update(
    userId: string,
    changes: Partial<Pick<Account, 'passwordHash' | 'email' | 'emailKey' | 'disabled'>>,
  ): Promise<AccountConflict | undefined>;
  /**
   * Deletes an account that this command has locked. Erases its name, e-mail address and password hash; other accounts may use
   * the name and the e-mail address. The id stays valid for users who have messages from the account.
   */
  remove(userId: string): void;
}

/** How long an unused session lives from now on, by the store's clock. */
export interface Lifetime {
  readonly lifetimeMs: number;
}

export interface Sessions {
  /** The living session (neither ended nor expired), locked for the rest of the batch. Accepts any text. */
  findById(sessionId: string): Promise<Session | undefined>;
  /** The session that this request of the user opened, ended or not. */
  findByRequest(userId: string, clientRequestId: Uint8Array): Promise<Session | undefined>;
  /** A user's living sessions, locked for the rest of the batch, the latest bound first, at most 1000. Lock the account first. */
  lockLiving(userId: string): Promise<ListedSession[]>;
  /** The same without locks, for commands that only read. */
  listLiving(userId: string): Promise<ListedSession[]>;
  add(session: Session & Lifetime): void;
  /** Updates a session that this command got from `findById` or `lockLiving`. */
  update(
    sessionId: string,
    changes: Partial<
      Pick<
        Session,
        'epoch' | 'connectionAddress' | 'boundAt' | 'clientInstanceId' | 'connectionAttempt' | 'tokenNumber' | 'usedTokenNumber'
      >
    > &
      Partial<Lifetime>,
  ): void;
  /**
   * Ends a session that this command got from `findById` or `lockLiving`, for good. `forgetsDevice`: its device is no known one
   * any more.
   */
  end(sessionId: string, options?: { readonly forgetsDevice: boolean }): void;
}

/** Auth's tables in one batch. */
export interface AuthStore {
  /** The store's clock, in milliseconds since 1970. */
  now(): number;
  readonly accounts: Accounts;
  readonly sessions: Sessions;
}

/** The service verify, called before a batch. All methods except `notifyOwner` throw ImError, UNAVAILABLE among them. */
export interface VerificationCodes {
  /**
   * Consumes the code of this e-mail address and purpose. A repeated `useId` gets the same answer. Throws WRONG_CODE,
   * TOO_MANY_TRIES and BAD_ADDRESS.
   */
  consume(code: {
    email: string;
    purpose: im.CodePurpose;
    code: string;
    useId: Uint8Array;
    /** The bytes that the code was requested with. */
    requester: Uint8Array;
  }): Promise<void>;
  /** Mails the owner of an e-mail address that a caller tried to use it. Never throws: the caller must not learn the result. */
  notifyOwner(owner: { email: string; purpose: im.CodePurpose; language: string }): Promise<void>;
  /**
   * Mails the former owner of an e-mail address that their account has another one now. Resolves once no crash can lose the
   * notice: verify mails it when it runs, at least once. Throws UNAVAILABLE.
   */
  notifyFormerOwner(owner: { email: string; language: string }): Promise<void>;
}
