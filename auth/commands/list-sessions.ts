// LogOut, LogOutEverywhere, ListSessions, EndSession: what the owner sees of his sessions, and how he ends them.

import { ImError } from '../../proto/errors.ts';
import { im } from '../../proto/rpc.ts';
import type { ListedSession } from '../ports.ts';
import {
  type AuthCommand,
  connectionAddressOf,
  terminateSession as end,
  lockCallerSessions,
  sessionEnded,
} from '../session-lifecycle.ts';

export function logOut() {
  return async (_request: im.LogOutRequest, command: AuthCommand): Promise<im.LogOutReply.$Properties> => {
    const session = await command.tx.sessions.byId(command.caller.sessionId);
    // Without a living session this is a resend, or the session was ended elsewhere: what was asked for is so. If it was
    // resumed elsewhere while this command was on its way, that connection is hung up too.
    if (session) end(command, session, im.CloseReason.SESSION_ENDED);
    hangUpHere(command);
    return {};
  };
}

export function logOutEverywhere() {
  return async (
    { keepThis }: im.LogOutEverywhereRequest,
    command: AuthCommand,
  ): Promise<im.LogOutEverywhereReply.$Properties> => {
    const { own, others } = await lockCallerSessions(command);
    const ending = keepThis ? others : [own, ...others];
    for (const session of ending) end(command, session, im.CloseReason.SESSION_ENDED);
    if (!keepThis) hangUpHere(command);
    return { ended: ending.length };
  };
}

export function listSessions() {
  return async (_request: im.ListSessionsRequest, command: AuthCommand): Promise<im.ListSessionsReply.$Properties> => {
    return { sessions: await listCallerSessions(command) };
  };
}

export function endSession() {
  return async ({ session }: im.EndSessionRequest, command: AuthCommand): Promise<im.EndSessionReply.$Properties> => {
    const { own, others } = await lockCallerSessions(command);
    const ending = [own, ...others].find((mine) => mine.session === session);
    // Somebody else's session is none of mine: one answer for all.
    if (!ending) throw new ImError('NO_SUCH_SESSION', 'none of your living sessions');
    end(command, ending, im.CloseReason.SESSION_ENDED);
    if (ending === own) hangUpHere(command);
    return {};
  };
}

/** The caller's living sessions, the latest bound first. NOT_LOGGED_IN where his own is not among them any more. */
export async function listCallerSessions({ caller, tx }: AuthCommand): Promise<im.SessionSummary.$Properties[]> {
  const sessions = await tx.sessions.seen(caller.userId);
  if (!sessions.some(({ session }) => session === caller.sessionId)) throw sessionEnded();
  return sessions.map(({ session, deviceKind, deviceName, openedAt, boundAt }: ListedSession) => ({
    session,
    deviceKind,
    deviceName,
    openedAt,
    boundAt,
    current: session === caller.sessionId,
  }));
}

function hangUpHere(command: AuthCommand): void {
  command.disconnect(connectionAddressOf(command.caller), im.CloseReason.LOGGED_OUT);
}
