// LogIn: a new session by name and password.
import { type im, steps } from '../proto/contract.ts';
import { ImError } from '../proto/errors.ts';
import { displayName, nameKey } from '../proto/names.ts';
import type { AuthServices } from './handlers.ts';
import { hasPasswordLength } from './password.ts';
import { type AuthCommand, assertOpening, changedMeanwhile, loggedIn, openSession, sessionOfResend } from './sessions.ts';

interface Prepared {
  readonly nameKey: string;
  /** The hash the password was verified with. */
  readonly verifiedHash: string;
}

export function logIn({ passwords, tokens, accounts, tries }: AuthServices) {
  return steps<im.LogInRequest, im.LoggedIn.$Properties, AuthCommand, Prepared>({
    prepare: async (request, { caller }) => {
      assertOpening(request);
      const name = displayName(request.name);
      // Nobody can have such a name or password: nothing to hash, and nothing told by answering at once.
      if (name === undefined || !hasPasswordLength(request.password)) throw wrongCredentials();
      const key = nameKey(name);
      await tries.count({ nameKey: key, clientAddress: caller.clientAddress });
      const account = await accounts.find(key);
      if (!(await passwords.verify(request.password, account?.passwordHash)) || !account) throw wrongCredentials();
      return { nameKey: key, verifiedHash: account.passwordHash };
    },

    handle: async (request, command, prepared) => {
      const account = await command.stored.accounts.byName(prepared.nameKey);
      if (account?.passwordHash !== prepared.verifiedHash) throw changedMeanwhile();
      const session = (await sessionOfResend(command, account, request)) ?? openSession(command, account, request);
      return loggedIn(tokens, account, session);
    },
  });
}

/** The same for a name nobody has and for a wrong password. */
function wrongCredentials(): ImError {
  return new ImError('WRONG_CREDENTIALS', 'no such name with this password');
}
