// EndSession: ends one of the caller's sessions.
import { ImError } from '../../proto/errors.ts';
import { im } from '../../proto/rpc.ts';
import type { AuthCommand } from '../services.ts';
import { disconnectCaller, lockCallerSessions, terminateSession } from '../session-lifecycle.ts';

export function endSession() {
  return async ({ sessionId }: im.EndSessionRequest, command: AuthCommand): Promise<im.EndSessionReply.$Properties> => {
    const { own, others } = await lockCallerSessions(command);
    const session = [own, ...others].find((living) => living.sessionId === sessionId);
    // The same error for unknown sessions, ended sessions and sessions of other users.
    if (!session) throw new ImError('NO_SUCH_SESSION', 'you have no living session with this id');
    terminateSession(command, session, im.CloseReason.SESSION_ENDED, { forgetsDevice: session !== own });
    if (session === own) disconnectCaller(command);
    return {};
  };
}
