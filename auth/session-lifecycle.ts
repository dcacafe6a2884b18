// The life of a session: bound to one connection at a time, ended for good.
import type { ConnectionAddress } from '../infra/ports/index.ts';
import { ImError } from '../proto/errors.ts';
import { type Caller, im } from '../proto/rpc.ts';
import type { Account, ListedSession, Session } from './ports.ts';
import type { AuthCommand, AuthServices } from './services.ts';
import type { AuthSettings } from './settings.ts';

const REQUEST_ID_BYTES = 16;

/** Throws BAD_ARGUMENT. */
export function assertRequestId(clientRequestId: Uint8Array): void {
  if (clientRequestId.length !== REQUEST_ID_BYTES) throw new ImError('BAD_ARGUMENT', 'client_request_id must have 16 bytes');
}

/**
 * Binds a living session to the caller's connection under the next epoch, restarts its lifetime, and disconnects its former
 * connection. Throws EXPIRED if a later command has bound the session: the client has abandoned this connection.
 */
export function bindSession(
  command: AuthCommand,
  session: Session,
  settings: AuthSettings,
  usedTokenNumber = session.usedTokenNumber,
): void {
  const { caller, tx } = command;
  if (isSuperseded(caller, session))
    throw new ImError('EXPIRED', 'the session was bound by a later command of this client', { retryAfterMs: 500 });
  const epoch = session.epoch + 1;
  tx.sessions.update(session.sessionId, {
    epoch,
    connectionAddress: connectionAddressOf(caller),
    boundAt: tx.now(),
    clientInstanceId: Uint8Array.from(caller.clientInstanceId),
    connectionAttempt: caller.connectionAttempt,
    usedTokenNumber,
    lifetimeMs: settings.sessionMs,
  });
  disconnectElsewhere(command, session, im.CloseReason.SESSION_REPLACED);
  command.bind({ userId: session.userId, sessionId: session.sessionId, epoch });
}

/**
 * True when the client has already bound the session on a later connection, and so has abandoned this one. The client's own count
 * decides. Clocks of two gates do not: one that is ahead would keep the session for itself.
 */
function isSuperseded({ clientInstanceId, connectionAttempt, gate, connection }: Caller, session: Session): boolean {
  if (clientInstanceId.length > 0 && Buffer.compare(clientInstanceId, session.clientInstanceId) === 0)
    return connectionAttempt < session.connectionAttempt;
  // A gate numbers its connections in their order.
  const { connectionAddress } = session;
  return gate.instance === connectionAddress.instance && connection < connectionAddress.connection;
}

/** The reply of Register, LogIn and Resume, with the newest token. A replay derives the same token. */
export function loggedInReply({ tokens, settings }: AuthServices, account: Account, session: Session): im.LoggedIn.$Properties {
  return {
    userId: account.userId,
    name: account.name,
    sessionId: session.sessionId,
    token: tokens.issue(session.sessionId, session.tokenNumber),
    tokenLivesSeconds: tokenLifetimeSeconds(settings),
    deviceToken: tokens.issueDevice(account.userId, session.sessionId),
  };
}

export function tokenLifetimeSeconds({ sessionMs }: AuthSettings): number {
  return Math.floor(sessionMs / 1000);
}

/**
 * Ends a living session for good and disconnects its connection, except the caller's own. `forgetsDevice`: the user has ended it
 * from another device, which may be stolen or somebody else's: it has no lane of its own any more (adr/0020).
 */
export function terminateSession(
  command: AuthCommand,
  session: Session,
  reason: im.CloseReason,
  options?: { readonly forgetsDevice: boolean },
): void {
  command.tx.sessions.end(session.sessionId, options);
  disconnectElsewhere(command, session, reason);
}

/** What `lockCallerSessions` returns. */
export interface CallerSessions {
  readonly account: Account;
  readonly own: ListedSession;
  readonly others: readonly ListedSession[];
}

/**
 * The caller's account and its living sessions, locked in the order that all commands use. Throws NOT_LOGGED_IN if the caller's
 * own session has ended: its command must end no other session.
 */
export async function lockCallerSessions({ caller, tx }: AuthCommand): Promise<CallerSessions> {
  const account = await tx.accounts.lock(caller.userId);
  if (!account) throw sessionEnded();
  const living = await tx.sessions.lockLiving(account.userId);
  const own = living.find(({ sessionId }) => sessionId === caller.sessionId);
  if (!own) throw sessionEnded();
  return { account, own, others: living.filter((session) => session !== own) };
}

/** Disconnects the caller after a log-out. */
export function disconnectCaller(command: AuthCommand): void {
  command.disconnect(connectionAddressOf(command.caller), im.CloseReason.LOGGED_OUT);
}

/** The session ended while this command was on its way. */
export function sessionEnded(): ImError {
  return new ImError('NOT_LOGGED_IN', 'this session has ended');
}

/** The account has changed between `prepare` and the batch. The client sends the same request again. */
export function accountChanged(): ImError {
  return new ImError('BUSY', 'the account has changed: send the request again');
}

export function connectionAddressOf({ gate, connection }: Caller): ConnectionAddress {
  return { instance: gate.instance, slot: gate.slot, connection };
}

function disconnectElsewhere(command: AuthCommand, { epoch, connectionAddress }: Session, reason: im.CloseReason): void {
  const own = connectionAddressOf(command.caller);
  const isOwn = own.instance === connectionAddress.instance && own.connection === connectionAddress.connection;
  // A session with epoch 0 was created without a connection.
  if (epoch > 0 && !isOwn) command.disconnect(connectionAddress, reason);
}
