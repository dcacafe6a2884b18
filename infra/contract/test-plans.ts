// No command reads through a table: what every statement of every command does is asked of the database itself.
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { passwords } from '../../auth/password.ts';
import type { AuthStored } from '../../auth/ports.ts';
import { connection as callerAt } from '../../auth/test-world.ts';
import { logicHandlers } from '../../logic/handlers.ts';
import type { LogicStored } from '../../logic/ports.ts';
import { allServices, type Caller, im, routesOf, type Steps } from '../../proto/contract.ts';
import { ImError } from '../../proto/errors.ts';
import { embeddedCache } from '../embedded/cache.ts';
import type { Batches, Command } from '../ports.ts';
import { accountReader, authTables } from '../sql/accounts.ts';
import { acquaintances, friendsReader } from '../sql/acquaintances.ts';
import { sqlBatches } from '../sql/batch.ts';
import type { Connection, Reader } from '../sql/connection.ts';
import { copies } from '../sql/copies.ts';
import { logicTables } from '../sql/logic-tables.ts';
import { oldMessages } from '../sql/retention.ts';
import { type Process, process } from './auth-world.ts';
import { authCalls, PASSWORD } from './test-plans-auth.ts';
import { BIG_GROUP, BIG_TALK, fill, nth, SIZES, smallGroup, talk, user } from './test-plans-data.ts';
import { LOGIC_CALLS, type LogicRpc } from './test-plans-logic.ts';
import { type Seen, type Watch, watchedConnection, watchedReader } from './test-plans-watched.ts';

// Explaining hundreds of statements takes as long as the machine is busy: it says nothing of the product.
const LARGE = { timeout: 90_000 };

export interface PlansWorld {
  readonly watch: Watch;
  connection(): Connection;
  readonly reader: Reader;
  /** The tables were filled: the database may look at how much there is of everything. */
  filled(): Promise<void>;
  close(): Promise<void>;
}

/** Services whose commands look at no table that stands in every store. */
const WITHOUT_TABLES = ['Presence', 'Verify', 'Codes'];

// What one statement may look at: some rows for each key it names and each row it returns, and as many as a group has members.
const PER_KEY = 12;
const BESIDES = 2500;

type Handler = Steps<unknown, object, unknown, unknown> | Steps<unknown, object, unknown, unknown>['handle'];
interface Called {
  readonly caller: Caller;
  readonly request: object;
}

