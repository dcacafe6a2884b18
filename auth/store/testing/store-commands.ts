// The commands that the contract tests about batches and concurrent processes run.
import type { Account, AccountConflict, Session } from '../../ports.ts';
import { newSession, type StoreCommand } from './auth-store-fixture.ts';

export const registerAccount =
  (account: Account): StoreCommand<AccountConflict | 'made'> =>
  async ({ accounts }) => {
    if (await accounts.findByName(account.nameKey)) return 'name';
    return (await accounts.add(account)) ?? 'made';
  };
export const claimEmail =
  (user: string, to: Account): StoreCommand<AccountConflict | 'made'> =>
  async ({ accounts }) => {
    await accounts.lock(user);
    return (await accounts.update(user, { email: to.email, emailKey: to.emailKey })) ?? 'made';
  };
export const bindSessionTo =
  (session: string, connection: number): StoreCommand<number | undefined> =>
  async ({ sessions }) => {
    const found = await sessions.findById(session);
    if (!found) return undefined;
    const epoch = found.epoch + 1;
    sessions.update(session, { epoch, connectionAddress: { ...found.connectionAddress, connection }, boundAt: 5 });
    return epoch;
  };
/** Opens a session and ends all others of the user, as a log-in under a device policy does. */
export const openOnlySession =
  (user: string): StoreCommand<Session> =>
  async ({ accounts, sessions }) => {
    await accounts.lock(user);
    for (const { sessionId } of await sessions.lockLiving(user)) sessions.end(sessionId);
    const session = newSession(user);
    sessions.add(session);
    return session;
  };
