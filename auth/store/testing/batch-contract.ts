// The part of auth's suite about the commands of one batch: what they see of each other, and how they get into each other's way.
import { expect, test } from 'vitest';
import { DataError } from '../../../infra/ports/index.ts';
import { newId } from '../../../proto/ids.ts';
import type { Account } from '../../ports.ts';
import {
  forEachCommand,
  newAccount,
  newAccountWithEmail,
  newSession,
  type ProcessPair,
  type StoreCommand,
} from './auth-store-fixture.ts';
import { bindSessionTo, claimEmail, openOnlySession, registerAccount } from './store-commands.ts';

export function batchContract(processes: () => ProcessPair): void {
  const add = async (account: Account): Promise<Account> => {
    await processes().one.runOne(({ accounts }) => accounts.add(account));
    return account;
  };
  /** Two commands side by side in one batch, each kept as soon as it is done; then the commit. */
  const sideBySide = async (works: readonly StoreCommand<unknown>[]): Promise<void> => {
    const batch = processes().one.openBatch();
    try {
      await Promise.allSettled(
        works.map(async (work) => {
          const place = batch.beginCommand();
          const { tx } = place;
          await work(tx);
          await place.keep();
        }),
      ).then((settled) => {
        for (const one of settled) if (one.status === 'rejected') throw one.reason;
      });
      await batch.commit([]);
      processes().one.advance();
    } catch (error) {
      await batch.rollback();
      throw error;
    }
  };
  test('a later command of a batch finds the account an earlier one added', async () => {
    const { world, one } = processes();
    const account = newAccountWithEmail();
    const batch = one.openBatch();
    const first = batch.beginCommand();
    expect(await first.tx.accounts.add(account)).toBeUndefined();
    await first.keep();
    const { accounts } = batch.beginCommand().tx;
    expect(await accounts.byName(account.nameKey)).toEqual(account);
    expect(await accounts.byAddress(account.addressKey)).toEqual(account);
    expect(await accounts.byId(account.user)).toEqual(account);
    await batch.rollback();
    expect(await world.reader.byName(account.nameKey)).toBeUndefined();
  });

  test('a later command of a batch reads what an earlier one updated, and may update it again', async () => {
    const { world, one } = processes();
    const account = await add(newAccountWithEmail());
    const next = newAccountWithEmail();
    const batch = one.openBatch();
    const first = batch.beginCommand();
    await first.tx.accounts.lock(account.user);
    await first.tx.accounts.change(account.user, { address: next.address, addressKey: next.addressKey, disabled: true });
    await first.keep();
    const second = batch.beginCommand();
    const changed = { ...account, address: next.address, addressKey: next.addressKey, disabled: true };
    expect(await second.tx.accounts.byAddress(next.addressKey)).toEqual(changed);
    expect(await second.tx.accounts.byAddress(account.addressKey)).toBeUndefined();
    expect(await second.tx.accounts.byName(account.nameKey)).toEqual(changed);
    await second.tx.accounts.change(account.user, { disabled: false });
    await second.keep();
    await batch.commit([]);
    one.advance();
    expect(await world.reader.byId(account.user)).toEqual({ ...changed, disabled: false });
  });

  test('of two registrations with one name or one e-mail address in one batch exactly one succeeds', async () => {
    const { world, one } = processes();
    const name = newId();
    const [mine, theirs] = [newAccount(name), newAccount(name)];
    expect(await one.run([registerAccount(mine), registerAccount(theirs)])).toEqual(['made', 'name']);
    expect(await world.reader.byName(mine.nameKey)).toEqual(mine);

    const first = newAccountWithEmail();
    const second = { ...newAccountWithEmail(), addressKey: first.addressKey };
    const results = await one.run([registerAccount(first), registerAccount(second)]);
    expect([...results].sort()).toEqual(['address', 'made']);
    const [made, refused] = results[0] === 'made' ? [first, second] : [second, first];
    expect(await world.reader.byAddress(first.addressKey)).toEqual(made);
    expect(await world.reader.byId(refused.user)).toBeUndefined();
  });

  test('of two updates to one e-mail address in one batch exactly one succeeds', async () => {
    const { world, one } = processes();
    const [mine, theirs] = [await add(newAccount(newId())), await add(newAccountWithEmail())];
    const to = newAccountWithEmail();
    const results = await one.run([claimEmail(mine.user, to), claimEmail(theirs.user, to)]);
    expect([...results].sort()).toEqual(['address', 'made']);
    const [made, refused] = results[0] === 'made' ? [mine, theirs] : [theirs, mine];
    expect((await world.reader.byAddress(to.addressKey))?.user).toBe(made.user);
    expect(await world.reader.byId(refused.user)).toEqual(refused);
  });

  test('a discarded command adds and updates no account; if its row cannot be removed, the batch must run again', async () => {
    const { world, one } = processes();
    const account = newAccountWithEmail();
    const other = await add(newAccountWithEmail());
    for (const work of [registerAccount(account), claimEmail(other.user, account)]) {
      const batch = one.openBatch();
      const command = batch.beginCommand();
      await work(command.tx);
      if (await command.discard()) {
        await batch.commit([]);
        one.advance();
      } else await batch.rollback();
      expect(await world.reader.byAddress(account.addressKey)).toBeUndefined();
    }
    expect(await world.reader.byId(other.user)).toEqual(other);
  });

  test('concurrent commands that update one account fail together, and succeed one by one', async () => {
    const { world, one } = processes();
    const account = await add(newAccount(newId()));
    const change =
      (to: Partial<Account>): StoreCommand<unknown> =>
      async ({ accounts }) => {
        await accounts.lock(account.user);
        await accounts.change(account.user, to);
      };
    const works = [change({ disabled: true }), change({ passwordHash: 'scrypt$new' })];
    await expect(sideBySide(works)).rejects.toBeInstanceOf(DataError);
    expect(await world.reader.byId(account.user)).toEqual(account);
    await one.run(works);
    expect(await world.reader.byId(account.user)).toEqual({ ...account, disabled: true, passwordHash: 'scrypt$new' });
  });

  test('no session is opened concurrently with a password change that ends the account’s sessions', async () => {
    const { one } = processes();
    const account = await add(newAccount(newId()));
    const logIn: StoreCommand<void> = async ({ accounts, sessions }) => {
      const found = await accounts.byName(account.nameKey);
      if (found?.passwordHash === account.passwordHash) sessions.add(newSession(account.user));
    };
    const setPassword: StoreCommand<void> = async ({ accounts, sessions }) => {
      await accounts.lock(account.user);
      await accounts.change(account.user, { passwordHash: 'scrypt$new' });
      for (const { session } of await sessions.living(account.user)) sessions.end(session);
    };
    for (const works of [
      [logIn, setPassword],
      [setPassword, logIn],
    ])
      await expect(sideBySide(works)).rejects.toBeInstanceOf(DataError);
    await one.run([logIn, setPassword, logIn]);
    expect(await one.runOne(({ sessions }) => sessions.seen(account.user))).toEqual([]);
  });

  test('no session is opened concurrently with a command that ends all sessions of the account', async () => {
    const { one } = processes();
    const account = await add(newAccount(newId()));
    const logIn: StoreCommand<void> = async ({ accounts, sessions }) => {
      await accounts.lock(account.user);
      sessions.add(newSession(account.user));
    };
    const logOutEverywhere: StoreCommand<void> = async ({ accounts, sessions }) => {
      await accounts.lock(account.user);
      for (const { session } of await sessions.living(account.user)) sessions.end(session);
    };
    await one.runOne(logIn);
    await expect(sideBySide([logIn, logOutEverywhere])).rejects.toBeInstanceOf(DataError);
    await one.run([logIn, logOutEverywhere]);
    expect(await one.runOne(({ sessions }) => sessions.seen(account.user))).toEqual([]);
  });

  test('of concurrently opened sessions that each end all others, one is left', async () => {
    const { one } = processes();
    const account = await add(newAccount(newId()));
    await one.run([openOnlySession(account.user), openOnlySession(account.user), openOnlySession(account.user)]);
    expect(await one.runOne(({ sessions }) => sessions.seen(account.user))).toHaveLength(1);
  });

  test('sessions of different accounts are opened concurrently', async () => {
    const made = [await add(newAccount(newId())), await add(newAccount(newId()))];
    await sideBySide(made.map(({ user }) => openOnlySession(user)));
    const seen = await processes().one.run(forEachCommand(made, ({ sessions }, { user }) => sessions.seen(user)));
    expect(seen.map(({ length }) => length)).toEqual([1, 1]);
  });

  test('concurrent commands that bind one session fail together, and get one epoch each one by one', async () => {
    const { one } = processes();
    const session = newSession(newId());
    await one.runOne(async ({ sessions }) => sessions.add(session));
    const works = [1, 2, 3].map((connection) => bindSessionTo(session.session, connection));
    await expect(sideBySide(works)).rejects.toBeInstanceOf(DataError);
    expect((await one.runOne(({ sessions }) => sessions.byId(session.session)))?.epoch).toBe(1);
    expect(await one.run(works)).toEqual([2, 3, 4]);
    const found = await one.runOne(({ sessions }) => sessions.byId(session.session));
    expect(found).toMatchObject({ epoch: 4, address: { connection: 3 } });
  });

  test('a command cannot update what another command changed after its read', async () => {
    const { one } = processes();
    const account = await add(newAccount(newId()));
    const session = newSession(account.user);
    await one.runOne(async ({ sessions }) => sessions.add(session));
    const changes = [
      [({ accounts }) => accounts.lock(account.user), ({ accounts }) => accounts.change(account.user, { disabled: true })],
      [
        ({ sessions }) => sessions.byId(session.session),
        async ({ sessions }) => sessions.change(session.session, { tokenUsed: 1 }),
      ],
    ] satisfies [StoreCommand<unknown>, StoreCommand<unknown>][];
    for (const [read, change] of changes) {
      const batch = one.openBatch();
      const [late, early] = [batch.beginCommand(), batch.beginCommand()];
      const tooLate = async (): Promise<void> => {
        await read(late.tx);
        await read(early.tx);
        await change(early.tx);
        await early.keep();
        // Once more: what it has decided already, it decided on the first answer.
        await read(late.tx);
        await change(late.tx);
        await late.keep();
        await batch.commit([]);
      };
      await expect(tooLate()).rejects.toBeInstanceOf(DataError);
      await batch.rollback();
    }
  });

  test('a bind and a token update of one session both take effect', async () => {
    const { one } = processes();
    const session = newSession(newId());
    await one.runOne(async ({ sessions }) => sessions.add(session));
    const count: StoreCommand<void> = async ({ sessions }) => {
      if (await sessions.byId(session.session)) sessions.change(session.session, { tokenNumber: 1, lifetimeMs: 1_000_000 });
    };
    await expect(sideBySide([count, bindSessionTo(session.session, 2)])).rejects.toBeInstanceOf(DataError);
    await one.run<unknown>([bindSessionTo(session.session, 2), count]);
    const found = await one.runOne(({ sessions }) => sessions.byId(session.session));
    expect(found).toMatchObject({ epoch: 2, address: { connection: 2 }, tokenNumber: 1 });
  });
}
