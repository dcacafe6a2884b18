// Resume: a session that exists, on this connection.

import { ImError } from '../../proto/errors.ts';
import { commandHandler, type im } from '../../proto/rpc.ts';
import { type FixedWindowRules, fixedWindow } from '../fixed-window.ts';
import type { AuthServices } from '../handlers.ts';
import type { Session } from '../ports.ts';
import { type AuthCommand, bindSession, loggedInReply } from '../session-lifecycle.ts';
import type { SessionTokens } from '../session-tokens.ts';

// Far more than an unsteady network makes necessary. Commands that bind one session get into each other's way, and into that of all others in their batch.
const PER_TOKEN: FixedWindowRules = { limit: 20, windowMs: 5000 };

type Token = NonNullable<ReturnType<SessionTokens['verify']>>;

export function resume(services: AuthServices) {
  const { tokens, settings } = services;
  const take = fixedWindow(PER_TOKEN);
  return commandHandler<im.ResumeRequest, im.LoggedIn.$Properties, AuthCommand, Token>({
    prepare: async (request) => {
      const token = tokens.verify(request.token);
      if (!token) throw badToken();
      // By the number too: who has an old token holds up nobody who has a newer one.
      const retryAfterMs = take(`${token.session} ${token.number}`);
      if (retryAfterMs > 0) throw new ImError('BUSY', 'this session is resumed too often', { retryAfterMs });
      return token;
    },

    handle: async (_request, command, token) => {
      const { sessions, accounts } = command.tx;
      const session = await sessions.byId(token.session);
      const account = session && isGood(session, token.number) ? await accounts.byId(session.user) : undefined;
      if (!session || !account || account.disabled) throw badToken();
      bindSession(command, session, settings, token.number);
      return loggedInReply(services, account, session);
    },
  });
}

/** The newest token, and those before it as long as none after them was used: a client keeps the old one until it has used the new one. */
function isGood({ tokenNumber, tokenUsed }: Session, number: number): boolean {
  return tokenUsed <= number && number <= tokenNumber;
}

/** One answer for all: forged, of another server, replaced by a newer one, of a session that was never opened or has ended, of a closed account. */
function badToken(): ImError {
  return new ImError('BAD_TOKEN', 'no living session has this token');
}
