// No command scans a table: the test asks the database for the plan of every statement of every command.
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { passwordHasher } from '../../../auth/password/password-hasher.ts';
import type { AuthStore } from '../../../auth/ports.ts';
import { accountReader, authTables } from '../../../auth/store/accounts.ts';
import { type CommandRunner, commandRunner } from '../../../auth/store/testing/auth-store-fixture.ts';
import { newCaller as callerAt } from '../../../auth/testing/auth-fixture.ts';
import { cachedQueries } from '../../../infra/cache/cached-queries.ts';
import { passThroughCache } from '../../../infra/cache/pass-through-cache.ts';
import type { Batches, Command } from '../../../infra/ports/index.ts';
import { sqlBatches } from '../../../infra/sql/batch.ts';
import type { SqlConnection, SqlReader } from '../../../infra/sql/connection.ts';
import { id } from '../../../infra/sql/literals.ts';
import { logicHandlers } from '../../../logic/handlers.ts';
import type { LogicStore } from '../../../logic/ports/index.ts';
import { logicStore } from '../../../logic/store/logic-store.ts';
import { expiredMessages } from '../../../logic/store/messages/retention.ts';
import { friendListReader, socialGraphReader } from '../../../logic/store/people/social-graph.ts';
import { ImError } from '../../../proto/errors.ts';
import { allServices, type Caller, type CommandHandler, im, rpcsByNumber } from '../../../proto/rpc.ts';
import { authCalls, PASSWORD } from './auth-calls.ts';
import { BIG_CONVERSATION, BIG_GROUP, directConversation, nthId, SIZES, smallGroupId, userId } from './large-table-ids.ts';
import { fillTables } from './large-tables.ts';
import { LOGIC_CALLS, type LogicRpcName } from './logic-calls.ts';
import { type ObservedStatement, type PlanWatch, watchedConnection, watchedReader } from './watched-connection.ts';

// Explaining hundreds of statements takes long on a busy machine. This says nothing about the product.
const LARGE = { timeout: 90_000 };

export interface QueryPlansFixture {
  readonly watch: PlanWatch;
  connection(): SqlConnection;
  readonly reader: SqlReader;
  /** Called when the tables are filled: the database may collect its statistics. */
  analyzeTables(): Promise<void>;
  close(): Promise<void>;
}

/** Services whose commands use no tables. */
const WITHOUT_TABLES = ['Presence', 'Verify', 'Codes', 'Registry'];

// The rows that one statement may examine: some for each key and each returned row, plus the members of a group.
const PER_KEY = 12;
const BESIDES = 2500;

type Handler = CommandHandler<unknown, object, unknown, unknown> | CommandHandler<unknown, object, unknown, unknown>['handle'];
interface Called {
  readonly caller: Caller;
  readonly request: object;
}

