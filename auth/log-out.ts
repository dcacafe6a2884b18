// LogOut: ends the caller's session for ever.
import { im } from '../proto/contract.ts';
import { type AuthCommand, addressOf, isSame } from './sessions.ts';

export function logOut() {
  return async (_request: im.LogOutRequest, command: AuthCommand): Promise<im.LogOutReply.$Properties> => {
    const here = addressOf(command.caller);
    const session = await command.stored.sessions.byId(command.caller.session);
    // Without a living session this is a resend, or the session was ended elsewhere: what was asked for is so.
    if (session) {
      command.stored.sessions.end(session.session);
      // It may have been resumed elsewhere while this command was on its way: nothing stays connected to an ended session.
      if (!isSame(here, session.address)) command.hangUp(session.address, im.CloseReason.SESSION_ENDED);
    }
    command.hangUp(here, im.CloseReason.LOGGED_OUT);
    return {};
  };
}