export function plansContract(name: string, makeWorld: () => Promise<PlansWorld>): void {
  describe(`${name}:`, () => {
    let world: PlansWorld;
    let connection: Connection;
    let reader: Reader;
    let auth: Process<AuthStored>;
    let logic: Process<LogicStored>;
    let authOf: ReturnType<typeof authCalls>;
    const handlers = logicHandlers({ maxTextBytes: 1000, maxGroupMembers: 3000, whoMayWrite: 'anyone' });
    let seen: Seen[] = [];
    const hashing = passwords({ cost: { ln: 4, r: 1, p: 1 }, threads: 1, maxWaitMs: 60_000 });

    beforeAll(async () => {
      world = await makeWorld();
      await fill(world.connection(), await hashing.hash(PASSWORD));
      await world.filled();
      connection = watchedConnection(world.connection(), world.watch, (statement) => seen.push(statement));
      reader = watchedReader(world.reader, world.watch, (statement) => seen.push(statement));
      auth = await process(sqlBatches(connection, authTables));
      logic = await process<LogicStored>(sqlBatches(connection, logicTables, uncached()));
      authOf = authCalls(hashing, accountReader(reader));
    }, 120_000);
    afterAll(async () => {
      await hashing.close();
      await world?.close();
    });

    /** As without Redis: whatever is read from copies is read from the tables each time. */
    const uncached = () => copies(embeddedCache(), reader);

    /** What is wrong with the statements of `work`. */
    async function faultsOf(work: () => Promise<unknown>): Promise<string[]> {
      seen = [];
      await work();
      expect(seen.length).toBeGreaterThan(0);
      return seen.flatMap(({ sql, faults, looked, rows }) => {
        const keys = sql.match(/X'|'\w/g)?.length ?? 0;
        const most = BESIDES + PER_KEY * (keys + rows);
        const tooMany = looked > most ? [`looks at ${looked} rows for ${keys} keys and ${rows} rows`] : [];
        return [...faults, ...tooMany].map(
          (fault) => `${fault}: ${sql.length > 400 ? `${sql.slice(0, 250)} … ${sql.slice(-150)}` : sql}`,
        );
      });
    }

    /** Runs calls as one batch; the codes of those that were refused. */
    async function inOneBatch<Stored>(on: Process<Stored>, handler: Handler, calls: readonly Called[]): Promise<string[]> {
      const { prepare, handle } = typeof handler === 'function' ? { prepare: undefined, handle: handler } : handler;
      const prepared = await Promise.all(calls.map(({ request, caller }) => prepare?.(request, { caller })));
      const codes = await on.run(
        calls.map(({ request, caller }, i) => async (stored) => {
          try {
            await handle(request, commandOf(caller, stored), prepared[i]);
            return [];
          } catch (error) {
            if (error instanceof ImError) return [error.code];
            throw error;
          }
        }),
      );
      return codes.flat();
    }

    /** Alone no call is refused; of many together few are. */
    async function check<Stored>(
      on: Process<Stored>,
      handler: Handler,
      alone: readonly Called[],
      many: readonly Called[],
    ): Promise<void> {
      for (const call of alone) {
        const faults = await faultsOf(async () => expect(await inOneBatch(on, handler, [call])).toEqual([]));
        expect(faults).toEqual([]);
      }
      const faults = await faultsOf(async () =>
        expect((await inOneBatch(on, handler, many)).length).toBeLessThan(many.length / 2),
      );
      expect(faults).toEqual([]);
    }

    const logicRpcs = [...routesOf([im.Logic]).values()];
    const authRpcs = [...routesOf([im.Auth]).values()];
    const logicCall = ([n, request]: readonly [number, object], rpc: LogicRpc): Called => {
      const route = logicRpcs.find(({ handler }) => handler === rpc);
      // As it comes from the wire: with all its defaults.
      const decoded = route?.request.decode(route.request.encode(request).finish()) ?? {};
      return { caller: callerAt({ user: user(n), session: nth('session', n), acceptedAt: 0 }), request: decoded };
    };

    test('every command of a service with tables is looked at here', () => {
      const services = allServices().map((service) => (service as { name: string }).name);
      expect(services.filter((service) => !WITHOUT_TABLES.includes(service)).sort()).toEqual(['Auth', 'Logic']);
      expect(Object.keys(LOGIC_CALLS).sort()).toEqual(logicRpcs.map(({ handler }) => handler).sort());
      expect([...authOf.rpcs].sort()).toEqual(authRpcs.map(({ handler }) => handler).sort());
    });

    test.for(logicRpcs)('$name finds everything by a key, alone and in a large batch', LARGE, async ({ handler }) => {
      const rpc = handler as LogicRpc;
      const calls: { alone: readonly (readonly [number, object])[]; many: readonly (readonly [number, object])[] } =
        LOGIC_CALLS[rpc];
      const [alone, many] = [calls.alone, calls.many].map((some) => some.map((call) => logicCall(call, rpc)));
      await check(logic, handlers[rpc] as Handler, alone ?? [], many ?? []);
    });

    test.for(authRpcs)('$name finds everything by a key, alone and in a large batch', LARGE, async ({ handler }) => {
      const rpc = handler as (typeof authOf.rpcs)[number];
      await check(auth, authOf.handlers[rpc] as Handler, authOf.alone(rpc), authOf.many(rpc));
    });

    test('positions, producers and outbox are found by their keys', async () => {
      const batches: Batches<LogicStored> = sqlBatches(connection, logicTables, uncached());
      const partitions = Array.from({ length: 8 }, (_, partition) => ({ partition, earliest: 0, end: 0 }));
      const faults = await faultsOf(async () => {
        await batches.load('logic', 'full', partitions);
        await batches.outbox('logic', 'full', 3, 100, 200);
        const producers = new Map(Array.from({ length: 50 }, (_, n) => [`gate.${n}`, 5001]));
        const claims = partitions.map(({ partition }) => ({ partition, start: 5000, end: 5010, published: 4990, producers }));
        const batch = batches.open('logic', 'full', claims);
        await batch.commit(partitions.map(({ partition }) => ({ partition, offset: 5000, index: 0, outcome: Buffer.from('x') })));
        await batches.published('logic', 'full', new Map(partitions.map(({ partition }) => [partition, 5010])));
      });
      expect(faults).toEqual([]);
    });

    test('what is read outside of batches is found by keys', async () => {
      const known = acquaintances(uncached(), reader);
      const friends = friendsReader(uncached(), reader);
      const users = Array.from({ length: 200 }, (_, n) => n + 1);
      const faults = await faultsOf(async () => {
        await known.friendsAmong(
          user(0),
          users.map((n) => user(n + 900)),
        );
        await Promise.all(users.map((n) => known.friendsAmong(user(n), users.map(user))));
        await known.othersIn(user(0), smallGroup(7));
        await Promise.all(users.map((n) => known.othersIn(user(n), talk(n))));
        await friends.friendsOf(user(0), '', 200);
        await friends.friendsOf(user(0), user(1009), 200);
      });
      expect(faults).toEqual([]);
    });

    test('whom messages were for is found by keys after a takeover, once for each group', async () => {
      const asked = [
        ...Array.from({ length: 300 }, (_, n) => [BIG_GROUP, n + 1] as const),
        ...Array.from({ length: 100 }, (_, n) => [smallGroup(n), 1] as const),
      ];
      const audiences = (some: typeof asked) =>
        faultsOf(() =>
          logic.run(
            some.map(
              ([group, seq]) =>
                ({ conversations }) =>
                  conversations.audience(group, seq),
            ),
          ),
        );
      expect(await audiences(asked.slice(0, 1))).toEqual([]);
      expect(await audiences(asked)).toEqual([]);
      expect(seen.reduce((sum, { rows }) => sum + rows, 0)).toBeLessThan(2 * SIZES.members);
    });

    test('old messages are found and deleted by keys', async () => {
      const old = oldMessages(connection);
      const faults = await faultsOf(async () => {
        const { last } = await old.find('', 200, 1);
        await old.find(last ?? '', 200, 1);
        for (let i = 0; i < 4; i++) expect((await old.delete(BIG_TALK, 250, 1)).more).toBe(true);
        for (let i = 0; i < 4; i++) await old.delete(BIG_GROUP, 250, 1);
        for (let n = 1; n < 10; n++) await old.delete(talk(n), 250, 1);
      });
      expect(faults).toEqual([]);
    });

    test('a statement without an index is noticed, whether it reads, changes or deletes, and one that finds too much by its index', async () => {
      const { dialect } = connection;
      const bad = [
        `SELECT user FROM accounts WHERE name = 'user7'`,
        'SELECT seq FROM messages ORDER BY sent_at LIMIT 10',
        'SELECT r.emoji FROM accounts a JOIN reactions r ON r.user = a.user LIMIT 1',
        `UPDATE accounts SET disabled = 0 WHERE name = 'nobody'`,
        'DELETE FROM outbox WHERE log_offset = 123456',
        'SELECT COUNT(*) FROM conversations',
      ];
      for (const sql of bad) expect(await faultsOf(() => connection.query([sql])), sql).not.toEqual([]);
      const many = `SELECT COUNT(*) FROM messages WHERE conversation = X'${Buffer.from(BIG_TALK, 'base64url').toString('hex')}' AND sent_at = 1`;
      if (world.watch.counters) expect(await faultsOf(() => connection.query([many]))).not.toEqual([]);
      expect(
        await faultsOf(() => connection.query([`SELECT name FROM accounts WHERE name_key = ${dialect.key('user7')}`])),
      ).toEqual([]);
    });
  });
}

function commandOf<Stored>(caller: Caller, stored: Stored): Command<Stored> {
  const ignore = (): void => undefined;
  return { caller, stored, again: false, push: ignore, happened: ignore, tell: ignore, bind: ignore, hangUp: ignore };
}