export function queryPlansContract(name: string, makeWorld: () => Promise<QueryPlansFixture>): void {
  describe(`${name}:`, () => {
    let fixture: QueryPlansFixture;
    let connection: SqlConnection;
    let reader: SqlReader;
    let auth: CommandRunner<AuthStore>;
    let logic: CommandRunner<LogicStore>;
    let authOf: ReturnType<typeof authCalls>;
    const handlers = logicHandlers({ maxTextBytes: 1000, maxGroupMembers: 3000, whoMayWrite: 'anyone' });
    let seen: ObservedStatement[] = [];
    const hashing = passwordHasher({ cost: { algorithm: 'argon2id', memoryKib: 8, passes: 1 }, threads: 1, maxWaitMs: 60_000 });

    beforeAll(async () => {
      fixture = await makeWorld();
      await fillTables(fixture.connection(), await hashing.hash(PASSWORD));
      await fixture.analyzeTables();
      connection = watchedConnection(fixture.connection(), fixture.watch, (statement) => seen.push(statement));
      reader = watchedReader(fixture.reader, fixture.watch, (statement) => seen.push(statement));
      auth = await commandRunner(sqlBatches(connection, authTables));
      logic = await commandRunner<LogicStore>(sqlBatches(connection, logicStore, uncached()));
      authOf = authCalls(hashing, accountReader(reader));
    }, 120_000);
    afterAll(async () => {
      await hashing.close();
      await fixture?.close();
    });

    /** As without Redis: cached values are read from the tables each time. */
    const uncached = () => cachedQueries(passThroughCache(), reader);

    /** The faults in the plans of the statements of `work`. */
    async function faultsOf(work: () => Promise<unknown>): Promise<string[]> {
      seen = [];
      await work();
      expect(seen.length).toBeGreaterThan(0);
      return seen.flatMap(({ sql, faults, examined, rows }) => {
        const keys = sql.match(/X'|'\w/g)?.length ?? 0;
        const most = BESIDES + PER_KEY * (keys + rows);
        const tooMany = examined > most ? [`looks at ${examined} rows for ${keys} keys and ${rows} rows`] : [];
        return [...faults, ...tooMany].map(
          (fault) => `${fault}: ${sql.length > 400 ? `${sql.slice(0, 250)} … ${sql.slice(-150)}` : sql}`,
        );
      });
    }

    /** Runs calls as one batch. Returns the codes of the refused ones. */
    async function inOneBatch<Stored>(on: CommandRunner<Stored>, handler: Handler, calls: readonly Called[]): Promise<string[]> {
      const { prepare, handle } = typeof handler === 'function' ? { prepare: undefined, handle: handler } : handler;
      const prepared = await Promise.all(calls.map(({ request, caller }) => prepare?.(request, { caller })));
      const codes = await on.run(
        calls.map(({ request, caller }, i) => async (tx) => {
          try {
            await handle(request, commandOf(caller, tx), prepared[i]);
            return [];
          } catch (error) {
            if (error instanceof ImError) return [error.code];
            throw error;
          }
        }),
      );
      return codes.flat();
    }

    /** Alone no call may be refused, and of many together only a few. */
    async function check<Stored>(
      on: CommandRunner<Stored>,
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

    const logicRpcs = [...rpcsByNumber([im.Logic]).values()];
    const authRpcs = [...rpcsByNumber([im.Auth]).values()];
    const logicCall = ([n, request]: readonly [number, object], rpc: LogicRpcName): Called => {
      const route = logicRpcs.find(({ handler }) => handler === rpc);
      // Encode and decode the request, so that it has all defaults, as from the wire.
      const decoded = route?.request.decode(route.request.encode(request).finish()) ?? {};
      return { caller: callerAt({ userId: userId(n), sessionId: nthId('session', n) }), request: decoded };
    };

    test('the calls cover every command of each service with tables', () => {
      const services = allServices().map((service) => (service as { name: string }).name);
      expect(services.filter((service) => !WITHOUT_TABLES.includes(service)).sort()).toEqual(['Auth', 'Logic']);
      expect(Object.keys(LOGIC_CALLS).sort()).toEqual(logicRpcs.map(({ handler }) => handler).sort());
      expect([...authOf.rpcs].sort()).toEqual(authRpcs.map(({ handler }) => handler).sort());
    });

    test.for(logicRpcs)('$name reads everything by keys, alone and in a large batch', LARGE, async ({ handler }) => {
      const rpc = handler as LogicRpcName;
      const calls: { alone: readonly (readonly [number, object])[]; many: readonly (readonly [number, object])[] } =
        LOGIC_CALLS[rpc];
      const [alone, many] = [calls.alone, calls.many].map((some) => some.map((call) => logicCall(call, rpc)));
      await check(logic, handlers[rpc] as Handler, alone ?? [], many ?? []);
    });

    test.for(authRpcs)('$name reads everything by keys, alone and in a large batch', LARGE, async ({ handler }) => {
      const rpc = handler as (typeof authOf.rpcs)[number];
      await check(auth, authOf.handlers[rpc] as Handler, authOf.alone(rpc), authOf.many(rpc));
    });

    test('positions, producers and the outbox are read by their keys', async () => {
      const batches: Batches<LogicStore> = sqlBatches(connection, logicStore, uncached());
      const partitions = Array.from({ length: 8 }, (_, partition) => ({ partition, earliest: 0, end: 0 }));
      const faults = await faultsOf(async () => {
        await batches.loadPositions('logic', 'full', partitions);
        await batches.readOutbox('logic', 'full', 3, 100, 200);
        const producers = new Map(Array.from({ length: 50 }, (_, n) => [`gate.${n}`, 5001]));
        const claims = partitions.map(({ partition }) => ({ partition, start: 5000, end: 5010, published: 4990, producers }));
        const batch = batches.open('logic', 'full', claims);
        await batch.commit(partitions.map(({ partition }) => ({ partition, offset: 5000, index: 0, outcome: Buffer.from('x') })));
        await batches.advancePublished('logic', 'full', new Map(partitions.map(({ partition }) => [partition, 5010])));
      });
      expect(faults).toEqual([]);
    });

    test('reads outside of batches use keys', async () => {
      const known = socialGraphReader(uncached(), reader);
      const friends = friendListReader(uncached(), reader);
      const users = Array.from({ length: 200 }, (_, n) => n + 1);
      const faults = await faultsOf(async () => {
        await known.filterFriends(
          userId(0),
          users.map((n) => userId(n + 900)),
        );
        await Promise.all(users.map((n) => known.filterFriends(userId(n), users.map(userId))));
        await known.findOtherParticipants(userId(0), smallGroupId(7));
        await Promise.all(users.map((n) => known.findOtherParticipants(userId(n), directConversation(n))));
        await Promise.all(users.map((n) => known.isFormerMember(userId(n), smallGroupId(n))));
        await friends.listFriendIds(userId(0), '', 200);
        await friends.listFriendIds(userId(0), userId(1009), 200);
      });
      expect(faults).toEqual([]);
    });

    test('audiences after a takeover are read by keys, once for each group', async () => {
      const asked = [
        ...Array.from({ length: 300 }, (_, n) => [BIG_GROUP, n + 1] as const),
        ...Array.from({ length: 100 }, (_, n) => [smallGroupId(n), 1] as const),
      ];
      const audiences = (some: typeof asked) =>
        faultsOf(() =>
          logic.run(
            some.map(
              ([groupId, seq]) =>
                ({ conversations }) =>
                  conversations.listAudience(groupId, seq),
            ),
          ),
        );
      expect(await audiences(asked.slice(0, 1))).toEqual([]);
      expect(await audiences(asked)).toEqual([]);
      expect(seen.reduce((sum, { rows }) => sum + rows, 0)).toBeLessThan(2 * SIZES.members);
    });

    test('expired messages are found and deleted by keys', async () => {
      await fixture.connection().query(['UPDATE messages SET sent_at = 2']);
      const old = expiredMessages(connection);
      const faults = await faultsOf(async () => {
        const { last } = await old.findConversations('', 200, 1);
        await old.findConversations(last ?? '', 200, 1);
        for (let i = 0; i < 4; i++) expect((await old.deleteFirst(BIG_CONVERSATION, 250, 1)).more).toBe(true);
        for (let i = 0; i < 4; i++) await old.deleteFirst(BIG_GROUP, 250, 1);
        for (let n = 1; n < 10; n++) await old.deleteFirst(directConversation(n), 250, 1);
      });
      expect(faults).toEqual([]);
    });

    test('the check finds a read, update or delete without an index, and a read of too many rows by an index', async () => {
      const { dialect } = connection;
      const bad = [
        `SELECT user_id FROM accounts WHERE name = 'user7'`,
        'SELECT seq FROM messages ORDER BY sent_at LIMIT 10',
        'SELECT r.emoji FROM accounts a JOIN reactions r ON r.user_id = a.user_id LIMIT 1',
        `UPDATE accounts SET disabled = 0 WHERE name = 'nobody'`,
        'DELETE FROM outbox WHERE log_offset = 123456',
        'SELECT COUNT(*) FROM conversations',
      ];
      for (const sql of bad) expect(await faultsOf(() => connection.query([sql])), sql).not.toEqual([]);
      const many = `SELECT COUNT(*) FROM messages WHERE conversation_id = ${id(BIG_CONVERSATION)} AND sent_at = 1`;
      if (fixture.watch.counters) expect(await faultsOf(() => connection.query([many]))).not.toEqual([]);
      expect(
        await faultsOf(() => connection.query([`SELECT name FROM accounts WHERE name_key = ${dialect.binaryText('user7')}`])),
      ).toEqual([]);
    });
  });
}

function commandOf<Stored>(caller: Caller, tx: Stored): Command<Stored> {
  const ignore = (): void => undefined;
  return { caller, tx, isReplay: false, push: ignore, emit: ignore, enqueue: ignore, bind: ignore, disconnect: ignore };
}
