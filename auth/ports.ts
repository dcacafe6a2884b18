// What auth needs from the outside. But for AccountReader, Hashing and CodeChecks all of it is bound to one batch: reads see what earlier commands of the batch wrote, and where
// commands of one batch get into each other's way (one name added twice, one session changed twice) the adapter throws DataError and they run one by one.
import type { ConnectionAddress } from '../infra/ports/index.ts';
import type { im } from '../proto/rpc.ts';

export interface Account {
  /** 22 characters: 16 random bytes in base64url. */
  readonly userId: string;
  /** As the owner wrote it, after NFKC. */
  readonly name: string;
  /** Unique. See proto/text/names.ts. */
  readonly nameKey: string;
  /** scrypt with its parameters, see password.ts. Never a password. */
  readonly passwordHash: string;
  /** A verified e-mail address as its owner wrote it; empty where there is none. */
  readonly email: string;
  /** Unique but for the empty one. See proto/text/email.ts. */
  readonly emailKey: string;
  /** Nobody may log in or resume. */
  readonly disabled: boolean;
}

export interface Session {
  /** 22 characters: 16 random bytes in base64url. */
  readonly sessionId: string;
  readonly userId: string;
  /** Rises each time the session is bound to a connection; 0 = never yet. */
  readonly epoch: number;
  /** The connection of that epoch. */
  readonly connectionAddress: ConnectionAddress;
  /** When the gate accepted the command that bound it, milliseconds since 1970. */
  readonly boundAt: number;
  readonly deviceKind: string;
  readonly deviceName: string;
  /** 16 bytes: the id of the request that opened it. A resend of that request finds it. */
  readonly clientRequestId: Uint8Array;
  /** How many tokens were issued one after the other: the newest has this number, the first has 0. */
  readonly tokenNumber: number;
  /** The highest number a token was used with; those below are dead. */
  readonly usedTokenNumber: number;
}

/** A session as its owner is shown it. */
export interface ListedSession extends Session {
  /** By the store's clock, milliseconds since 1970. */
  readonly openedAt: number;
}

/** Accounts outside of any batch, for what has to be known before it: a password is verified there. May be stale. Throws when the store is away. Deleted accounts are not found. */
export interface AccountReader {
  findByName(nameKey: string): Promise<Account | undefined>;
  findByEmail(emailKey: string): Promise<Account | undefined>;
  /** Any string may be asked for. */
  findById(user: string): Promise<Account | undefined>;
}

/** What somebody has already who is not this account. */
export type AccountConflict = 'name' | 'email';

export interface Accounts {
  /** Locked for the rest of the batch: what several commands do to one account happens one after the other. Deleted accounts are not found. */
  findByName(nameKey: string): Promise<Account | undefined>;
  /** Locked like `byName`. Any string may be asked for; the empty one is nobody's. */
  findByEmail(emailKey: string): Promise<Account | undefined>;
  /** Not locked. Any string may be asked for. */
  findById(user: string): Promise<Account | undefined>;
  /** Like `byId`, and locked. */
  lock(user: string): Promise<Account | undefined>;
  /** When it was added, by the store's clock, milliseconds since 1970. */
  readRegisteredAt(user: string): Promise<number>;
  /** Adds the account; or adds nothing and says what somebody else has. Of several that are added at once with one name or address exactly one is added. */
  add(account: Account): Promise<AccountConflict | undefined>;
  /** Changes an account that was read and locked in this command. Says 'email' and changes nothing where another account has the new address. */
  update(
    user: string,
    to: Partial<Pick<Account, 'passwordHash' | 'email' | 'emailKey' | 'disabled'>>,
  ): Promise<AccountConflict | undefined>;
  /** Deletes an account that was read and locked in this command: name, address and password hash are gone for good and free for others; the id stays, for those who have messages of it. */
  remove(user: string): void;
}

/** How long a session lives from now on when it is not bound again, by the store's clock. */
export interface Lifetime {
  readonly lifetimeMs: number;
}

export interface Sessions {
  /** The living session (neither ended nor expired), locked for the rest of the batch. Any string may be asked for. */
  findById(session: string): Promise<Session | undefined>;
  /** The session that this request of this user opened, ended or not. */
  findByRequest(user: string, clientRequestId: Uint8Array): Promise<Session | undefined>;
  /** All living sessions of a user, locked for the rest of the batch, the latest bound first. At most 1000. Lock the account before. */
  lockLiving(user: string): Promise<ListedSession[]>;
  /** The same without locks, for those who only look. */
  listLiving(user: string): Promise<ListedSession[]>;
  add(session: Session & Lifetime): void;
  /** Changes a session got by `byId` or `living` in this command: binds it to another connection, or counts its tokens. */
  update(
    session: string,
    to: Partial<Pick<Session, 'epoch' | 'connectionAddress' | 'boundAt' | 'tokenNumber' | 'usedTokenNumber'>> & Partial<Lifetime>,
  ): void;
  /** Ends a session got by `byId` or `living` in this command for ever. */
  end(session: string): void;
}

export interface AuthStore {
  readonly accounts: Accounts;
  readonly sessions: Sessions;
}

/** The service verify, asked before a batch. All throw ImError, UNAVAILABLE among them. */
export interface VerificationCodes {
  /** Uses up the code of this address and purpose; asked again with the same `use`, it answers the same. WRONG_CODE, TOO_MANY_TRIES, BAD_ADDRESS. */
  consume(code: { email: string; purpose: im.CodePurpose; code: string; use: Uint8Array; clientIp: string }): Promise<void>;
  /** Tells the owner of an address by mail that somebody tried to take it. Never throws: whoever asked must not learn how it went. */
  notifyOwner(owner: { email: string; purpose: im.CodePurpose; language: string }): Promise<void>;
  /** Tells whoever has this address by mail that it is not the one of his account any more. Resolves when that can be lost to no crash: verify mails it when it runs, once or, after a crash of its own, twice. UNAVAILABLE. */
  notifyFormerOwner(owner: { email: string; language: string }): Promise<void>;
}
