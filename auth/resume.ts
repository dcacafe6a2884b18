// Resume: a session that exists, on this connection.
import type { im } from '../proto/contract.ts';
import { ImError } from '../proto/errors.ts';
import type { AuthServices } from './handlers.ts';
import { type AuthCommand, bindHere, loggedIn } from './sessions.ts';

export function resume({ tokens }: AuthServices) {
  return async (request: im.ResumeRequest, command: AuthCommand): Promise<im.LoggedIn.$Properties> => {
    const { sessions, accounts } = command.stored;
    const verified = tokens.verify(request.token);
    const session = verified === undefined ? undefined : await sessions.byId(verified);
    // One answer for all: forged, of another server, never opened, ended.
    const account = session && (await accounts.byId(session.user));
    if (!account) throw new ImError('BAD_TOKEN', 'no living session has this token');
    bindHere(command, session);
    return loggedIn(tokens, account, session);
  };
}
