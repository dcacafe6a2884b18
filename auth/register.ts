// Register: a new account, and this connection logged in to it.
import { type im, steps } from '../proto/contract.ts';
import { ImError } from '../proto/errors.ts';
import { newId } from '../proto/ids.ts';
import { displayName, nameKey } from '../proto/names.ts';
import type { AuthServices } from './handlers.ts';
import { isAcceptablePassword } from './password.ts';
import { type AuthCommand, assertOpening, changedMeanwhile, loggedIn, openSession, sessionOfResend } from './sessions.ts';

/** What is known before the batch: the name is free, so here is the hash of the password; or somebody has it, with this hash. */
type Prepared = { readonly name: string } & (
  | { readonly newHash: string }
  | { readonly knownHash: string; readonly isRight: boolean }
);

export function register({ passwords, tokens, accounts, tries }: AuthServices) {
  return steps<im.RegisterRequest, im.LoggedIn.$Properties, AuthCommand, Prepared>({
    prepare: async (request, { caller }) => {
      const name = displayName(request.name);
      if (name === undefined) throw new ImError('BAD_NAME', 'a name has 1 to 64 visible characters');
      if (!isAcceptablePassword(request.password, name))
        throw new ImError('BAD_PASSWORD', 'a password has 8 to 128 characters and is not the name');
      assertOpening(request);
      await tries.count({ clientAddress: caller.clientAddress });
      const known = await accounts.find(nameKey(name));
      if (!known) return { name, newHash: await passwords.hash(request.password) };
      // Somebody else's name, or a resend of the request that registered it: the right password tells.
      const isRight = await passwords.verify(request.password, known.passwordHash);
      return { name, knownHash: known.passwordHash, isRight };
    },

    handle: async (request, command, prepared) => {
      const { accounts, sessions } = command.stored;
      const key = nameKey(prepared.name);
      let there = await accounts.byName(key);
      if (!there) {
        if (!('newHash' in prepared)) throw changedMeanwhile();
        const mine = { user: newId(), name: prepared.name, nameKey: key, passwordHash: prepared.newHash };
        there = await accounts.add(mine);
        if (there.user === mine.user) return loggedIn(tokens, mine, openSession(command, mine, request));
      }
      const isResend = await sessions.byRequest(there.user, request.clientRequestId);
      if (!isResend) throw nameTaken();
      if (!('knownHash' in prepared) || prepared.knownHash !== there.passwordHash) throw changedMeanwhile();
      if (!prepared.isRight) throw nameTaken();
      const session = await sessionOfResend(command, there, request);
      if (!session) throw changedMeanwhile();
      return loggedIn(tokens, there, session);
    },
  });
}

function nameTaken(): ImError {
  return new ImError('NAME_TAKEN', 'somebody has this name');
}
