// Register: a new account, and this connection logged in to it.

import { ImError } from '../../proto/errors.ts';
import { newId } from '../../proto/ids.ts';
import { commandHandler, im } from '../../proto/rpc.ts';
import { nameKey, normalizeName } from '../../proto/text/names.ts';
import type { AuthServices } from '../handlers.ts';
import { assertOpenSessionRequest, openSession, rebindResentSession } from '../open-session.ts';
import { assertAcceptablePassword } from '../password/password-policy.ts';
import type { Account } from '../ports.ts';
import { type AuthCommand, accountChanged, loggedInReply } from '../session-lifecycle.ts';
import { assertEmailVerifiedAndFree, type EmailAddress, parseEmail, wrongCode } from '../verified-email.ts';

/** What is known before the batch: the name is free, so here is the account to be; or somebody has it, with this hash. */
type Prepared = { readonly nameKey: string } & (
  | { readonly fresh: Account }
  | { readonly knownHash: string; readonly isRight: boolean }
);

export function register(services: AuthServices) {
  const { passwords, accounts, throttle, settings } = services;
  return commandHandler<im.RegisterRequest, im.LoggedIn.$Properties, AuthCommand, Prepared>({
    prepare: async (request, { caller }) => {
      const name = normalizeName(request.name);
      if (name === undefined) throw new ImError('BAD_NAME', 'a name has 1 to 64 visible characters, none of them @');
      assertAcceptablePassword(request.password, name);
      assertOpenSessionRequest(request);
      const address = addressIn(request, services);
      passwords.assertCapacity();
      // A registration counts even where it succeeds: accounts are not to be had by the thousand.
      return throttle.attempt({ clientIp: caller.clientIp }, async () => {
        const key = nameKey(name);
        const known = await accounts.byName(key);
        if (known) {
          // Somebody else's name, or a resend of the request that registered it: the right password tells. To whom, is seen in the batch only: nobody else
          // is answered sooner or later than with a wrong one.
          const isRight = await passwords.verify(request.password, known.passwordHash);
          return { nameKey: key, knownHash: known.passwordHash, isRight };
        }
        if (address) await assertEmailVerifiedAndFree(services, caller, request, address, im.CodePurpose.REGISTER);
        const passwordHash = await passwords.hash(request.password);
        const fresh = {
          user: newId(),
          name,
          nameKey: key,
          passwordHash,
          address: '',
          addressKey: '',
          disabled: false,
          ...address,
        };
        return { nameKey: key, fresh };
      });
    },

    handle: async (request, command, prepared) => {
      const { tx } = command;
      if ('fresh' in prepared) {
        if (!(await tx.accounts.add(prepared.fresh)))
          return loggedInReply(services, prepared.fresh, openSession(command, prepared.fresh, request, settings));
      }
      const there = await tx.accounts.byName(prepared.nameKey);
      // The name was given up; or it is the address that is taken: sent again, that is found out before the batch, where its owner can be told.
      if (!there) throw accountChanged();
      if (!(await tx.sessions.byRequest(there.user, request.clientRequestId))) throw nameTaken();
      if (!('knownHash' in prepared) || prepared.knownHash !== there.passwordHash) throw accountChanged();
      if (!prepared.isRight) throw nameTaken();
      const session = await rebindResentSession(command, there, request, settings);
      if (!session) throw accountChanged();
      return loggedInReply(services, there, session);
    },
  });
}

/** The address that is to be the account's; undefined where there need not be one. BAD_ADDRESS, WRONG_CODE. */
function addressIn({ email, code }: im.RegisterRequest, { settings }: AuthServices): EmailAddress | undefined {
  if (settings.registration === 'open' && email === '' && code === '') return undefined;
  if (email === '') throw new ImError('BAD_ADDRESS', 'an e-mail address is needed here, with the code that was mailed to it');
  const given = parseEmail(email);
  if (code === '') throw wrongCode();
  return given;
}

function nameTaken(): ImError {
  return new ImError('NAME_TAKEN', 'somebody has this name');
}
