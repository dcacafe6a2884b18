// Sessions: opened by a password, bound to one connection at a time.
import type { Command, ConnectionAddress } from '../infra/ports.ts';
import { type Caller, im } from '../proto/contract.ts';
import { ImError } from '../proto/errors.ts';
import { newId } from '../proto/ids.ts';
import type { Account, AuthStored, Session } from './ports.ts';
import type { Tokens } from './tokens.ts';

export type AuthCommand = Command<AuthStored>;

const REQUEST_ID_BYTES = 16;
const MAX_DEVICE_NAME_CHARACTERS = 64;
const DEVICE_KINDS: ReadonlySet<string> = new Set(['phone', 'tablet', 'desktop', 'web']);

/** What a request that opens a session says about it. */
export interface Opening {
  readonly clientRequestId: Uint8Array;
  readonly deviceName: string;
}

/** Throws BAD_ARGUMENT where a session cannot be opened with this. */
export function assertOpening({ clientRequestId, deviceName }: Opening): void {
  if (clientRequestId.length !== REQUEST_ID_BYTES) throw new ImError('BAD_ARGUMENT', 'client_request_id is not 16 bytes');
  if (deviceName.length > 2 * MAX_DEVICE_NAME_CHARACTERS || [...deviceName].length > MAX_DEVICE_NAME_CHARACTERS)
    throw new ImError('BAD_ARGUMENT', `device_name is longer than ${MAX_DEVICE_NAME_CHARACTERS} characters`);
}

/** Opens a session and binds the caller's connection to it. */
export function openSession(command: AuthCommand, account: Account, opening: Opening): Session {
  const { caller, stored } = command;
  const session: Session = {
    session: newId(),
    user: account.user,
    epoch: 1,
    address: addressOf(caller),
    boundAt: caller.acceptedAt,
    deviceKind: DEVICE_KINDS.has(caller.deviceKind) ? caller.deviceKind : '',
    deviceName: opening.deviceName,
    // A copy: the request's bytes are a view of everything that came with it.
    clientRequestId: Uint8Array.from(opening.clientRequestId),
  };
  stored.sessions.add(session);
  command.bind({ user: session.user, session: session.session, epoch: session.epoch });
  return session;
}

/** The session opened by the same request before, bound to the caller's connection now; undefined when this is the first time. BAD_TOKEN where it has ended. */
export async function sessionOfResend(command: AuthCommand, account: Account, opening: Opening): Promise<Session | undefined> {
  const { sessions } = command.stored;
  const opened = await sessions.byRequest(account.user, opening.clientRequestId);
  if (!opened) return undefined;
  const living = await sessions.byId(opened.session);
  if (!living) throw new ImError('BAD_TOKEN', 'the session this request opened has ended');
  bindHere(command, living);
  return living;
}

/**
 * Binds a living session to the caller's connection, under the next epoch; the connection it had is hung up. EXPIRED when the session was bound by a
 * command that a gate accepted later: this one comes from a connection the client has given up, and must not take the session away from its successor.
 */
export function bindHere(command: AuthCommand, session: Session): void {
  const { caller, stored } = command;
  // With gates whose clocks differ a rightful resume may come here too: what is sent again is accepted later, in the end late enough.
  if (caller.acceptedAt < session.boundAt)
    throw new ImError('EXPIRED', 'the session was bound by a later command', { retryAfterMs: 500 });
  const address = addressOf(caller);
  const epoch = session.epoch + 1;
  stored.sessions.move(session.session, { epoch, address, boundAt: caller.acceptedAt });
  // A session that was made without a connection, with epoch 0, has none to hang up.
  if (session.epoch > 0 && !isSame(address, session.address)) command.hangUp(session.address, im.CloseReason.SESSION_REPLACED);
  command.bind({ user: session.user, session: session.session, epoch });
}

/** What the client is told. The token is derived, so that it is the same each time. */
export function loggedIn(tokens: Tokens, account: Account, session: Session): im.LoggedIn.$Properties {
  return { user: account.user, name: account.name, session: session.session, token: tokens.issue(session.session) };
}

/** What was found out before the batch does not hold in it. Sent again, the same request is looked at afresh. */
export function changedMeanwhile(): ImError {
  return new ImError('BUSY', 'the account changed meanwhile');
}

export function addressOf({ gate, connection }: Caller): ConnectionAddress {
  return { instance: gate.instance, slot: gate.slot, connection };
}

export function isSame(one: ConnectionAddress, other: ConnectionAddress): boolean {
  return one.instance === other.instance && one.connection === other.connection;
}
