// RefreshToken: a new token for the caller's session, and its whole lifetime again.
import type { im } from '../../proto/rpc.ts';
import type { AuthServices } from '../handlers.ts';
import { type AuthCommand, sessionEnded, tokenLifetimeSeconds } from '../session-lifecycle.ts';

export function refreshToken({ tokens, settings }: AuthServices) {
  return async (_request: im.RefreshTokenRequest, command: AuthCommand): Promise<im.RefreshTokenReply.$Properties> => {
    const { sessions } = command.tx;
    const session = await sessions.byId(command.caller.sessionId);
    if (!session) throw sessionEnded();
    // The newest was not used yet: its reply may have been lost, so it is given again. A further one would kill it on its way.
    const wasUsed = session.tokenNumber === session.tokenUsed;
    const tokenNumber = wasUsed ? session.tokenNumber + 1 : session.tokenNumber;
    sessions.change(session.session, { tokenNumber, lifetimeMs: settings.sessionMs });
    return { token: tokens.issue(session.session, tokenNumber), tokenLivesSeconds: tokenLifetimeSeconds(settings) };
  };
}
