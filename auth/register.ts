// Register: a new account, and this connection logged in to it.
import { im, steps } from '../proto/contract.ts';
import { ImError } from '../proto/errors.ts';
import { newId } from '../proto/ids.ts';
import { displayName, nameKey } from '../proto/names.ts';
import type { AuthServices } from './handlers.ts';
import { assertAcceptable } from './new-password.ts';
import { assertOpening, openSession, sessionOfResend } from './openings.ts';
import type { Account } from './ports.ts';
import { assertProvedAndFree, type MailAddress, mailAddressOf, wrongCode } from './proved-address.ts';
import { type AuthCommand, changedMeanwhile, loggedIn } from './sessions.ts';

/** What is known before the batch: the name is free, so here is the account to be; or somebody has it, with this hash. */
type Prepared = { readonly nameKey: string } & (
  | { readonly fresh: Account }
  | { readonly knownHash: string; readonly isRight: boolean }
);

export function register(services: AuthServices) {
  const { passwords, accounts, tries, settings } = services;
  return steps<im.RegisterRequest, im.LoggedIn.$Properties, AuthCommand, Prepared>({
    prepare: async (request, { caller }) => {
      const name = displayName(request.name);
      if (name === undefined) throw new ImError('BAD_NAME', 'a name has 1 to 64 visible characters, none of them @');
      assertAcceptable(request.password, name);
      assertOpening(request);
      const address = addressIn(request, services);
      passwords.assertRoom();
      // A registration counts even where it succeeds: accounts are not to be had by the thousand.
      return tries.attempt({ clientAddress: caller.clientAddress }, async () => {
        const key = nameKey(name);
        const known = await accounts.byName(key);
        if (known) {
          // Somebody else's name, or a resend of the request that registered it: the right password tells. To whom, is seen in the batch only: nobody else
          // is answered sooner or later than with a wrong one.
          const isRight = await passwords.verify(request.password, known.passwordHash);
          return { nameKey: key, knownHash: known.passwordHash, isRight };
        }
        if (address) await assertProvedAndFree(services, caller, request, address, im.CodePurpose.REGISTER);
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
      const { stored } = command;
      if ('fresh' in prepared) {
        if (!(await stored.accounts.add(prepared.fresh)))
          return loggedIn(services, prepared.fresh, openSession(command, prepared.fresh, request, settings));
      }
      const there = await stored.accounts.byName(prepared.nameKey);
      // The name was given up; or it is the address that is taken: sent again, that is found out before the batch, where its owner can be told.
      if (!there) throw changedMeanwhile();
      if (!(await stored.sessions.byRequest(there.user, request.clientRequestId))) throw nameTaken();
      if (!('knownHash' in prepared) || prepared.knownHash !== there.passwordHash) throw changedMeanwhile();
      if (!prepared.isRight) throw nameTaken();
      const session = await sessionOfResend(command, there, request, settings);
      if (!session) throw changedMeanwhile();
      return loggedIn(services, there, session);
    },
  });
}

/** The address that is to be the account's; undefined where there need not be one. BAD_ADDRESS, WRONG_CODE. */
function addressIn({ address, code }: im.RegisterRequest, { settings }: AuthServices): MailAddress | undefined {
  if (settings.registration === 'open' && address === '' && code === '') return undefined;
  if (address === '') throw new ImError('BAD_ADDRESS', 'an e-mail address is needed here, with the code that was mailed to it');
  const given = mailAddressOf(address);
  if (code === '') throw wrongCode();
  return given;
}

function nameTaken(): ImError {
  return new ImError('NAME_TAKEN', 'somebody has this name');
}
