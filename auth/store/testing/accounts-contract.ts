// The contract of auth's store: accounts, one command after the other.

import { describe, expect, test } from 'vitest';
import { newId } from '../../../proto/ids.ts';
import type { Account, AccountConflict } from '../../ports.ts';
import {
  forEachCommand,
  newAccount,
  newAccountWithEmail,
  newSession,
  type ProcessPair,
  type StoreCommand,
  UNKNOWN_IDS,
} from './auth-store-fixture.ts';

export function accountsContract(processes: () => ProcessPair): void {
  const add = async (account: Account): Promise<Account> => {
    expect(await processes().one.runOne(({ accounts }) => accounts.add(account))).toBeUndefined();
    return account;
  };
  const change =
    (userId: string, to: Partial<Account>): StoreCommand<AccountConflict | undefined> =>
    async ({ accounts }) => {
      await accounts.lock(userId);
      return accounts.update(userId, to);
    };
  const remove =
    (userId: string): StoreCommand<void> =>
    async ({ accounts }) => {
      if (await accounts.lock(userId)) accounts.remove(userId);
    };

  test.each(['Alice', '日本語', "O'Neil \\ ? --", 'Zoë 😀', '😀'.repeat(64)])(
    'an account named %s is found by its name key and its id, inside and outside a batch',
    async (prefix) => {
      const { fixture, one, other } = processes();
      const account = newAccount([...`${newId()}${prefix}`].slice(-64).join(''));
      expect(await fixture.reader.findByName(account.nameKey)).toBeUndefined();
      expect(await one.runOne(({ accounts }) => accounts.add(account))).toBeUndefined();
      expect(await other.runOne(({ accounts }) => accounts.findByName(account.nameKey))).toEqual(account);
      expect(await other.runOne(({ accounts }) => accounts.findById(account.userId))).toEqual(account);
      expect(await other.runOne(({ accounts }) => accounts.lock(account.userId))).toEqual(account);
      expect(await fixture.reader.findByName(account.nameKey)).toEqual(account);
      expect(await fixture.reader.findById(account.userId)).toEqual(account);
    },
  );

  test('an account is found by its e-mail address, inside and outside a batch', async () => {
    const { fixture, other } = processes();
    const account = await add({ ...newAccountWithEmail(), disabled: true });
    expect(await other.runOne(({ accounts }) => accounts.findByEmail(account.emailKey))).toEqual(account);
    expect(await fixture.reader.findByEmail(account.emailKey)).toEqual(account);
  });

  test('the store has room for the longest e-mail address', async () => {
    const { fixture } = processes();
    const start = newId();
    const email = `${start}${'é'.repeat((254 - start.length - 10) / 2)}@example.o`;
    expect(Buffer.byteLength(email)).toBe(254);
    const account = await add(newAccount(newId(), { email, emailKey: `${start}${'ΐ'.repeat(360)}` }));
    expect(await fixture.reader.findByEmail(account.emailKey)).toEqual(account);
  });

  test('an unknown name, e-mail address or id is not found, whatever its form', async () => {
    const { fixture, one } = processes();
    await add(newAccount(newId()));
    for (const strange of UNKNOWN_IDS) {
      expect(await one.runOne(({ accounts }) => accounts.findById(strange)), strange).toBeUndefined();
      expect(await one.runOne(({ accounts }) => accounts.lock(strange)), strange).toBeUndefined();
      expect(await one.runOne(({ accounts }) => accounts.findByName(`${strange}${newId()}`)), strange).toBeUndefined();
      expect(await one.runOne(({ accounts }) => accounts.findByEmail(strange)), strange).toBeUndefined();
      expect(await fixture.reader.findById(strange), strange).toBeUndefined();
      expect(await fixture.reader.findByName(`${strange}${newId()}`), strange).toBeUndefined();
      expect(await fixture.reader.findByEmail(strange), strange).toBeUndefined();
    }
  });

  test('the store compares name keys byte by byte', async () => {
    const { fixture, one } = processes();
    const suffix = newId();
    const made = ['e', 'é', 'ß', 'ss', 'a ', 'a', 'A'].map((prefix) => newAccount('x', { nameKey: `${prefix}${suffix}` }));
    made.push(newAccount('x', { nameKey: `${suffix}a` }), newAccount('x', { nameKey: `${suffix}a ` }));
    await one.run(forEachCommand(made, ({ accounts }, account) => accounts.add(account)));
    for (const account of made) expect((await fixture.reader.findByName(account.nameKey))?.userId).toBe(account.userId);
  });

  test('many accounts may have no e-mail address', async () => {
    const { fixture, one } = processes();
    const made = [newAccount(newId()), newAccount(newId())];
    expect(await one.run(forEachCommand(made, ({ accounts }, account) => accounts.add(account)))).toEqual([undefined, undefined]);
    for (const account of made) expect(await fixture.reader.findById(account.userId)).toEqual(account);
  });

  test('the store knows when an account was registered', async () => {
    const { one } = processes();
    const account = await add(newAccount(newId()));
    const at = await one.runOne(({ accounts }) => accounts.readRegisteredAt(account.userId));
    // The store's clock is on this machine.
    expect(Math.abs(Date.now() - at)).toBeLessThan(60_000);
  });

  describe('adding an account with a name or e-mail address in use', () => {
    test('an account whose name looks like another one is not added, until that one is deleted', async () => {
      const { fixture, one, other } = processes();
      const first = await add(newAccountWithEmail());
      const { nameSkeleton, emailKey } = first;
      const [similar, both] = [
        { ...newAccountWithEmail(), nameSkeleton },
        { ...newAccountWithEmail(), nameSkeleton, emailKey },
      ];
      expect(await fixture.reader.findSimilarName(nameSkeleton)).toEqual(first);
      expect(await other.runOne(({ accounts }) => accounts.add(similar))).toBe('similar-name');
      expect(await other.runOne(({ accounts }) => accounts.add(both))).toBe('similar-name');
      expect(await one.runOne(({ accounts }) => accounts.findById(similar.userId))).toBeUndefined();
      await one.runOne(async ({ accounts }) => {
        await accounts.lock(first.userId);
        accounts.remove(first.userId);
      });
      expect(await fixture.reader.findSimilarName(nameSkeleton)).toBeUndefined();
      expect(await other.runOne(({ accounts }) => accounts.add(similar))).toBeUndefined();
    });

    test('adding an account with a name or e-mail address in use changes nothing and reports which, the name first', async () => {
      const { fixture, one, other } = processes();
      const first = await add(newAccountWithEmail());
      const [sameName, sameAddress, both] = [newAccountWithEmail(), newAccountWithEmail(), newAccountWithEmail()];
      const { nameKey, emailKey } = first;
      expect(await other.runOne(({ accounts }) => accounts.add({ ...sameName, nameKey }))).toBe('name');
      expect(await other.runOne(({ accounts }) => accounts.add({ ...sameAddress, emailKey }))).toBe('email');
      expect(await other.runOne(({ accounts }) => accounts.add({ ...both, nameKey, emailKey }))).toBe('name');
      expect(await fixture.reader.findByName(nameKey)).toEqual(first);
      expect(await fixture.reader.findByEmail(emailKey)).toEqual(first);
      for (const { userId } of [sameName, sameAddress, both])
        expect(await one.runOne(({ accounts }) => accounts.findById(userId))).toBeUndefined();
    });

    test('adding an account whose name and e-mail address belong to two accounts reports the name', async () => {
      const { one } = processes();
      const [named, addressed] = [await add(newAccountWithEmail()), await add(newAccountWithEmail())];
      const account = newAccount('x', { nameKey: named.nameKey, emailKey: addressed.emailKey });
      expect(await one.runOne(({ accounts }) => accounts.add(account))).toBe('name');
      expect(await one.runOne(({ accounts }) => accounts.findById(account.userId))).toBeUndefined();
    });
  });

  describe('account updates', () => {
    test('an account update changes the given fields and no others', async () => {
      const { fixture, other } = processes();
      const account = await add(newAccountWithEmail());
      const { email, emailKey } = newAccountWithEmail();
      let now = account;
      for (const to of [{ passwordHash: 'scrypt$new' }, { disabled: true }, { email, emailKey }, { disabled: false }]) {
        expect(await other.runOne(change(account.userId, to))).toBeUndefined();
        now = { ...now, ...to };
        expect(await fixture.reader.findById(account.userId)).toEqual(now);
      }
      expect(await fixture.reader.findByEmail(emailKey)).toEqual(now);
      expect(await fixture.reader.findByEmail(account.emailKey)).toBeUndefined();
    });

    test('an e-mail address becomes free when its account changes it', async () => {
      const { fixture, one } = processes();
      const account = await add(newAccountWithEmail());
      expect(await one.runOne(change(account.userId, { email: '', emailKey: '' }))).toBeUndefined();
      expect(await fixture.reader.findByEmail(account.emailKey)).toBeUndefined();
      const next = await add({ ...newAccountWithEmail(), emailKey: account.emailKey });
      expect(await fixture.reader.findByEmail(account.emailKey)).toEqual(next);
    });

    test('an update to an e-mail address in use changes nothing at all', async () => {
      const { fixture, one } = processes();
      const [account, holder] = [await add(newAccountWithEmail()), await add(newAccountWithEmail())];
      const to = { email: holder.email, emailKey: holder.emailKey, passwordHash: 'scrypt$new', disabled: true };
      expect(await one.runOne(change(account.userId, to))).toBe('email');
      expect(await fixture.reader.findById(account.userId)).toEqual(account);
      expect(await fixture.reader.findByEmail(holder.emailKey)).toEqual(holder);
    });

    test('an account may change the spelling of its own e-mail address', async () => {
      const { fixture, one } = processes();
      const account = await add(newAccountWithEmail());
      const { emailKey } = account;
      expect(await one.runOne(change(account.userId, { email: emailKey, emailKey }))).toBeUndefined();
      expect(await fixture.reader.findByEmail(emailKey)).toEqual({ ...account, email: emailKey });
    });

    test('a command reads its own account updates, several times over', async () => {
      const { fixture, one } = processes();
      const account = await add(newAccountWithEmail());
      const last = { ...account, passwordHash: 'scrypt$2', email: '', emailKey: '', disabled: true };
      const seen = await one.runOne(async ({ accounts }) => {
        await accounts.findByName(account.nameKey);
        await accounts.update(account.userId, { passwordHash: 'scrypt$1', disabled: true });
        await accounts.update(account.userId, { passwordHash: 'scrypt$2' });
        await accounts.update(account.userId, { email: '', emailKey: '' });
        return [
          await accounts.findById(account.userId),
          await accounts.findByName(account.nameKey),
          await accounts.findByEmail(account.emailKey),
        ];
      });
      expect(seen).toEqual([last, last, undefined]);
      expect(await fixture.reader.findById(account.userId)).toEqual(last);
    });

    test('an account that was not locked, or does not exist, cannot be updated', async () => {
      const { one } = processes();
      const account = await add(newAccount(newId()));
      const blind: StoreCommand<unknown> = async ({ accounts }) => {
        await accounts.findById(account.userId);
        return accounts.update(account.userId, { disabled: true });
      };
      await expect(one.runOne(blind)).rejects.toThrow('only after it was read');
      await expect(one.runOne(change(newId(), { disabled: true }))).rejects.toThrow('only after it was read');
    });
  });

  describe('a deleted account', () => {
    test('a deleted account is not found, and its name and e-mail address are free', async () => {
      const { fixture, one, other } = processes();
      const account = await add(newAccountWithEmail());
      await other.runOne(remove(account.userId));
      const found = await one.runOne(async ({ accounts }) => [
        await accounts.findByName(account.nameKey),
        await accounts.findByEmail(account.emailKey),
        await accounts.findById(account.userId),
        await accounts.lock(account.userId),
      ]);
      const outside = await Promise.all([
        fixture.reader.findByName(account.nameKey),
        fixture.reader.findByEmail(account.emailKey),
        fixture.reader.findById(account.userId),
      ]);
      expect([...found, ...outside].filter(Boolean)).toEqual([]);
      const next = await add({ ...account, userId: newId() });
      expect(await fixture.reader.findByName(account.nameKey)).toEqual(next);
      expect(await fixture.reader.findByEmail(account.emailKey)).toEqual(next);
    });

    test('later commands of the batch do not find a deleted account, and one may take its name and e-mail address', async () => {
      const { fixture, one } = processes();
      const account = await add(newAccountWithEmail());
      const next = { ...account, userId: newId() };
      const batch = one.openBatch();
      const first = batch.beginCommand();
      await remove(account.userId)(first.tx);
      await first.keep();
      const second = batch.beginCommand();
      expect(await second.tx.accounts.findByName(account.nameKey)).toBeUndefined();
      expect(await second.tx.accounts.findById(account.userId)).toBeUndefined();
      expect(await second.tx.accounts.add(next)).toBeUndefined();
      await second.keep();
      await batch.commit([]);
      one.advance();
      expect(await fixture.reader.findByName(account.nameKey)).toEqual(next);
    });

    test('the command that deletes an account may end its sessions before or after', async () => {
      const { fixture, one } = processes();
      const account = await add(newAccount(newId()));
      const made = [newSession(account.userId), newSession(account.userId)];
      await one.run(forEachCommand(made, async ({ sessions }, session) => sessions.add(session)));
      await one.runOne(async ({ accounts, sessions }) => {
        await accounts.lock(account.userId);
        const [first, second] = await sessions.lockLiving(account.userId);
        if (first) sessions.end(first.sessionId);
        accounts.remove(account.userId);
        if (second) sessions.end(second.sessionId);
        expect(await accounts.findById(account.userId)).toBeUndefined();
        await expect(async () => accounts.update(account.userId, { disabled: true })).rejects.toThrow('only after it was read');
      });
      expect(await fixture.reader.findById(account.userId)).toBeUndefined();
      expect(await one.runOne(({ sessions }) => sessions.listLiving(account.userId))).toEqual([]);
    });
  });
}
