// The part of auth's suite about accounts, one command after the other.

import { describe, expect, test } from 'vitest';
import type { LogicStore } from '../../../logic/ports/index.ts';
import { directMessage, readConversations, readMessages, sendDirect } from '../../../logic/store/testing/store-fixture.ts';
import { newId } from '../../../proto/ids.ts';
import type { Account, AccountConflict } from '../../ports.ts';
import {
  commandRunner,
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
    (user: string, to: Partial<Account>): StoreCommand<AccountConflict | undefined> =>
    async ({ accounts }) => {
      await accounts.lock(user);
      return accounts.change(user, to);
    };
  const remove =
    (user: string): StoreCommand<void> =>
    async ({ accounts }) => {
      if (await accounts.lock(user)) accounts.remove(user);
    };

  test.each(['Alice', '日本語', "O'Neil \\ ? --", 'Zoë 😀', '😀'.repeat(64)])(
    'an account named %s is found by its name key and its id, inside and outside a batch',
    async (prefix) => {
      const { world, one, other } = processes();
      const account = newAccount([...`${newId()}${prefix}`].slice(-64).join(''));
      expect(await world.reader.byName(account.nameKey)).toBeUndefined();
      expect(await one.runOne(({ accounts }) => accounts.add(account))).toBeUndefined();
      expect(await other.runOne(({ accounts }) => accounts.byName(account.nameKey))).toEqual(account);
      expect(await other.runOne(({ accounts }) => accounts.byId(account.user))).toEqual(account);
      expect(await other.runOne(({ accounts }) => accounts.lock(account.user))).toEqual(account);
      expect(await world.reader.byName(account.nameKey)).toEqual(account);
      expect(await world.reader.byId(account.user)).toEqual(account);
    },
  );

  test('an account is found by its e-mail address, inside and outside a batch', async () => {
    const { world, other } = processes();
    const account = await add({ ...newAccountWithEmail(), disabled: true });
    expect(await other.runOne(({ accounts }) => accounts.byAddress(account.addressKey))).toEqual(account);
    expect(await world.reader.byAddress(account.addressKey)).toEqual(account);
  });

  test('the store has room for the longest e-mail address', async () => {
    const { world } = processes();
    const start = newId();
    const address = `${start}${'é'.repeat((254 - start.length - 10) / 2)}@example.o`;
    expect(Buffer.byteLength(address)).toBe(254);
    const account = await add(newAccount(newId(), { address, addressKey: `${start}${'ΐ'.repeat(360)}` }));
    expect(await world.reader.byAddress(account.addressKey)).toEqual(account);
  });

  test('an unknown name, e-mail address or id is not found, whatever its form', async () => {
    const { world, one } = processes();
    await add(newAccount(newId()));
    for (const strange of UNKNOWN_IDS) {
      expect(await one.runOne(({ accounts }) => accounts.byId(strange)), strange).toBeUndefined();
      expect(await one.runOne(({ accounts }) => accounts.lock(strange)), strange).toBeUndefined();
      expect(await one.runOne(({ accounts }) => accounts.byName(`${strange}${newId()}`)), strange).toBeUndefined();
      expect(await one.runOne(({ accounts }) => accounts.byAddress(strange)), strange).toBeUndefined();
      expect(await world.reader.byId(strange), strange).toBeUndefined();
      expect(await world.reader.byName(`${strange}${newId()}`), strange).toBeUndefined();
      expect(await world.reader.byAddress(strange), strange).toBeUndefined();
    }
  });

  test('the store compares name keys byte by byte', async () => {
    const { world, one } = processes();
    const suffix = newId();
    const made = ['e', 'é', 'ß', 'ss', 'a ', 'a', 'A'].map((prefix) => newAccount('x', { nameKey: `${prefix}${suffix}` }));
    made.push(newAccount('x', { nameKey: `${suffix}a` }), newAccount('x', { nameKey: `${suffix}a ` }));
    await one.run(forEachCommand(made, ({ accounts }, account) => accounts.add(account)));
    for (const account of made) expect((await world.reader.byName(account.nameKey))?.user).toBe(account.user);
  });

  test('many accounts may have no e-mail address', async () => {
    const { world, one } = processes();
    const made = [newAccount(newId()), newAccount(newId())];
    expect(await one.run(forEachCommand(made, ({ accounts }, account) => accounts.add(account)))).toEqual([undefined, undefined]);
    for (const account of made) expect(await world.reader.byId(account.user)).toEqual(account);
  });

  test('the store knows when an account was registered', async () => {
    const { one } = processes();
    const account = await add(newAccount(newId()));
    const at = await one.runOne(({ accounts }) => accounts.addedAt(account.user));
    // The store's clock is on this machine.
    expect(Math.abs(Date.now() - at)).toBeLessThan(60_000);
  });

  describe('adding an account with a name or e-mail address in use', () => {
    test('adding an account with a name or e-mail address in use changes nothing and reports which, the name first', async () => {
      const { world, one, other } = processes();
      const first = await add(newAccountWithEmail());
      const [sameName, sameAddress, both] = [newAccountWithEmail(), newAccountWithEmail(), newAccountWithEmail()];
      const { nameKey, addressKey } = first;
      expect(await other.runOne(({ accounts }) => accounts.add({ ...sameName, nameKey }))).toBe('name');
      expect(await other.runOne(({ accounts }) => accounts.add({ ...sameAddress, addressKey }))).toBe('address');
      expect(await other.runOne(({ accounts }) => accounts.add({ ...both, nameKey, addressKey }))).toBe('name');
      expect(await world.reader.byName(nameKey)).toEqual(first);
      expect(await world.reader.byAddress(addressKey)).toEqual(first);
      for (const { user } of [sameName, sameAddress, both])
        expect(await one.runOne(({ accounts }) => accounts.byId(user))).toBeUndefined();
    });

    test('adding an account whose name and e-mail address belong to two accounts reports the name', async () => {
      const { one } = processes();
      const [named, addressed] = [await add(newAccountWithEmail()), await add(newAccountWithEmail())];
      const account = newAccount('x', { nameKey: named.nameKey, addressKey: addressed.addressKey });
      expect(await one.runOne(({ accounts }) => accounts.add(account))).toBe('name');
      expect(await one.runOne(({ accounts }) => accounts.byId(account.user))).toBeUndefined();
    });
  });

  describe('account updates', () => {
    test('an account update changes the given fields and no others', async () => {
      const { world, other } = processes();
      const account = await add(newAccountWithEmail());
      const { address, addressKey } = newAccountWithEmail();
      let now = account;
      for (const to of [{ passwordHash: 'scrypt$new' }, { disabled: true }, { address, addressKey }, { disabled: false }]) {
        expect(await other.runOne(change(account.user, to))).toBeUndefined();
        now = { ...now, ...to };
        expect(await world.reader.byId(account.user)).toEqual(now);
      }
      expect(await world.reader.byAddress(addressKey)).toEqual(now);
      expect(await world.reader.byAddress(account.addressKey)).toBeUndefined();
    });

    test('an e-mail address becomes free when its account changes it', async () => {
      const { world, one } = processes();
      const account = await add(newAccountWithEmail());
      expect(await one.runOne(change(account.user, { address: '', addressKey: '' }))).toBeUndefined();
      expect(await world.reader.byAddress(account.addressKey)).toBeUndefined();
      const next = await add({ ...newAccountWithEmail(), addressKey: account.addressKey });
      expect(await world.reader.byAddress(account.addressKey)).toEqual(next);
    });

    test('an update to an e-mail address in use changes nothing at all', async () => {
      const { world, one } = processes();
      const [account, holder] = [await add(newAccountWithEmail()), await add(newAccountWithEmail())];
      const to = { address: holder.address, addressKey: holder.addressKey, passwordHash: 'scrypt$new', disabled: true };
      expect(await one.runOne(change(account.user, to))).toBe('address');
      expect(await world.reader.byId(account.user)).toEqual(account);
      expect(await world.reader.byAddress(holder.addressKey)).toEqual(holder);
    });

    test('an account may change the spelling of its own e-mail address', async () => {
      const { world, one } = processes();
      const account = await add(newAccountWithEmail());
      const { addressKey } = account;
      expect(await one.runOne(change(account.user, { address: addressKey, addressKey }))).toBeUndefined();
      expect(await world.reader.byAddress(addressKey)).toEqual({ ...account, address: addressKey });
    });

    test('a command reads its own account updates, several times over', async () => {
      const { world, one } = processes();
      const account = await add(newAccountWithEmail());
      const last = { ...account, passwordHash: 'scrypt$2', address: '', addressKey: '', disabled: true };
      const seen = await one.runOne(async ({ accounts }) => {
        await accounts.byName(account.nameKey);
        await accounts.change(account.user, { passwordHash: 'scrypt$1', disabled: true });
        await accounts.change(account.user, { passwordHash: 'scrypt$2' });
        await accounts.change(account.user, { address: '', addressKey: '' });
        return [
          await accounts.byId(account.user),
          await accounts.byName(account.nameKey),
          await accounts.byAddress(account.addressKey),
        ];
      });
      expect(seen).toEqual([last, last, undefined]);
      expect(await world.reader.byId(account.user)).toEqual(last);
    });

    test('an account that was not locked, or does not exist, cannot be updated', async () => {
      const { one } = processes();
      const account = await add(newAccount(newId()));
      const blind: StoreCommand<unknown> = async ({ accounts }) => {
        await accounts.byId(account.user);
        return accounts.change(account.user, { disabled: true });
      };
      await expect(one.runOne(blind)).rejects.toThrow('only after it was read');
      await expect(one.runOne(change(newId(), { disabled: true }))).rejects.toThrow('only after it was read');
    });
  });

  describe('a deleted account', () => {
    test('a deleted account is not found, and its name and e-mail address are free', async () => {
      const { world, one, other } = processes();
      const account = await add(newAccountWithEmail());
      await other.runOne(remove(account.user));
      const found = await one.runOne(async ({ accounts }) => [
        await accounts.byName(account.nameKey),
        await accounts.byAddress(account.addressKey),
        await accounts.byId(account.user),
        await accounts.lock(account.user),
      ]);
      const outside = await Promise.all([
        world.reader.byName(account.nameKey),
        world.reader.byAddress(account.addressKey),
        world.reader.byId(account.user),
      ]);
      expect([...found, ...outside].filter(Boolean)).toEqual([]);
      const next = await add({ ...account, user: newId() });
      expect(await world.reader.byName(account.nameKey)).toEqual(next);
      expect(await world.reader.byAddress(account.addressKey)).toEqual(next);
    });

    test('later commands of the batch do not find a deleted account, and one may take its name and e-mail address', async () => {
      const { world, one } = processes();
      const account = await add(newAccountWithEmail());
      const next = { ...account, user: newId() };
      const batch = one.openBatch();
      const first = batch.beginCommand();
      await remove(account.user)(first.tx);
      await first.keep();
      const second = batch.beginCommand();
      expect(await second.tx.accounts.byName(account.nameKey)).toBeUndefined();
      expect(await second.tx.accounts.byId(account.user)).toBeUndefined();
      expect(await second.tx.accounts.add(next)).toBeUndefined();
      await second.keep();
      await batch.commit([]);
      one.advance();
      expect(await world.reader.byName(account.nameKey)).toEqual(next);
    });

    test('the command that deletes an account may end its sessions before or after', async () => {
      const { world, one } = processes();
      const account = await add(newAccount(newId()));
      const made = [newSession(account.user), newSession(account.user)];
      await one.run(forEachCommand(made, async ({ sessions }, session) => sessions.add(session)));
      await one.runOne(async ({ accounts, sessions }) => {
        await accounts.lock(account.user);
        const [first, second] = await sessions.living(account.user);
        if (first) sessions.end(first.session);
        accounts.remove(account.user);
        if (second) sessions.end(second.session);
        expect(await accounts.byId(account.user)).toBeUndefined();
        await expect(async () => accounts.change(account.user, { disabled: true })).rejects.toThrow('only after it was read');
      });
      expect(await world.reader.byId(account.user)).toBeUndefined();
      expect(await one.runOne(({ sessions }) => sessions.seen(account.user))).toEqual([]);
    });

    test('a deleted account accepts no messages; its messages stay with their readers, without a sender name', async () => {
      const { world, one } = processes();
      const [reader, writer] = [await add(newAccount(newId())), await add(newAccount(newId()))];
      const logic = await commandRunner<LogicStore>(world.connectLogic());
      const sent = directMessage(writer.user, reader.user, { text: 'what I leave behind' });
      await logic.runOne((logic) => sendDirect(logic, sent));
      expect(await logic.runOne(({ people }) => people.exists(writer.user))).toBe(true);
      await one.runOne(remove(writer.user));

      expect(await logic.runOne(({ people }) => people.exists(writer.user))).toBe(false);
      expect(await logic.runOne(({ relations }) => relations.findMessagingPolicy(newId(), writer.user))).toMatchObject({
        exists: false,
      });
      expect(await logic.runOne(({ people }) => people.findByName(writer.nameKey))).toBeUndefined();
      const [listed] = await logic.runOne((logic) => readConversations(logic, reader.user, '', 10));
      expect(listed).toMatchObject({ peer: writer.user, peerName: '', lastMessage: { text: sent.text, sender: writer.user } });
      const pulled = await logic.runOne((logic) => readMessages(logic, reader.user, listed?.conversation ?? '', 0, 10));
      expect(pulled?.messages.map(({ text }) => text)).toEqual([sent.text]);
    });
  });
}
