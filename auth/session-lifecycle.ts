// Sessions: bound to one connection at a time, and ended for ever.
import type { Command, ConnectionAddress } from '../infra/ports/index.ts';
import { ImError } from '../proto/errors.ts';
import { type Caller, im } from '../proto/rpc.ts';
import type { AuthServices, AuthSettings } from './handlers.ts';
import type { Account, AuthStore, ListedSession, Session } from './ports.ts';

export type AuthCommand = Command<AuthStore>;

const REQUEST_ID_BYTES = 16;

/** Throws BAD_ARGUMENT. */
export function assertRequestId(clientRequestId: Uint8Array): void {
  if (clientRequestId.length !== REQUEST_ID_BYTES) throw new ImError('BAD_ARGUMENT', 'client_request_id is not 16 bytes');
}

/**
 * Binds a living session to the caller's connection, under the next epoch and with its whole lifetime again; the connection it had is hung up. EXPIRED when the
 * session was bound by a command that a gate accepted later: this one comes from a connection the client has given up, and must not take the session away from its successor.
 */
export function bindSession(command: AuthCommand, session: Session, settings: AuthSettings, tokenUsed = session.tokenUsed): void {
  const { caller, tx } = command;
  // With gates whose clocks differ a rightful resume may come here too: what is sent again is accepted later, in the end late enough.
  if (caller.acceptedAt < session.boundAt)
    throw new ImError('EXPIRED', 'the session was bound by a later command', { retryAfterMs: 500 });
  const epoch = session.epoch + 1;
  const address = connectionAddressOf(caller);
  tx.sessions.change(session.session, {
    epoch,
    address,
    boundAt: caller.acceptedAt,
    tokenUsed,
    lifetimeMs: settings.sessionMs,
  });
  hangUpElsewhere(command, session, im.CloseReason.SESSION_REPLACED);
  command.bind({ userId: session.user, sessionId: session.session, epoch });
}

/** What the client is told: always the newest token, derived, so that it is the same each time. */
export function loggedInReply({ tokens, settings }: AuthServices, account: Account, session: Session): im.LoggedIn.$Properties {
  return {
    user: account.user,
    name: account.name,
    session: session.session,
    token: tokens.issue(session.session, session.tokenNumber),
    tokenLivesSeconds: tokenLifetimeSeconds(settings),
  };
}

export function tokenLifetimeSeconds({ sessionMs }: AuthSettings): number {
  return Math.floor(sessionMs / 1000);
}

/** Ends a living session for ever and hangs up the connection it has, unless that is the caller's own. */
export function terminateSession(command: AuthCommand, session: Session, reason: im.CloseReason): void {
  command.tx.sessions.end(session.session);
  hangUpElsewhere(command, session, reason);
}

/** The caller's account and all its living sessions, locked, in the order everybody locks them in. NOT_LOGGED_IN where the caller's own session has ended meanwhile: it ends nobody else's. */
export async function lockCallerSessions({
  caller,
  tx,
}: AuthCommand): Promise<{ account: Account; own: ListedSession; others: readonly ListedSession[] }> {
  const account = await tx.accounts.lock(caller.userId);
  if (!account) throw sessionEnded();
  const living = await tx.sessions.living(account.user);
  const own = living.find(({ session }) => session === caller.sessionId);
  if (!own) throw sessionEnded();
  return { account, own, others: living.filter((session) => session !== own) };
}

/** The session ended while this command was on its way. */
export function sessionEnded(): ImError {
  return new ImError('NOT_LOGGED_IN', 'this session has ended');
}

/** What was found out before the batch does not hold in it. Sent again, the same request is looked at afresh. */
export function accountChanged(): ImError {
  return new ImError('BUSY', 'the account changed meanwhile');
}

export function connectionAddressOf({ gate, connection }: Caller): ConnectionAddress {
  return { instance: gate.instance, slot: gate.slot, connection };
}

function hangUpElsewhere(command: AuthCommand, { epoch, address }: Session, reason: im.CloseReason): void {
  const here = connectionAddressOf(command.caller);
  const isHere = here.instance === address.instance && here.connection === address.connection;
  // A session that was made without a connection, with epoch 0, has none to hang up.
  if (epoch > 0 && !isHere) command.disconnect(address, reason);
}
