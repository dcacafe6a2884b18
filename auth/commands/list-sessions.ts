// ListSessions: the caller's living sessions.
import type { im } from '../../proto/rpc.ts';
import type { ListedSession } from '../ports.ts';
import type { AuthCommand } from '../services.ts';
import { sessionEnded } from '../session-lifecycle.ts';

export function listSessions() {
  return async (_request: im.ListSessionsRequest, command: AuthCommand): Promise<im.ListSessionsReply.$Properties> => {
    return { sessions: await listCallerSessions(command) };
  };
}

/** The latest bound first. Throws NOT_LOGGED_IN if the caller's own session is not among them. */
export async function listCallerSessions({ caller, tx }: AuthCommand): Promise<im.SessionSummary.$Properties[]> {
  const sessions = await tx.sessions.listLiving(caller.userId);
  if (!sessions.some(({ sessionId }) => sessionId === caller.sessionId)) throw sessionEnded();
  return sessions.map((session) => summarizeSession(session, caller.sessionId));
}

/** A session as it is shown. `own` is the session of the caller. */
export function summarizeSession(
  { sessionId, deviceKind, deviceName, openedAt, boundAt }: ListedSession,
  own: string,
): im.SessionSummary.$Properties {
  return { sessionId, deviceKind, deviceName, openedAt, boundAt, current: sessionId === own };
}
