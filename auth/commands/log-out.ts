// LogOut: ends the caller's session.
import { im } from '../../proto/rpc.ts';
import type { AuthCommand } from '../services.ts';
import { disconnectCaller, terminateSession } from '../session-lifecycle.ts';

export function logOut() {
  return async (_request: im.LogOutRequest, command: AuthCommand): Promise<im.LogOutReply.$Properties> => {
    const session = await command.tx.sessions.findById(command.caller.sessionId);
    // Without a living session this is a resend, or the session ended elsewhere. If the session was resumed elsewhere,
    // `terminateSession` disconnects that connection.
    if (session) terminateSession(command, session, im.CloseReason.SESSION_ENDED);
    disconnectCaller(command);
    return {};
  };
}
