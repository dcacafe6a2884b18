// What every store of auth promises, as tests: one account a name, one session a request, one living connection a session.
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Account, AuthStored, Session } from '../../auth/ports.ts';
import { newId } from '../../proto/ids.ts';
import { DataError } from '../ports.ts';
import { type AuthStoreWorld, type Process, process, type Work } from './auth-world.ts';

const STRANGE = ['', 'a@b.c', '日本語', "' OR 1=1 --", '?', '\\', 'A'.repeat(21), `${'A'.repeat(21)}B`, '\0'.repeat(22)];

function accountOf(name: string): Account {
  return { user: newId(), name, nameKey: name.toLowerCase(), passwordHash: `scrypt$ln=14,r=8,p=5$${newId()}$${newId()}` };
}

let connections = 0;
function sessionOf(user: string, changes: Partial<Session> = {}): Session {
  return {
    session: newId(),
    user,
    epoch: 1,
    address: { instance: 'gate-1.AAAAAAAA', slot: 7, connection: ++connections },
    boundAt: 1_700_000_000_000,
    deviceKind: 'phone',
    deviceName: "Zoë's 📱 \\ ?",
    clientRequestId: Buffer.from(newId(), 'base64url'),
    ...changes,
  };
}

/** As it was given, whatever kind of bytes came back. */
function plain(session: Session | undefined): unknown {
  return session && { ...session, ended: undefined, clientRequestId: [...session.clientRequestId] };
}

