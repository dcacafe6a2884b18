// The contract of auth's store: what the commands of one batch read of each other, and which of them conflict.
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
  /** Runs the commands concurrently in one batch, keeps each as soon as it is done, then commits. */
  const sideBySide = async (commands: readonly StoreCommand<unknown>[]): Promise<void> => {
    const batch = processes().one.openBatch();
    try {
      await Promise.allSettled(
        commands.map(async (work) => {
          const scope = batch.beginCommand();
          const { tx } = scope;
          await work(tx);
          await scope.keep();
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
    const { fixture, one } = processes();
    const account = newAccountWithEmail();
    const batch = one.openBatch();
    const first = batch.beginCommand();
    expect(await first.tx.accounts.add(account)).toBeUndefined();
    await first.keep();
    const { accounts } = batch.beginCommand().tx;
    expect(await accounts.findByName(account.nameKey)).toEqual(account);
    expect(await accounts.findByEmail(account.emailKey)).toEqual(account);
    expect(await accounts.findById(account.userId)).toEqual(account);
    await batch.rollback();
    expect(await fixture.reader.findByName(account.nameKey)).toBeUndefined();
  });

  test('a later command of a batch reads what an earlier one updated, and may update it again', async () => {
    const { fixture, one } = processes();
    const account = await add(newAccountWithEmail());
    const next = newAccountWithEmail();
    const batch = one.openBatch();
    const first = batch.beginCommand();
    await first.tx.accounts.lock(account.userId);
    await first.tx.accounts.update(account.userId, { email: next.email, emailKey: next.emailKey, disabled: true });
    await first.keep();
    const second = batch.beginCommand();
    const changed = { ...account, email: next.email, emailKey: next.emailKey, disabled: true };
    expect(await second.tx.accounts.findByEmail(next.emailKey)).toEqual(changed);
    expect(await second.tx.accounts.findByEmail(account.emailKey)).toBeUndefined();
    expect(await second.tx.accounts.findByName(account.nameKey)).toEqual(changed);
    await second.tx.accounts.update(account.userId, { disabled: false });
    await second.keep();
    await batch.commit([]);
    one.advance();
    expect(await fixture.reader.findById(account.userId)).toEqual({ ...changed, disabled: false });
  });

  test('of two registrations with one name or one e-mail address in one batch exactly one succeeds', async () => {
    const { fixture, one } = processes();
    const name = newId();
    const [mine, theirs] = [newAccount(name), newAccount(name)];
    expect(await one.run([registerAccount(mine), registerAccount(theirs)])).toEqual(['made', 'name']);
    expect(await fixture.reader.findByName(mine.nameKey)).toEqual(mine);

    const first = newAccountWithEmail();
    const second = { ...newAccountWithEmail(), emailKey: first.emailKey };
    const results = await one.run([registerAccount(first), registerAccount(second)]);
    expect([...results].sort()).toEqual(['email', 'made']);
    const [made, refused] = results[0] === 'made' ? [first, second] : [second, first];
    expect(await fixture.reader.findByEmail(first.emailKey)).toEqual(made);
    expect(await fixture.reader.findById(refused.userId)).toBeUndefined();
  });

  test('of two updates to one e-mail address in one batch exactly one succeeds', async () => {
    const { fixture, one } = processes();
    const [mine, theirs] = [await add(newAccount(newId())), await add(newAccountWithEmail())];
    const to = newAccountWithEmail();
    const results = await one.run([claimEmail(mine.userId, to), claimEmail(theirs.userId, to)]);
    expect([...results].sort()).toEqual(['email', 'made']);
    const [made, refused] = results[0] === 'made' ? [mine, theirs] : [theirs, mine];
    expect((await fixture.reader.findByEmail(to.emailKey))?.userId).toBe(made.userId);
    expect(await fixture.reader.findById(refused.userId)).toEqual(refused);
  });

  test('a discarded command adds and updates no account; if its row cannot be removed, the batch must run again', async () => {
    const { fixture, one } = processes();
    const account = newAccountWithEmail();
    const other = await add(newAccountWithEmail());
    for (const work of [registerAccount(account), claimEmail(other.userId, account)]) {
      const batch = one.openBatch();
      const command = batch.beginCommand();
      await work(command.tx);
      if (await command.discard()) {
        await batch.commit([]);
        one.advance();
      } else await batch.rollback();
      expect(await fixture.reader.findByEmail(account.emailKey)).toBeUndefined();
    }
    expect(await fixture.reader.findById(other.userId)).toEqual(other);
  });

  test('concurrent commands that update one account fail together, and succeed one by one', async () => {
    const { fixture, one } = processes();
    const account = await add(newAccount(newId()));
    const change =
      (to: Partial<Account>): StoreCommand<unknown> =>
      async ({ accounts }) => {
        await accounts.lock(account.userId);
        await accounts.update(account.userId, to);
      };
    const commands = [change({ disabled: true }), change({ passwordHash: 'scrypt$new' })];
    await expect(sideBySide(commands)).rejects.toBeInstanceOf(DataError);
    expect(await fixture.reader.findById(account.userId)).toEqual(account);
    await one.run(commands);
    expect(await fixture.reader.findById(account.userId)).toEqual({ ...account, disabled: true, passwordHash: 'scrypt$new' });
  });

  test('no session is opened concurrently with a password change that ends the account’s sessions', async () => {
    const { one } = processes();
    const account = await add(newAccount(newId()));
    const logIn: StoreCommand<void> = async ({ accounts, sessions }) => {
      const found = await accounts.findByName(account.nameKey);
      if (found?.passwordHash === account.passwordHash) sessions.add(newSession(account.userId));
    };
    const setPassword: StoreCommand<void> = async ({ accounts, sessions }) => {
      await accounts.lock(account.userId);
      await accounts.update(account.userId, { passwordHash: 'scrypt$new' });
      for (const { sessionId } of await sessions.lockLiving(account.userId)) sessions.end(sessionId);
    };
    for (const commands of [
      [logIn, setPassword],
      [setPassword, logIn],
    ])
      await expect(sideBySide(commands)).rejects.toBeInstanceOf(DataError);
    await one.run([logIn, setPassword, logIn]);
    expect(await one.runOne(({ sessions }) => sessions.listLiving(account.userId))).toEqual([]);
  });

  test('no session is opened concurrently with a command that ends all sessions of the account', async () => {
    const { one } = processes();
    const account = await add(newAccount(newId()));
    const logIn: StoreCommand<void> = async ({ accounts, sessions }) => {
      await accounts.lock(account.userId);
      sessions.add(newSession(account.userId));
    };
    const logOutEverywhere: StoreCommand<void> = async ({ accounts, sessions }) => {
      await accounts.lock(account.userId);
      for (const { sessionId } of await sessions.lockLiving(account.userId)) sessions.end(sessionId);
    };
    await one.runOne(logIn);
    await expect(sideBySide([logIn, logOutEverywhere])).rejects.toBeInstanceOf(DataError);
    await one.run([logIn, logOutEverywhere]);
    expect(await one.runOne(({ sessions }) => sessions.listLiving(account.userId))).toEqual([]);
  });

  test('of concurrently opened sessions that each end all others, one is left', async () => {
    const { one } = processes();
    const account = await add(newAccount(newId()));
    await one.run([openOnlySession(account.userId), openOnlySession(account.userId), openOnlySession(account.userId)]);
    expect(await one.runOne(({ sessions }) => sessions.listLiving(account.userId))).toHaveLength(1);
  });

  test('sessions of different accounts are opened concurrently', async () => {
    const made = [await add(newAccount(newId())), await add(newAccount(newId()))];
    await sideBySide(made.map(({ userId }) => openOnlySession(userId)));
    const seen = await processes().one.run(forEachCommand(made, ({ sessions }, { userId }) => sessions.listLiving(userId)));
    expect(seen.map(({ length }) => length)).toEqual([1, 1]);
  });

  test('concurrent commands that bind one session fail together, and get one epoch each one by one', async () => {
    const { one } = processes();
    const session = newSession(newId());
    await one.runOne(async ({ sessions }) => sessions.add(session));
    const commands = [1, 2, 3].map((connection) => bindSessionTo(session.sessionId, connection));
    await expect(sideBySide(commands)).rejects.toBeInstanceOf(DataError);
    expect((await one.runOne(({ sessions }) => sessions.findById(session.sessionId)))?.epoch).toBe(1);
    expect(await one.run(commands)).toEqual([2, 3, 4]);
    const found = await one.runOne(({ sessions }) => sessions.findById(session.sessionId));
    expect(found).toMatchObject({ epoch: 4, connectionAddress: { connection: 3 } });
  });

  test('a command cannot update what another command changed after its read', async () => {
    const { one } = processes();
    const account = await add(newAccount(newId()));
    const session = newSession(account.userId);
    await one.runOne(async ({ sessions }) => sessions.add(session));
    const changes = [
      [({ accounts }) => accounts.lock(account.userId), ({ accounts }) => accounts.update(account.userId, { disabled: true })],
      [
        ({ sessions }) => sessions.findById(session.sessionId),
        async ({ sessions }) => sessions.update(session.sessionId, { usedTokenNumber: 1 }),
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
        // A second read changes nothing: the command decides on the result of its first read.
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
      if (await sessions.findById(session.sessionId))
        sessions.update(session.sessionId, { tokenNumber: 1, lifetimeMs: 1_000_000 });
    };
    await expect(sideBySide([count, bindSessionTo(session.sessionId, 2)])).rejects.toBeInstanceOf(DataError);
    await one.run<unknown>([bindSessionTo(session.sessionId, 2), count]);
    const found = await one.runOne(({ sessions }) => sessions.findById(session.sessionId));
    expect(found).toMatchObject({ epoch: 2, connectionAddress: { connection: 2 }, tokenNumber: 1 });
  });
}
