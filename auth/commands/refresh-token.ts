// RefreshToken: a new token for the caller's session, which restarts its lifetime.
import type { im } from '../../proto/rpc.ts';
import type { AuthCommand, AuthServices } from '../services.ts';
import { sessionEnded, tokenLifetimeSeconds } from '../session-lifecycle.ts';

export function refreshToken({ tokens, settings }: AuthServices) {
  return async (_request: im.RefreshTokenRequest, command: AuthCommand): Promise<im.RefreshTokenReply.$Properties> => {
    const { sessions } = command.tx;
    const session = await sessions.findById(command.caller.sessionId);
    if (!session) throw sessionEnded();
    // If the newest token is unused, issue it again: its reply may have been lost. A further token would invalidate it in
    // transit.
    const wasUsed = session.tokenNumber === session.usedTokenNumber;
    const tokenNumber = wasUsed ? session.tokenNumber + 1 : session.tokenNumber;
    sessions.update(session.sessionId, { tokenNumber, lifetimeMs: settings.sessionMs });
    return { token: tokens.issue(session.sessionId, tokenNumber), tokenLivesSeconds: tokenLifetimeSeconds(settings) };
  };
}