export function authStoreContract(name: string, makeWorld: () => Promise<AuthStoreWorld>): void {
  describe(`${name} keeps the promises of AuthStored:`, () => {
    let world: AuthStoreWorld;
    let one: Process;
    let other: Process;
    beforeAll(async () => {
      world = await makeWorld();
      one = await process(world.connect());
      other = await process(world.connect());
    });
    afterAll(() => world.close());

    const addSession = async (changes: Partial<Session> = {}): Promise<Session> => {
      const session = sessionOf(newId(), changes);
      await one.one(async ({ sessions }) => sessions.add(session));
      return session;
    };
    const byId = (session: string): Promise<Session | undefined> => one.one(({ sessions }) => sessions.byId(session));
    const moveTo =
      (session: string, connection: number): Work<number | undefined> =>
      async ({ sessions }) => {
        const found = await sessions.byId(session);
        if (!found) return undefined;
        const epoch = found.epoch + 1;
        sessions.move(session, { epoch, address: { instance: 'gate-2.BBBBBBBB', slot: 3, connection }, boundAt: 5 });
        return epoch;
      };
    const end =
      (session: string): Work<number | undefined> =>
      async ({ sessions }) => {
        const found = await sessions.byId(session);
        if (found) sessions.end(session);
        return found && 0;
      };

    describe('accounts', () => {
      test.each(['Alice', '日本語', "O'Neil \\ ? --", 'Zoë 😀', '😀'.repeat(64)])(
        'an account named %s is found by its name key and its id, in a batch and outside of one',
        async (prefix) => {
          const account = accountOf([...`${newId()}${prefix}`].slice(-64).join(''));
          expect(await world.reader.find(account.nameKey)).toBeUndefined();
          await one.one(({ accounts }) => accounts.add(account));
          expect(await other.one(({ accounts }) => accounts.byName(account.nameKey))).toEqual(account);
          expect(await other.one(({ accounts }) => accounts.byId(account.user))).toEqual(account);
          expect(await world.reader.find(account.nameKey)).toEqual(account);
        },
      );

      test('a name or an id nobody has is found nowhere, whatever it looks like', async () => {
        for (const strange of STRANGE) {
          expect(await one.one(({ accounts }) => accounts.byId(strange)), strange).toBeUndefined();
          expect(await one.one(({ accounts }) => accounts.byName(`${strange}${newId()}`)), strange).toBeUndefined();
          expect(await world.reader.find(`${strange}${newId()}`), strange).toBeUndefined();
        }
      });

      test('name keys are compared byte by byte', async () => {
        const suffix = newId();
        const made = ['e', 'é', 'ß', 'ss', 'a ', 'a', 'A'].map((prefix) => ({
          ...accountOf('x'),
          nameKey: `${prefix}${suffix}`,
        }));
        made.push({ ...accountOf('x'), nameKey: `${suffix}a` }, { ...accountOf('x'), nameKey: `${suffix}a ` });
        await one.run(
          made.map(
            (account) =>
              async ({ accounts }: AuthStored) =>
                accounts.add(account),
          ),
        );
        for (const account of made) expect((await world.reader.find(account.nameKey))?.user).toBe(account.user);
      });

      test('a later command of the batch finds the account an earlier one has added', async () => {
        const account = accountOf(newId());
        const batch = one.open();
        const first = batch.command();
        expect(await first.stored.accounts.byName(account.nameKey)).toBeUndefined();
        expect(await first.stored.accounts.add(account)).toEqual(account);
        await first.keep();
        const second = batch.command();
        expect(await second.stored.accounts.byName(account.nameKey)).toEqual(account);
        expect(await second.stored.accounts.byId(account.user)).toEqual(account);
        await batch.rollback();
        expect(await world.reader.find(account.nameKey)).toBeUndefined();
      });

      const register =
        (account: Account): Work<'made' | 'taken'> =>
        async ({ accounts }) => {
          if (await accounts.byName(account.nameKey)) return 'taken';
          const holder = await accounts.add(account);
          return holder.user === account.user ? 'made' : 'taken';
        };

      test('of two registrations of one name in one batch exactly one gets it', async () => {
        const name = newId();
        const [mine, theirs] = [accountOf(name), accountOf(name)];
        expect(await one.run([register(mine), register(theirs)])).toEqual(['made', 'taken']);
        expect(await world.reader.find(mine.nameKey)).toEqual(mine);
      });

      test('adding a name somebody has changes nothing and says who has it', async () => {
        const [first, second] = [accountOf('Alice'), accountOf('ALICE')].map((account) => ({ ...account, nameKey: newId() }));
        if (!first || !second) throw new Error('two accounts');
        await one.one(({ accounts }) => accounts.add(first));
        expect(await other.one(({ accounts }) => accounts.add({ ...second, nameKey: first.nameKey }))).toEqual(first);
        expect(await world.reader.find(first.nameKey)).toEqual(first);
        expect(await one.one(({ accounts }) => accounts.byId(second.user))).toBeUndefined();
      });

      test('registrations of one name by two processes that run their commands one by one refuse no row', async () => {
        const alone = async (at: Process, account: Account): Promise<string> => {
          const batch = at.open({ isolated: true });
          const { stored, keep } = batch.command();
          const result = await register(account)(stored);
          await keep();
          await batch.commit([]);
          at.passed();
          return result;
        };
        for (let round = 0; round < 10; round++) {
          const name = newId();
          const results = await Promise.all([one, other].map((at) => alone(at, accountOf(name))));
          expect(results.sort()).toEqual(['made', 'taken']);
        }
      });

      test('a discarded command adds no account: where its row cannot be taken back the batch has to run again', async () => {
        const account = accountOf(newId());
        const batch = one.open();
        const command = batch.command();
        await command.stored.accounts.add(account);
        if (await command.discard()) {
          await batch.commit([]);
          one.passed();
        } else await batch.rollback();
        expect(await world.reader.find(account.nameKey)).toBeUndefined();
      });

      test('what is read by its name is locked: another process waits for the batch to end', async () => {
        const account = accountOf(newId());
        await one.one(({ accounts }) => accounts.add(account));
        const batch = one.open();
        await batch.command().stored.accounts.byName(account.nameKey);
        let isThrough = false;
        const waiting = other.one(async ({ accounts }) => {
          await accounts.byName(account.nameKey);
          isThrough = true;
        });
        // Twenty round trips of another connection: time enough for one.
        for (let i = 0; i < 20; i++) await Promise.all([world.reader.find(account.nameKey), new Promise(setImmediate)]);
        expect(isThrough).toBe(false);
        await batch.rollback();
        await waiting;
      });

      test('of registrations of one name by two processes at once exactly one gets it, each time', async () => {
        for (let round = 0; round < 10; round++) {
          const name = newId();
          const results = await Promise.all([one, other].map((at) => at.one(register(accountOf(name)))));
          expect(results.sort()).toEqual(['made', 'taken']);
        }
      });
    });

    describe('sessions', () => {
      test('a session is found as it was added, by its id and by its request', async () => {
        const session = await addSession();
        expect(plain(await byId(session.session))).toEqual(plain(session));
        const found = await other.one(({ sessions }) => sessions.byRequest(session.user, session.clientRequestId));
        expect(plain(found)).toEqual(plain(session));
      });

      test('a request id is its user’s own', async () => {
        const session = await addSession();
        expect(await one.one(({ sessions }) => sessions.byRequest(newId(), session.clientRequestId))).toBeUndefined();
        const theirs = await addSession({ clientRequestId: session.clientRequestId });
        const found = await one.one(({ sessions }) => sessions.byRequest(theirs.user, session.clientRequestId));
        expect(found?.session).toBe(theirs.session);
      });

      test('a session nobody opened is not found, whatever its id looks like', async () => {
        for (const strange of [...STRANGE, newId()]) {
          expect(await byId(strange), strange).toBeUndefined();
          const request = Buffer.alloc(16);
          expect(await one.one(({ sessions }) => sessions.byRequest(strange, request)), strange).toBeUndefined();
        }
      });

      test('a moved session has its new connection, and everything else as before', async () => {
        const session = await addSession();
        const to = {
          epoch: 9,
          address: { instance: 'gate-2.BBBBBBBB', slot: 3, connection: 4_294_967_295 },
          boundAt: 1_700_000_000_001,
        };
        await other.one(async ({ sessions }) => {
          await sessions.byId(session.session);
          sessions.move(session.session, to);
        });
        expect(plain(await byId(session.session))).toEqual(plain({ ...session, ...to }));
        const found = await one.one(({ sessions }) => sessions.byRequest(session.user, session.clientRequestId));
        expect(plain(found)).toEqual(plain({ ...session, ...to }));
      });

      test('an ended session is found by its request only', async () => {
        const session = await addSession();
        await other.one(end(session.session));
        expect(await byId(session.session)).toBeUndefined();
        const found = await one.one(({ sessions }) => sessions.byRequest(session.user, session.clientRequestId));
        expect(found?.session).toBe(session.session);
      });

      test('a session that was not read, or is not there, cannot be changed', async () => {
        const address = { instance: 'gate', slot: 0, connection: 1 };
        const blind: Work<void> = async ({ sessions }) => {
          const session = newId();
          await sessions.byId(session);
          sessions.move(session, { epoch: 2, address, boundAt: 0 });
        };
        await expect(one.one(blind)).rejects.toThrow('only after it was read');
      });

      test('a later command of the batch sees what an earlier one did to the session', async () => {
        const session = await addSession();
        const batch = one.open();
        for (const epoch of [2, 3]) {
          const { stored, keep } = batch.command();
          expect(await moveTo(session.session, epoch)(stored)).toBe(epoch);
          await keep();
        }
        const { stored, keep } = batch.command();
        expect(await end(session.session)(stored)).toBe(0);
        await keep();
        expect(await batch.command().stored.sessions.byId(session.session)).toBeUndefined();
        await batch.commit([]);
        one.passed();
        expect(await byId(session.session)).toBeUndefined();
      });

      test('commands of one batch that move one session are refused together, and one by one each gets an epoch of its own', async () => {
        const session = await addSession();
        const batch = one.open();
        const commands = [1, 2].map(async (connection) => {
          const { stored, keep } = batch.command();
          await moveTo(session.session, connection)(stored);
          await keep();
        });
        const together = Promise.all(commands).then(() => batch.commit([]));
        await expect(together).rejects.toBeInstanceOf(DataError);
        await batch.rollback();
        expect((await byId(session.session))?.epoch).toBe(1);
        expect(await one.run([1, 2, 3].map((connection) => moveTo(session.session, connection)))).toEqual([2, 3, 4]);
        expect(await byId(session.session)).toMatchObject({ epoch: 4, address: { connection: 3 } });
      });

      test('a session ended and moved in one batch stays ended', async () => {
        const session = await addSession();
        expect(await one.run([end(session.session), moveTo(session.session, 1)])).toEqual([0, undefined]);
        expect(await byId(session.session)).toBeUndefined();
        const another = await addSession();
        expect(await one.run([moveTo(another.session, 1), end(another.session)])).toEqual([2, 0]);
        expect(await byId(another.session)).toBeUndefined();
      });

      test('a discarded command leaves the session as it was, for the batch and for the store', async () => {
        const session = await addSession();
        const batch = one.open();
        const discarded = batch.command();
        expect(await moveTo(session.session, 1)(discarded.stored)).toBe(2);
        expect(await discarded.discard()).toBe(true);
        const next = batch.command();
        expect(await moveTo(session.session, 5)(next.stored)).toBe(2);
        await next.keep();
        await batch.commit([]);
        one.passed();
        expect(await byId(session.session)).toMatchObject({ epoch: 2, address: { connection: 5 } });
      });

      test('two processes that move one session at once each get an epoch of their own', async () => {
        const session = await addSession();
        const epochs: (number | undefined)[] = [];
        for (let round = 0; round < 10; round++) {
          epochs.push(...(await Promise.all([one, other].map((at) => at.one(moveTo(session.session, round))))));
        }
        expect(epochs.sort((a, b) => Number(a) - Number(b))).toEqual(Array.from({ length: 20 }, (_, i) => i + 2));
      });

      test('one request opens one session, though two processes take it at once', async () => {
        const account = accountOf(newId());
        const { user } = account;
        const clientRequestId = Buffer.from(newId(), 'base64url');
        await one.one(({ accounts }) => accounts.add(account));
        const open: Work<string> = async ({ accounts, sessions }) => {
          await accounts.byName(account.nameKey);
          const found = await sessions.byRequest(user, clientRequestId);
          if (found) return found.session;
          const session = sessionOf(user, { clientRequestId });
          sessions.add(session);
          return session.session;
        };
        const [mine, theirs] = await Promise.all([one.run([open, open]), other.run([open])]);
        expect(new Set([...mine, ...theirs]).size).toBe(1);
      });

      test('hundreds of sessions opened, moved and ended in one batch each end as they should', async () => {
        const made = Array.from({ length: 300 }, () => sessionOf(newId()));
        await one.run(
          made.map(
            (session) =>
              async ({ sessions }: AuthStored) =>
                sessions.add(session),
          ),
        );
        await one.run(made.map(({ session }, i) => (i % 3 === 0 ? end(session) : moveTo(session, i))));
        const found = await other.run(
          made.map(
            ({ session }) =>
              ({ sessions }: AuthStored) =>
                sessions.byId(session),
          ),
        );
        found.forEach((session, i) => {
          if (i % 3 === 0) expect(session).toBeUndefined();
          else expect(session).toMatchObject({ session: made[i]?.session, epoch: 2, address: { connection: i } });
        });
      });
    });
  });
}
