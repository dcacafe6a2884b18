// What auth needs of the store. But for AccountReader all of it is bound to one batch: reads see what earlier commands of the batch wrote, and where
// commands of one batch get into each other's way (one name added twice, one session changed twice) the adapter throws DataError and they run one by one.
import type { ConnectionAddress } from '../infra/ports.ts';

export interface Account {
  /** 22 characters: 16 random bytes in base64url. */
  readonly user: string;
  /** As the owner wrote it, after NFKC. */
  readonly name: string;
  /** Unique. See proto/names.ts. */
  readonly nameKey: string;
  /** scrypt with its parameters, see password.ts. Never a password. */
  readonly passwordHash: string;
}

export interface Session {
  /** 22 characters: 16 random bytes in base64url. */
  readonly session: string;
  readonly user: string;
  /** Rises each time the session is bound to a connection; 0 = never yet. */
  readonly epoch: number;
  /** The connection of that epoch. */
  readonly address: ConnectionAddress;
  /** When the gate accepted the command that bound it, milliseconds since 1970. */
  readonly boundAt: number;
  readonly deviceKind: string;
  readonly deviceName: string;
  /** 16 bytes: the id of the request that opened it. A resend of that request finds it. */
  readonly clientRequestId: Uint8Array;
}

/** Accounts outside of any batch, for what has to be known before it: a password is verified there. May be stale. Throws when the store is away. */
export interface AccountReader {
  find(nameKey: string): Promise<Account | undefined>;
}

export interface Accounts {
  /** Locked for the rest of the batch: what several commands do to one account happens one after the other. */
  byName(nameKey: string): Promise<Account | undefined>;
  byId(user: string): Promise<Account | undefined>;
  /** Adds the account unless somebody has its name. Returns the account that has the name now; of several that are added at once exactly one gets it. */
  add(account: Account): Promise<Account>;
}

export interface Sessions {
  /** The living session (not ended), locked for the rest of the batch. Any string may be asked for. */
  byId(session: string): Promise<Session | undefined>;
  /** The session that this request of this user opened, ended or not. */
  byRequest(user: string, clientRequestId: Uint8Array): Promise<Session | undefined>;
  add(session: Session): void;
  /** Binds a session got by `byId` in this command to another connection. */
  move(session: string, to: Pick<Session, 'epoch' | 'address' | 'boundAt'>): void;
  /** Ends a session got by `byId` in this command for ever. */
  end(session: string): void;
}

export interface AuthStored {
  readonly accounts: Accounts;
  readonly sessions: Sessions;
}
