// What auth needs of the store. All of it is bound to one batch; reads see what earlier commands of the batch wrote.
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
  /** Rises each time the session is bound to a connection. */
  readonly epoch: number;
  /** The connection of that epoch. */
  readonly address: ConnectionAddress;
  readonly deviceKind: string;
  readonly deviceName: string;
  /** 16 bytes: the id of the request that opened it. A resend of that request finds it. */
  readonly clientRequestId: Uint8Array;
}

export interface Accounts {
  byName(nameKey: string): Promise<Account | undefined>;
  byId(user: string): Promise<Account | undefined>;
  /** Two accounts with one nameKey in one batch or in two at once: the second one's batch runs again and finds the first. */
  add(account: Account): void;
}

export interface Sessions {
  /** The living session (not ended), locked for the rest of the batch. Any string may be asked for. */
  byId(session: string): Promise<Session | undefined>;
  /** The session that this request of this user opened, ended or not. */
  byRequest(user: string, clientRequestId: Uint8Array): Promise<Session | undefined>;
  add(session: Session): void;
  /** Sets epoch and address. */
  move(session: string, epoch: number, address: ConnectionAddress): void;
  /** Ends it for ever. */
  end(session: string): void;
}

export interface AuthStored {
  readonly accounts: Accounts;
  readonly sessions: Sessions;
}
