// The part of auth's suite about commands that get into each other's way: of one batch, and of two processes.
import { describe, expect, test } from 'vitest';
import type { Account, Session, Taken } from '../../auth/ports.ts';
import { newId } from '../../proto/ids.ts';
import { DataError } from '../ports.ts';
import { accountOf, addressedAccount, each, type Process, type Processes, sessionOf, type Work } from './auth-world.ts';

const ROUNDS = 10;

export function raceContract(processes: () => Processes): void {
  const add = async (account: Account): Promise<Account> => {
    await processes().one.one(({ accounts }) => accounts.add(account));
    return account;
  };
  const register =
    (account: Account): Work<Taken | 'made'> =>
    async ({ accounts }) => {
      if (await accounts.byName(account.nameKey)) return 'name';
      return (await accounts.add(account)) ?? 'made';
    };
  const takeAddress =
    (user: string, to: Account): Work<Taken | 'made'> =>
    async ({ accounts }) => {
      await accounts.lock(user);
      return (await accounts.change(user, { address: to.address, addressKey: to.addressKey })) ?? 'made';
    };
  const bind =
    (session: string, connection: number): Work<number | undefined> =>
    async ({ sessions }) => {
      const found = await sessions.byId(session);
      if (!found) return undefined;
      const epoch = found.epoch + 1;
      sessions.change(session, { epoch, address: { ...found.address, connection }, boundAt: 5 });
      return epoch;
    };
  /** As a log-in does where there may be one session only. */
  const openAlone =
    (user: string): Work<Session> =>
    async ({ accounts, sessions }) => {
      await accounts.lock(user);
      for (const { session } of await sessions.living(user)) sessions.end(session);
      const session = sessionOf(user);
      sessions.add(session);
      return session;
    };
  /** Two commands side by side in one batch, each kept as soon as it is done; then the commit. */
  const sideBySide = async (works: readonly Work<unknown>[]): Promise<void> => {
    const batch = processes().one.open();
    try {
      await Promise.allSettled(
        works.map(async (work) => {
          const { stored, keep } = batch.command();
          await work(stored);
          await keep();
        }),
      ).then((settled) => {
        for (const one of settled) if (one.status === 'rejected') throw one.reason;
      });
      await batch.commit([]);
      processes().one.passed();
    } catch (error) {
      await batch.rollback();
      throw error;
    }
  };
  /** One command in a batch that runs its commands one by one: a row the store refused would be this command's end. */
  const alone = async <T>(at: Process, work: Work<T>): Promise<T> => {
    const batch = at.open({ isolated: true });
    const { stored, keep } = batch.command();
    const result = await work(stored);
    await keep();
    await batch.commit([]);
    at.passed();
    return result;
  };

  describe('in one batch', () => {
    test('a later command finds the account an earlier one has added', async () => {
      const { world, one } = processes();
      const account = addressedAccount();
      const batch = one.open();
      const first = batch.command();
      expect(await first.stored.accounts.add(account)).toBeUndefined();
      await first.keep();
      const { accounts } = batch.command().stored;
      expect(await accounts.byName(account.nameKey)).toEqual(account);
      expect(await accounts.byAddress(account.addressKey)).toEqual(account);
      expect(await accounts.byId(account.user)).toEqual(account);
      await batch.rollback();
      expect(await world.reader.byName(account.nameKey)).toBeUndefined();
    });

    test('a later command sees what an earlier one changed, and may change it again', async () => {
      const { world, one } = processes();
      const account = await add(addressedAccount());
      const next = addressedAccount();
      const batch = one.open();
      const first = batch.command();
      await first.stored.accounts.lock(account.user);
      await first.stored.accounts.change(account.user, { address: next.address, addressKey: next.addressKey, disabled: true });
      await first.keep();
      const second = batch.command();
      const changed = { ...account, address: next.address, addressKey: next.addressKey, disabled: true };
      expect(await second.stored.accounts.byAddress(next.addressKey)).toEqual(changed);
      expect(await second.stored.accounts.byAddress(account.addressKey)).toBeUndefined();
      expect(await second.stored.accounts.byName(account.nameKey)).toEqual(changed);
      await second.stored.accounts.change(account.user, { disabled: false });
      await second.keep();
      await batch.commit([]);
      one.passed();
      expect(await world.reader.byId(account.user)).toEqual({ ...changed, disabled: false });
    });

    test('of two registrations of one name, or of one address, exactly one is made', async () => {
      const { world, one } = processes();
      const name = newId();
      const [mine, theirs] = [accountOf(name), accountOf(name)];
      expect(await one.run([register(mine), register(theirs)])).toEqual(['made', 'name']);
      expect(await world.reader.byName(mine.nameKey)).toEqual(mine);

      const first = addressedAccount();
      const second = { ...addressedAccount(), addressKey: first.addressKey };
      const results = await one.run([register(first), register(second)]);
      expect([...results].sort()).toEqual(['address', 'made']);
      const [made, refused] = results[0] === 'made' ? [first, second] : [second, first];
      expect(await world.reader.byAddress(first.addressKey)).toEqual(made);
      expect(await world.reader.byId(refused.user)).toBeUndefined();
    });

    test('of two changes to one address exactly one is made', async () => {
      const { world, one } = processes();
      const [mine, theirs] = [await add(accountOf(newId())), await add(addressedAccount())];
      const to = addressedAccount();
      const results = await one.run([takeAddress(mine.user, to), takeAddress(theirs.user, to)]);
      expect([...results].sort()).toEqual(['address', 'made']);
      const [made, refused] = results[0] === 'made' ? [mine, theirs] : [theirs, mine];
      expect((await world.reader.byAddress(to.addressKey))?.user).toBe(made.user);
      expect(await world.reader.byId(refused.user)).toEqual(refused);
    });

    test('a discarded command adds no account and changes none: where its row cannot be taken back the batch has to run again', async () => {
      const { world, one } = processes();
      const account = addressedAccount();
      const other = await add(addressedAccount());
      for (const work of [register(account), takeAddress(other.user, account)]) {
        const batch = one.open();
        const command = batch.command();
        await work(command.stored);
        if (await command.discard()) {
          await batch.commit([]);
          one.passed();
        } else await batch.rollback();
        expect(await world.reader.byAddress(account.addressKey)).toBeUndefined();
      }
      expect(await world.reader.byId(other.user)).toEqual(other);
    });

    test('commands side by side that change one account are refused together, and one by one each does what it should', async () => {
      const { world, one } = processes();
      const account = await add(accountOf(newId()));
      const change =
        (to: Partial<Account>): Work<unknown> =>
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

    test('a session is not opened beside a command that changes the account and ends its sessions', async () => {
      const { one } = processes();
      const account = await add(accountOf(newId()));
      const logIn: Work<void> = async ({ accounts, sessions }) => {
        const found = await accounts.byName(account.nameKey);
        if (found?.passwordHash === account.passwordHash) sessions.add(sessionOf(account.user));
      };
      const setPassword: Work<void> = async ({ accounts, sessions }) => {
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
      expect(await one.one(({ sessions }) => sessions.seen(account.user))).toEqual([]);
    });

    test('of sessions opened side by side, each of which ends all others, one is left', async () => {
      const { one } = processes();
      const account = await add(accountOf(newId()));
      await one.run([openAlone(account.user), openAlone(account.user), openAlone(account.user)]);
      expect(await one.one(({ sessions }) => sessions.seen(account.user))).toHaveLength(1);
    });

    test('sessions of different accounts are opened side by side', async () => {
      const made = [await add(accountOf(newId())), await add(accountOf(newId()))];
      await sideBySide(made.map(({ user }) => openAlone(user)));
      const seen = await processes().one.run(each(made, ({ sessions }, { user }) => sessions.seen(user)));
      expect(seen.map(({ length }) => length)).toEqual([1, 1]);
    });

    test('commands side by side that bind one session are refused together, and one by one each gets an epoch of its own', async () => {
      const { one } = processes();
      const session = sessionOf(newId());
      await one.one(async ({ sessions }) => sessions.add(session));
      const works = [1, 2, 3].map((connection) => bind(session.session, connection));
      await expect(sideBySide(works)).rejects.toBeInstanceOf(DataError);
      expect((await one.one(({ sessions }) => sessions.byId(session.session)))?.epoch).toBe(1);
      expect(await one.run(works)).toEqual([2, 3, 4]);
      const found = await one.one(({ sessions }) => sessions.byId(session.session));
      expect(found).toMatchObject({ epoch: 4, address: { connection: 3 } });
    });

    test('a session bound beside a command that counts its tokens loses neither', async () => {
      const { one } = processes();
      const session = sessionOf(newId());
      await one.one(async ({ sessions }) => sessions.add(session));
      const count: Work<void> = async ({ sessions }) => {
        if (await sessions.byId(session.session)) sessions.change(session.session, { tokenNumber: 1, livesMs: 1_000_000 });
      };
      await expect(sideBySide([count, bind(session.session, 2)])).rejects.toBeInstanceOf(DataError);
      await one.run<unknown>([bind(session.session, 2), count]);
      const found = await one.one(({ sessions }) => sessions.byId(session.session));
      expect(found).toMatchObject({ epoch: 2, address: { connection: 2 }, tokenNumber: 1 });
    });
  });

  describe('in two processes', () => {
    const both = (): readonly [Process, Process] => [processes().one, processes().other];

    test('what is read by its name, its address or its id is locked: another process waits for the batch to end', async () => {
      const { world, one, other } = processes();
      const account = await add(addressedAccount());
      const lock = [
        ({ accounts }) => accounts.byName(account.nameKey),
        ({ accounts }) => accounts.byAddress(account.addressKey),
        ({ accounts }) => accounts.lock(account.user),
      ] satisfies Work<unknown>[];
      for (const work of lock) {
        const batch = one.open();
        await work(batch.command().stored);
        let isThrough = false;
        const waiting = other.one(async ({ accounts }) => {
          await accounts.lock(account.user);
          isThrough = true;
        });
        // Twenty round trips of another connection: time enough for one.
        for (let i = 0; i < 20; i++)
          await Promise.all([world.reader.byName(account.nameKey), new Promise((resolve) => setImmediate(resolve))]);
        expect(isThrough).toBe(false);
        await batch.rollback();
        await waiting;
      }
    });

    test('of registrations of one name at once exactly one is made, each time', async () => {
      for (let round = 0; round < ROUNDS; round++) {
        const name = newId();
        const results = await Promise.all(both().map((at) => at.one(register(accountOf(name)))));
        expect(results.sort()).toEqual(['made', 'name']);
      }
    });

    test('of registrations with one address at once exactly one is made, each time', async () => {
      const { world } = processes();
      for (let round = 0; round < ROUNDS; round++) {
        const { address, addressKey } = addressedAccount();
        const made = both().map(() => accountOf(newId(), { address, addressKey }));
        const results = await Promise.all(both().map((at, i) => at.one(register(made[i] ?? accountOf('x')))));
        expect([...results].sort()).toEqual(['address', 'made']);
        expect(await world.reader.byAddress(addressKey)).toEqual(made[results.indexOf('made')]);
      }
    });

    test('of registrations crosswise, one’s name and the other’s address, each is answered', async () => {
      for (let round = 0; round < ROUNDS; round++) {
        const [first, second] = [addressedAccount(), addressedAccount()];
        const crossed = { ...addressedAccount(), nameKey: first.nameKey, addressKey: second.addressKey };
        const [one, other] = both();
        const [made, results] = await Promise.all([
          one.run([register(first), register(second)]),
          other.run([register(crossed), register(addressedAccount())]),
        ]);
        const isFirst = made[0] === 'made';
        expect([...made, ...results]).toEqual(isFirst ? ['made', made[1], 'name', 'made'] : ['name', 'address', 'made', 'made']);
        expect(made[1]).toBe(isFirst ? 'made' : 'address');
      }
    });

    test('of changes to one address at once exactly one is made, each time', async () => {
      const { world } = processes();
      for (let round = 0; round < ROUNDS; round++) {
        const made = [await add(accountOf(newId())), await add(addressedAccount())];
        const to = addressedAccount();
        const results = await Promise.all(both().map((at, i) => at.one(takeAddress(made[i]?.user ?? '', to))));
        expect([...results].sort()).toEqual(['address', 'made']);
        expect((await world.reader.byAddress(to.addressKey))?.user).toBe(made[results.indexOf('made')]?.user);
      }
    });

    test('of a registration and a change to one address at once exactly one is made, each time', async () => {
      for (let round = 0; round < ROUNDS; round++) {
        const account = await add(accountOf(newId()));
        const to = addressedAccount();
        const [one, other] = both();
        const results = await Promise.all([one.one(register(to)), other.one(takeAddress(account.user, to))]);
        expect(results.sort()).toEqual(['address', 'made']);
      }
    });

    test('two who want each other’s address both stay as they are or one after the other gets it', async () => {
      const { world } = processes();
      for (let round = 0; round < ROUNDS; round++) {
        const made = [await add(addressedAccount()), await add(addressedAccount())] as const;
        const results = await Promise.all([
          processes().one.one(takeAddress(made[0].user, made[1])),
          processes().other.one(takeAddress(made[1].user, made[0])),
        ]);
        expect(results).toEqual(['address', 'address']);
        for (const account of made) expect(await world.reader.byId(account.user)).toEqual(account);
      }
    });

    test('where commands run one by one, neither name nor address that two want at once is a row refused', async () => {
      for (let round = 0; round < ROUNDS; round++) {
        const name = newId();
        const named = await Promise.all(both().map((at) => alone(at, register(accountOf(name)))));
        expect(named.sort()).toEqual(['made', 'name']);
        const to = addressedAccount();
        const account = await add(accountOf(newId()));
        const [one, other] = both();
        const addressed = await Promise.all([alone(one, register(to)), alone(other, takeAddress(account.user, to))]);
        expect(addressed.sort()).toEqual(['address', 'made']);
      }
    });

    test('a name and an address are free again as soon as their account is deleted, and not before', async () => {
      for (let round = 0; round < ROUNDS; round++) {
        const { world } = processes();
        const account = await add(addressedAccount());
        const next = { ...account, user: newId() };
        const [one, other] = both();
        const remove: Work<void> = async ({ accounts }) => {
          if (await accounts.lock(account.user)) accounts.remove(account.user);
        };
        const [, result] = await Promise.all([one.one(remove), other.one(register(next))]);
        const found = await world.reader.byName(account.nameKey);
        expect(found).toEqual(result === 'made' ? next : undefined);
        expect(await world.reader.byAddress(account.addressKey)).toEqual(found);
      }
    });

    test('a session bound by both at once gets an epoch of its own each time', async () => {
      const session = sessionOf(newId());
      await processes().one.one(async ({ sessions }) => sessions.add(session));
      const epochs: (number | undefined)[] = [];
      for (let round = 0; round < ROUNDS; round++)
        epochs.push(...(await Promise.all(both().map((at) => at.one(bind(session.session, round))))));
      expect(epochs.sort((a, b) => Number(a) - Number(b))).toEqual(Array.from({ length: 2 * ROUNDS }, (_, i) => i + 2));
    });

    test('one request opens one session, though both take it', async () => {
      const account = await add(accountOf(newId()));
      const { user } = account;
      const clientRequestId = Buffer.from(newId(), 'base64url');
      const open: Work<string> = async ({ accounts, sessions }) => {
        await accounts.byName(account.nameKey);
        const found = await sessions.byRequest(user, clientRequestId);
        if (found) return found.session;
        const session = sessionOf(user, { clientRequestId });
        sessions.add(session);
        return session.session;
      };
      const [one, other] = both();
      const [mine, theirs] = await Promise.all([one.run([open, open]), other.run([open])]);
      expect(new Set([...mine, ...theirs]).size).toBe(1);
    });

    test('of sessions opened by both, each of which ends all others, one is left, while both bind them', async () => {
      const { one } = processes();
      const { user } = await add(accountOf(newId()));
      for (let round = 0; round < ROUNDS; round++) {
        const opened = await Promise.all(both().map((at) => at.one(openAlone(user))));
        await Promise.all(
          both().map((at) => at.run([openAlone(user), ...opened.map(({ session }) => bind(session, round))] as Work<unknown>[])),
        );
        expect(await one.one(({ sessions }) => sessions.seen(user))).toHaveLength(1);
      }
    });
  });
}
