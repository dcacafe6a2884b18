// Register: creates an account and logs the caller in.
import { ImError } from '../../proto/errors.ts';
import { newId } from '../../proto/ids.ts';
import { commandHandler, im } from '../../proto/rpc.ts';
import { type EmailAddress, parseEmail } from '../../proto/text/email.ts';
import { nameKey, parseName } from '../../proto/text/names.ts';
import { nameSkeleton } from '../names/name-skeleton.ts';
import { assertOpenSessionRequest, openSession, rebindResentSession } from '../open-session.ts';
import { assertAcceptablePassword } from '../password/password-policy.ts';
import type { Account } from '../ports.ts';
import type { AuthCommand, AuthServices } from '../services.ts';
import { accountChanged, loggedInReply } from '../session-lifecycle.ts';
import { assertEmailVerifiedAndFree, wrongCode } from '../verified-email.ts';

/** What is known before the batch: the name is free and `newAccount` can be added, or an account has the name and this hash. */
type Prepared = { readonly nameKey: string } & (
  | { readonly newAccount: Account }
  | { readonly knownHash: string; readonly isCorrect: boolean }
);

export function register(services: AuthServices) {
  const { accounts, passwords, throttle, settings } = services;
  return commandHandler<im.RegisterRequest, im.LoggedIn.$Properties, AuthCommand, Prepared>({
    prepare: async (request, { caller }) => {
      const name = parseName(request.name);
      assertAcceptablePassword(request.password, name);
      assertOpenSessionRequest(request);
      const email = requestedEmail(request, services);
      passwords.assertCapacity(throttle.rankOf(caller));
      return throttle.attempt({ kind: 'registration', clientIp: caller.clientIp }, async (counted): Promise<Prepared> => {
        const key = nameKey(name);
        const named = { name, nameKey: key, nameSkeleton: nameSkeleton(name) };
        const known = await accounts.findByName(key);
        if (known) {
          // This is a resend, or another user has the name. The handler tells them apart by the password. Both take the same time
          // here.
          const isCorrect = await passwords.verify(request.password, known.passwordHash, counted.rank);
          return { nameKey: key, knownHash: known.passwordHash, isCorrect };
        }
        if (await accounts.findSimilarName(named.nameSkeleton)) throw nameTooSimilar();
        if (email) await assertEmailVerifiedAndFree(services, caller, request, email, im.CodePurpose.REGISTER);
        const passwordHash = await passwords.hash(request.password, counted.rank);
        await counted.succeed();
        return { nameKey: key, newAccount: createAccount({ ...named, passwordHash }, email) };
      });
    },

    handle: async (request, command, prepared) => {
      const { tx } = command;
      if ('newAccount' in prepared) {
        const { newAccount } = prepared;
        const conflict = await tx.accounts.add(newAccount);
        if (!conflict) return loggedInReply(services, newAccount, openSession(command, newAccount, request, settings));
        if (conflict === 'similar-name') throw nameTooSimilar();
      }
      const existing = await tx.accounts.findByName(prepared.nameKey);
      // The name is free again, or the e-mail address is in use. The resend detects that in `prepare`, which notifies the owner.
      if (!existing) throw accountChanged();
      if (!(await tx.sessions.findByRequest(existing.userId, request.clientRequestId))) throw nameTaken();
      if (!('knownHash' in prepared) || prepared.knownHash !== existing.passwordHash) throw accountChanged();
      if (!prepared.isCorrect) throw nameTaken();
      const session = await rebindResentSession(command, existing, request, settings);
      if (!session) throw accountChanged();
      return loggedInReply(services, existing, session);
    },
  });
}

/** The e-mail address for the new account; undefined if none is given and none is required. Throws BAD_ADDRESS and WRONG_CODE. */
function requestedEmail({ email, code }: im.RegisterRequest, { settings }: AuthServices): EmailAddress | undefined {
  if (settings.registration === 'open' && email === '' && code === '') return undefined;
  if (email === '') throw new ImError('BAD_ADDRESS', 'registration needs an e-mail address and the code that was mailed to it');
  const parsed = parseEmail(email);
  if (code === '') throw wrongCode();
  return parsed;
}

function createAccount(
  named: Pick<Account, 'name' | 'nameKey' | 'nameSkeleton' | 'passwordHash'>,
  email: EmailAddress = { email: '', emailKey: '' },
): Account {
  return { userId: newId(), ...named, ...email, disabled: false };
}

function nameTaken(): ImError {
  return new ImError('NAME_TAKEN', 'another account has this name');
}

function nameTooSimilar(): ImError {
  return new ImError('NAME_TOO_SIMILAR', 'this name looks like the name of another account');
}
