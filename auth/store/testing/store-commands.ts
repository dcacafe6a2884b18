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
  (userId: string, to: Account): StoreCommand<AccountConflict | 'made'> =>
  async ({ accounts }) => {
    await accounts.lock(userId);
    return (await accounts.update(userId, { email: to.email, emailKey: to.emailKey })) ?? 'made';
  };
export const bindSessionTo =
  (sessionId: string, connection: number): StoreCommand<number | undefined> =>
  async ({ sessions }) => {
    const found = await sessions.findById(sessionId);
    if (!found) return undefined;
    const epoch = found.epoch + 1;
    sessions.update(sessionId, { epoch, connectionAddress: { ...found.connectionAddress, connection }, boundAt: 5 });
    return epoch;
  };
/** Opens a session and ends all others of the user, as a log-in under a device policy does. */
export const openOnlySession =
  (userId: string): StoreCommand<Session> =>
  async ({ accounts, sessions }) => {
    await accounts.lock(userId);
    for (const { sessionId } of await sessions.lockLiving(userId)) sessions.end(sessionId);
    const session = newSession(userId);
    sessions.add(session);
    return session;
  };
