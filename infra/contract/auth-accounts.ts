// The part of auth's suite about accounts, one command after the other.

import { describe, expect, test } from 'vitest';
import type { Account, Taken } from '../../auth/ports.ts';
import type { LogicStored } from '../../logic/ports.ts';
import { newId } from '../../proto/ids.ts';
import { accountOf, addressedAccount, each, type Processes, process, STRANGE, sessionOf, type Work } from './auth-world.ts';
import { listFor, message, pullFor, say } from './store-world.ts';

export function accountsContract(processes: () => Processes): void {
  const add = async (account: Account): Promise<Account> => {
    expect(await processes().one.one(({ accounts }) => accounts.add(account))).toBeUndefined();
    return account;
  };
  const change =
    (user: string, to: Partial<Account>): Work<Taken | undefined> =>
    async ({ accounts }) => {
      await accounts.lock(user);
      return accounts.change(user, to);
    };
  const remove =
    (user: string): Work<void> =>
    async ({ accounts }) => {
      if (await accounts.lock(user)) accounts.remove(user);
    };

  test.each(['Alice', '日本語', "O'Neil \\ ? --", 'Zoë 😀', '😀'.repeat(64)])(
    'an account named %s is found by its name key and its id, in a batch and outside of one',
    async (prefix) => {
      const { world, one, other } = processes();
      const account = accountOf([...`${newId()}${prefix}`].slice(-64).join(''));
      expect(await world.reader.byName(account.nameKey)).toBeUndefined();
      expect(await one.one(({ accounts }) => accounts.add(account))).toBeUndefined();
      expect(await other.one(({ accounts }) => accounts.byName(account.nameKey))).toEqual(account);
      expect(await other.one(({ accounts }) => accounts.byId(account.user))).toEqual(account);
      expect(await other.one(({ accounts }) => accounts.lock(account.user))).toEqual(account);
      expect(await world.reader.byName(account.nameKey)).toEqual(account);
      expect(await world.reader.byId(account.user)).toEqual(account);
    },
  );

  test('an account is found by its address, in a batch and outside of one', async () => {
    const { world, other } = processes();
    const account = await add({ ...addressedAccount(), disabled: true });
    expect(await other.one(({ accounts }) => accounts.byAddress(account.addressKey))).toEqual(account);
    expect(await world.reader.byAddress(account.addressKey)).toEqual(account);
  });

  test('the longest address there is has room', async () => {
    const { world } = processes();
    const start = newId();
    const address = `${start}${'é'.repeat((254 - start.length - 10) / 2)}@example.o`;
    expect(Buffer.byteLength(address)).toBe(254);
    const account = await add(accountOf(newId(), { address, addressKey: `${start}${'ΐ'.repeat(360)}` }));
    expect(await world.reader.byAddress(account.addressKey)).toEqual(account);
  });

  test('a name, an address or an id nobody has is found nowhere, whatever it looks like', async () => {
    const { world, one } = processes();
    await add(accountOf(newId()));
    for (const strange of STRANGE) {
      expect(await one.one(({ accounts }) => accounts.byId(strange)), strange).toBeUndefined();
      expect(await one.one(({ accounts }) => accounts.lock(strange)), strange).toBeUndefined();
      expect(await one.one(({ accounts }) => accounts.byName(`${strange}${newId()}`)), strange).toBeUndefined();
      expect(await one.one(({ accounts }) => accounts.byAddress(strange)), strange).toBeUndefined();
      expect(await world.reader.byId(strange), strange).toBeUndefined();
      expect(await world.reader.byName(`${strange}${newId()}`), strange).toBeUndefined();
      expect(await world.reader.byAddress(strange), strange).toBeUndefined();
    }
  });

  test('name keys are compared byte by byte', async () => {
    const { world, one } = processes();
    const suffix = newId();
    const made = ['e', 'é', 'ß', 'ss', 'a ', 'a', 'A'].map((prefix) => accountOf('x', { nameKey: `${prefix}${suffix}` }));
    made.push(accountOf('x', { nameKey: `${suffix}a` }), accountOf('x', { nameKey: `${suffix}a ` }));
    await one.run(each(made, ({ accounts }, account) => accounts.add(account)));
    for (const account of made) expect((await world.reader.byName(account.nameKey))?.user).toBe(account.user);
  });

  test('many accounts may have no address', async () => {
    const { world, one } = processes();
    const made = [accountOf(newId()), accountOf(newId())];
    expect(await one.run(each(made, ({ accounts }, account) => accounts.add(account)))).toEqual([undefined, undefined]);
    for (const account of made) expect(await world.reader.byId(account.user)).toEqual(account);
  });

  test('it is known when an account was added', async () => {
    const { one } = processes();
    const account = await add(accountOf(newId()));
    const at = await one.one(({ accounts }) => accounts.addedAt(account.user));
    // The store's clock is on this machine.
    expect(Math.abs(Date.now() - at)).toBeLessThan(60_000);
  });

  describe('adding what somebody has', () => {
    test('changes nothing and says whether it is the name or the address, the name first', async () => {
      const { world, one, other } = processes();
      const first = await add(addressedAccount());
      const [sameName, sameAddress, both] = [addressedAccount(), addressedAccount(), addressedAccount()];
      const { nameKey, addressKey } = first;
      expect(await other.one(({ accounts }) => accounts.add({ ...sameName, nameKey }))).toBe('name');
      expect(await other.one(({ accounts }) => accounts.add({ ...sameAddress, addressKey }))).toBe('address');
      expect(await other.one(({ accounts }) => accounts.add({ ...both, nameKey, addressKey }))).toBe('name');
      expect(await world.reader.byName(nameKey)).toEqual(first);
      expect(await world.reader.byAddress(addressKey)).toEqual(first);
      for (const { user } of [sameName, sameAddress, both])
        expect(await one.one(({ accounts }) => accounts.byId(user))).toBeUndefined();
    });

    test('says the name where one has the name and another the address', async () => {
      const { one } = processes();
      const [named, addressed] = [await add(addressedAccount()), await add(addressedAccount())];
      const account = accountOf('x', { nameKey: named.nameKey, addressKey: addressed.addressKey });
      expect(await one.one(({ accounts }) => accounts.add(account))).toBe('name');
      expect(await one.one(({ accounts }) => accounts.byId(account.user))).toBeUndefined();
    });
  });

  describe('changes', () => {
    test('a changed account has what is new, everything else is as before', async () => {
      const { world, other } = processes();
      const account = await add(addressedAccount());
      const { address, addressKey } = addressedAccount();
      let now = account;
      for (const to of [{ passwordHash: 'scrypt$new' }, { disabled: true }, { address, addressKey }, { disabled: false }]) {
        expect(await other.one(change(account.user, to))).toBeUndefined();
        now = { ...now, ...to };
        expect(await world.reader.byId(account.user)).toEqual(now);
      }
      expect(await world.reader.byAddress(addressKey)).toEqual(now);
      expect(await world.reader.byAddress(account.addressKey)).toBeUndefined();
    });

    test('an address given up is free for others', async () => {
      const { world, one } = processes();
      const account = await add(addressedAccount());
      expect(await one.one(change(account.user, { address: '', addressKey: '' }))).toBeUndefined();
      expect(await world.reader.byAddress(account.addressKey)).toBeUndefined();
      const next = await add({ ...addressedAccount(), addressKey: account.addressKey });
      expect(await world.reader.byAddress(account.addressKey)).toEqual(next);
    });

    test('an address somebody else has is not taken, and nothing else of that change happens', async () => {
      const { world, one } = processes();
      const [account, holder] = [await add(addressedAccount()), await add(addressedAccount())];
      const to = { address: holder.address, addressKey: holder.addressKey, passwordHash: 'scrypt$new', disabled: true };
      expect(await one.one(change(account.user, to))).toBe('address');
      expect(await world.reader.byId(account.user)).toEqual(account);
      expect(await world.reader.byAddress(holder.addressKey)).toEqual(holder);
    });

    test('one’s own address may be written otherwise', async () => {
      const { world, one } = processes();
      const account = await add(addressedAccount());
      const { addressKey } = account;
      expect(await one.one(change(account.user, { address: addressKey, addressKey }))).toBeUndefined();
      expect(await world.reader.byAddress(addressKey)).toEqual({ ...account, address: addressKey });
    });

    test('a command sees what it changed itself, several times over', async () => {
      const { world, one } = processes();
      const account = await add(addressedAccount());
      const last = { ...account, passwordHash: 'scrypt$2', address: '', addressKey: '', disabled: true };
      const seen = await one.one(async ({ accounts }) => {
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

    test('an account that was not locked, or is not there, cannot be changed', async () => {
      const { one } = processes();
      const account = await add(accountOf(newId()));
      const blind: Work<unknown> = async ({ accounts }) => {
        await accounts.byId(account.user);
        return accounts.change(account.user, { disabled: true });
      };
      await expect(one.one(blind)).rejects.toThrow('only after it was read');
      await expect(one.one(change(newId(), { disabled: true }))).rejects.toThrow('only after it was read');
    });
  });

  describe('a deleted account', () => {
    test('is found nowhere, and its name and address are free for others', async () => {
      const { world, one, other } = processes();
      const account = await add(addressedAccount());
      await other.one(remove(account.user));
      const found = await one.one(async ({ accounts }) => [
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

    test('is gone for later commands of the batch, one of which may take its name and address', async () => {
      const { world, one } = processes();
      const account = await add(addressedAccount());
      const next = { ...account, user: newId() };
      const batch = one.open();
      const first = batch.command();
      await remove(account.user)(first.stored);
      await first.keep();
      const second = batch.command();
      expect(await second.stored.accounts.byName(account.nameKey)).toBeUndefined();
      expect(await second.stored.accounts.byId(account.user)).toBeUndefined();
      expect(await second.stored.accounts.add(next)).toBeUndefined();
      await second.keep();
      await batch.commit([]);
      one.passed();
      expect(await world.reader.byName(account.nameKey)).toEqual(next);
    });

    test('may have its sessions ended by the command that deletes it, before or after', async () => {
      const { world, one } = processes();
      const account = await add(accountOf(newId()));
      const made = [sessionOf(account.user), sessionOf(account.user)];
      await one.run(each(made, async ({ sessions }, session) => sessions.add(session)));
      await one.one(async ({ accounts, sessions }) => {
        await accounts.lock(account.user);
        const [first, second] = await sessions.living(account.user);
        if (first) sessions.end(first.session);
        accounts.remove(account.user);
        if (second) sessions.end(second.session);
        expect(await accounts.byId(account.user)).toBeUndefined();
        await expect(async () => accounts.change(account.user, { disabled: true })).rejects.toThrow('only after it was read');
      });
      expect(await world.reader.byId(account.user)).toBeUndefined();
      expect(await one.one(({ sessions }) => sessions.seen(account.user))).toEqual([]);
    });

    test('cannot be sent to; its messages stay with their readers, from somebody without a name', async () => {
      const { world, one } = processes();
      const [reader, writer] = [await add(accountOf(newId())), await add(accountOf(newId()))];
      const logic = await process<LogicStored>(world.connectLogic());
      const sent = message(writer.user, reader.user, { text: 'what I leave behind' });
      await logic.one((logic) => say(logic, sent));
      expect(await logic.one(({ people }) => people.exists(writer.user))).toBe(true);
      await one.one(remove(writer.user));

      expect(await logic.one(({ people }) => people.exists(writer.user))).toBe(false);
      expect(await logic.one(({ relations }) => relations.standing(newId(), writer.user))).toMatchObject({ exists: false });
      expect(await logic.one(({ people }) => people.byName(writer.nameKey))).toBeUndefined();
      const [listed] = await logic.one((logic) => listFor(logic, reader.user, '', 10));
      expect(listed).toMatchObject({ peer: writer.user, peerName: '', last: { text: sent.text, sender: writer.user } });
      const pulled = await logic.one((logic) => pullFor(logic, reader.user, listed?.conversation ?? '', 0, 10));
      expect(pulled?.messages.map(({ text }) => text)).toEqual([sent.text]);
    });
  });
}
