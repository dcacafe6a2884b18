// Resume: a session that exists, on this connection.
import type { im } from '../proto/contract.ts';
import { ImError } from '../proto/errors.ts';
import type { AuthServices } from './handlers.ts';
import type { Session } from './ports.ts';
import { type AuthCommand, bindHere, loggedIn } from './sessions.ts';

export function resume(services: AuthServices) {
  const { tokens, settings } = services;
  return async (request: im.ResumeRequest, command: AuthCommand): Promise<im.LoggedIn.$Properties> => {
    const { sessions, accounts } = command.stored;
    const token = tokens.verify(request.token);
    const session = token && (await sessions.byId(token.session));
    const account = session && isGood(session, token.number) ? await accounts.byId(session.user) : undefined;
    // One answer for all: forged, of another server, replaced by a newer one, of a session that was never opened or has ended, of a closed account.
    if (!token || !session || !account || account.disabled) throw new ImError('BAD_TOKEN', 'no living session has this token');
    bindHere(command, session, settings, token.number);
    return loggedIn(services, account, session);
  };
}

/** The newest token, and those before it as long as none after them was used: a client keeps the old one until it has used the new one. */
function isGood({ tokenNumber, tokenUsed }: Session, number: number): boolean {
  return tokenUsed <= number && number <= tokenNumber;
}
