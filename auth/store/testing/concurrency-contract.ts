// The contract of auth's store: two processes that run conflicting commands concurrently.
import { expect, test } from 'vitest';
import { newId } from '../../../proto/ids.ts';
import type { Account } from '../../ports.ts';
import {
  type CommandRunner,
  newAccount,
  newAccountWithEmail,
  newSession,
  type ProcessPair,
  type StoreCommand,
} from './auth-store-fixture.ts';
import { bindSessionTo, claimEmail, openOnlySession, registerAccount } from './store-commands.ts';

const ROUNDS = 10;

export function concurrencyContract(processes: () => ProcessPair): void {
  const add = async (account: Account): Promise<Account> => {
    await processes().one.runOne(({ accounts }) => accounts.add(account));
    return account;
  };
  /** Runs one command in an isolated batch: a row that the store rejects would fail the command. */
  const alone = async <T>(at: CommandRunner, work: StoreCommand<T>): Promise<T> => {
    const batch = at.openBatch({ isolated: true });
    const scope = batch.beginCommand();
    const { tx } = scope;
    const result = await work(tx);
    await scope.keep();
    await batch.commit([]);
    at.advance();
    return result;
  };

  const both = (): readonly [CommandRunner, CommandRunner] => [processes().one, processes().other];

  test('a read by name, e-mail address or id locks the account: another process waits for the batch to end', async () => {
    const { fixture, one, other } = processes();
    const account = await add(newAccountWithEmail());
    const lock = [
      ({ accounts }) => accounts.findByName(account.nameKey),
      ({ accounts }) => accounts.findByEmail(account.emailKey),
      ({ accounts }) => accounts.lock(account.userId),
    ] satisfies StoreCommand<unknown>[];
    for (const work of lock) {
      const batch = one.openBatch();
      await work(batch.beginCommand().tx);
      let isThrough = false;
      const waiting = other.runOne(async ({ accounts }) => {
        await accounts.lock(account.userId);
        isThrough = true;
      });
      // Twenty round trips on another connection take longer than one statement would.
      for (let i = 0; i < 20; i++)
        await Promise.all([fixture.reader.findByName(account.nameKey), new Promise((resolve) => setImmediate(resolve))]);
      expect(isThrough).toBe(false);
      await batch.rollback();
      await waiting;
    }
  });

  test('of concurrent registrations with one name in two processes exactly one succeeds, each time', async () => {
    for (let round = 0; round < ROUNDS; round++) {
      const name = newId();
      const results = await Promise.all(both().map((at) => at.runOne(registerAccount(newAccount(name)))));
      expect(results.sort()).toEqual(['made', 'name']);
    }
  });

  test('of concurrent registrations with one e-mail address in two processes exactly one succeeds, each time', async () => {
    const { fixture } = processes();
    for (let round = 0; round < ROUNDS; round++) {
      const { email, emailKey } = newAccountWithEmail();
      const made = both().map(() => newAccount(newId(), { email, emailKey }));
      const results = await Promise.all(both().map((at, i) => at.runOne(registerAccount(made[i] ?? newAccount('x')))));
      expect([...results].sort()).toEqual(['email', 'made']);
      expect(await fixture.reader.findByEmail(emailKey)).toEqual(made[results.indexOf('made')]);
    }
  });

  test('concurrent registrations that conflict crosswise in name and e-mail address all get a result', async () => {
    for (let round = 0; round < ROUNDS; round++) {
      const [first, second] = [newAccountWithEmail(), newAccountWithEmail()];
      const crossed = { ...newAccountWithEmail(), nameKey: first.nameKey, emailKey: second.emailKey };
      const [one, other] = both();
      const [made, results] = await Promise.all([
        one.run([registerAccount(first), registerAccount(second)]),
        other.run([registerAccount(crossed), registerAccount(newAccountWithEmail())]),
      ]);
      const isFirst = made[0] === 'made';
      expect([...made, ...results]).toEqual(isFirst ? ['made', made[1], 'name', 'made'] : ['name', 'email', 'made', 'made']);
      expect(made[1]).toBe(isFirst ? 'made' : 'email');
    }
  });

  test('of concurrent updates to one e-mail address in two processes exactly one succeeds, each time', async () => {
    const { fixture } = processes();
    for (let round = 0; round < ROUNDS; round++) {
      const made = [await add(newAccount(newId())), await add(newAccountWithEmail())];
      const to = newAccountWithEmail();
      const results = await Promise.all(both().map((at, i) => at.runOne(claimEmail(made[i]?.userId ?? '', to))));
      expect([...results].sort()).toEqual(['email', 'made']);
      expect((await fixture.reader.findByEmail(to.emailKey))?.userId).toBe(made[results.indexOf('made')]?.userId);
    }
  });

  test('of a concurrent registration and an update to one e-mail address exactly one succeeds, each time', async () => {
    for (let round = 0; round < ROUNDS; round++) {
      const account = await add(newAccount(newId()));
      const to = newAccountWithEmail();
      const [one, other] = both();
      const results = await Promise.all([one.runOne(registerAccount(to)), other.runOne(claimEmail(account.userId, to))]);
      expect(results.sort()).toEqual(['email', 'made']);
    }
  });

  test('two accounts that claim each other’s e-mail address at once both keep their own', async () => {
    const { fixture } = processes();
    for (let round = 0; round < ROUNDS; round++) {
      const made = [await add(newAccountWithEmail()), await add(newAccountWithEmail())] as const;
      const results = await Promise.all([
        processes().one.runOne(claimEmail(made[0].userId, made[1])),
        processes().other.runOne(claimEmail(made[1].userId, made[0])),
      ]);
      expect(results).toEqual(['email', 'email']);
      for (const account of made) expect(await fixture.reader.findById(account.userId)).toEqual(account);
    }
  });

  test('with one command at a time, a claimed name or e-mail address is a reported conflict, not a rejected row', async () => {
    for (let round = 0; round < ROUNDS; round++) {
      const name = newId();
      const named = await Promise.all(both().map((at) => alone(at, registerAccount(newAccount(name)))));
      expect(named.sort()).toEqual(['made', 'name']);
      const to = newAccountWithEmail();
      const account = await add(newAccount(newId()));
      const [one, other] = both();
      const addressed = await Promise.all([alone(one, registerAccount(to)), alone(other, claimEmail(account.userId, to))]);
      expect(addressed.sort()).toEqual(['email', 'made']);
    }
  });

  test('a name and an e-mail address are free as soon as their account is deleted, and not before', async () => {
    for (let round = 0; round < ROUNDS; round++) {
      const { fixture } = processes();
      const account = await add(newAccountWithEmail());
      const next = { ...account, userId: newId() };
      const [one, other] = both();
      const remove: StoreCommand<void> = async ({ accounts }) => {
        if (await accounts.lock(account.userId)) accounts.remove(account.userId);
      };
      const [, result] = await Promise.all([one.runOne(remove), other.runOne(registerAccount(next))]);
      const found = await fixture.reader.findByName(account.nameKey);
      expect(found).toEqual(result === 'made' ? next : undefined);
      expect(await fixture.reader.findByEmail(account.emailKey)).toEqual(found);
    }
  });

  test('a session bound by two processes at once gets a distinct epoch each time', async () => {
    const session = newSession(newId());
    await processes().one.runOne(async ({ sessions }) => sessions.add(session));
    const epochs: (number | undefined)[] = [];
    for (let round = 0; round < ROUNDS; round++)
      epochs.push(...(await Promise.all(both().map((at) => at.runOne(bindSessionTo(session.sessionId, round))))));
    expect(epochs.sort((a, b) => Number(a) - Number(b))).toEqual(Array.from({ length: 2 * ROUNDS }, (_, i) => i + 2));
  });

  test('one request opens one session, although two processes run it', async () => {
    const account = await add(newAccount(newId()));
    const { userId } = account;
    const clientRequestId = Buffer.from(newId(), 'base64url');
    const open: StoreCommand<string> = async ({ accounts, sessions }) => {
      await accounts.findByName(account.nameKey);
      const found = await sessions.findByRequest(userId, clientRequestId);
      if (found) return found.sessionId;
      const session = newSession(userId, { clientRequestId });
      sessions.add(session);
      return session.sessionId;
    };
    const [one, other] = both();
    const [mine, theirs] = await Promise.all([one.run([open, open]), other.run([open])]);
    expect(new Set([...mine, ...theirs]).size).toBe(1);
  });

  test('of sessions opened by two processes, each of which ends all others, one is left, while both bind them', async () => {
    const { one } = processes();
    const { userId } = await add(newAccount(newId()));
    for (let round = 0; round < ROUNDS; round++) {
      const opened = await Promise.all(both().map((at) => at.runOne(openOnlySession(userId))));
      await Promise.all(
        both().map((at) =>
          at.run([
            openOnlySession(userId),
            ...opened.map(({ sessionId }) => bindSessionTo(sessionId, round)),
          ] as StoreCommand<unknown>[]),
        ),
      );
      expect(await one.runOne(({ sessions }) => sessions.listLiving(userId))).toHaveLength(1);
    }
  });
}
