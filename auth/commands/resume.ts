// Resume: binds an existing session to this connection.
import { ImError } from '../../proto/errors.ts';
import { commandHandler, type im } from '../../proto/rpc.ts';
import { type FixedWindowRules, fixedWindow } from '../fixed-window.ts';
import type { Session } from '../ports.ts';
import type { AuthCommand, AuthServices } from '../services.ts';
import { bindSession, loggedInReply } from '../session-lifecycle.ts';
import type { SessionTokens } from '../session-tokens.ts';

// Far more often than an unstable network requires. Commands that bind one session conflict and slow down their whole batch.
const PER_TOKEN: FixedWindowRules = { limit: 20, windowMs: 5000 };

type Token = NonNullable<ReturnType<SessionTokens['verify']>>;

export function resume(services: AuthServices) {
  const { tokens, settings } = services;
  const takeFromWindow = fixedWindow(PER_TOKEN);
  return commandHandler<im.ResumeRequest, im.LoggedIn.$Properties, AuthCommand, Token>({
    prepare: async (request) => {
      const token = tokens.verify(request.token);
      if (!token) throw badToken();
      // The number is part of the key, so that the holder of an old token cannot throttle the holder of a newer token.
      const retryAfterMs = takeFromWindow(`${token.sessionId} ${token.number}`);
      if (retryAfterMs > 0) throw new ImError('BUSY', 'this session is resumed too often', { retryAfterMs });
      return token;
    },

    handle: async (_request, command, token) => {
      const { sessions, accounts } = command.tx;
      const session = await sessions.findById(token.sessionId);
      const account = session && isValid(session, token.number) ? await accounts.findById(session.userId) : undefined;
      if (!session || !account || account.disabled) throw badToken();
      bindSession(command, session, settings, token.number);
      return loggedInReply(services, account, session);
    },
  });
}

/** Tokens from the last used one to the newest are valid: a client keeps its token until it has used the next. */
function isValid({ tokenNumber, usedTokenNumber }: Session, number: number): boolean {
  return usedTokenNumber <= number && number <= tokenNumber;
}

/** The same for a forged, replaced or foreign token, and for a token of an unknown or ended session or a disabled account. */
function badToken(): ImError {
  return new ImError('BAD_TOKEN', 'this token is not valid, or its session has ended: log in again');
}
