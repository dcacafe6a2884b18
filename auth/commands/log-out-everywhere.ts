// LogOutEverywhere: ends all sessions of the caller, optionally except the caller's own.
import { im } from '../../proto/rpc.ts';
import type { AuthCommand } from '../services.ts';
import { disconnectCaller, lockCallerSessions, terminateSession } from '../session-lifecycle.ts';

export function logOutEverywhere() {
  return async (
    { keepThis }: im.LogOutEverywhereRequest,
    command: AuthCommand,
  ): Promise<im.LogOutEverywhereReply.$Properties> => {
    const { own, others } = await lockCallerSessions(command);
    const ending = keepThis ? others : [own, ...others];
    for (const session of ending)
      terminateSession(command, session, im.CloseReason.SESSION_ENDED, { forgetsDevice: session !== own });
    if (!keepThis) disconnectCaller(command);
    return { sessionsEnded: ending.length };
  };
}
