// What every store of logic promises of relations, as tests; part of the suite in people-store.ts.
import { beforeAll, describe, expect, test } from 'vitest';
import { type Batches, DataError } from '../../../../infra/ports/index.ts';
import { commitBatch, keepCommand, type TestPartition, testPartition } from '../../../../infra/testing/batch-fixture.ts';
import { INVALID_IDS } from '../../../../infra/testing/invalid-ids.ts';
import { decodeId, directConversationId, newId } from '../../../../proto/ids.ts';
import type { LogicStore, Relation } from '../../../ports/index.ts';
import type { LogicStoreFixture } from '../../testing/store-fixture.ts';

const NO_REQUEST = { incomingRequest: false, outgoingRequest: false, greeting: '' };
const NOTHING = { ...NO_REQUEST, friend: false, remark: '', blocked: false, since: 0, version: 0 };

/** Adds accounts with names of their own. */
export async function addPeople(fixture: LogicStoreFixture, count: number): Promise<string[]> {
  const userIds = Array.from({ length: count }, newId);
  for (const userId of userIds) await fixture.addPerson({ userId, name: `name of ${userId}`, nameKey: `name of ${userId}` });
  return userIds;
}

/** Adds its tests to the suite around it, whose fixture is there once its `beforeAll` has run. */
export function relationsContract(suite: () => LogicStoreFixture): void {
  let fixture: LogicStoreFixture;
  let batches: Batches<LogicStore>;
  let log: TestPartition;
  beforeAll(async () => {
    fixture = suite();
    batches = fixture.connect();
    log = await testPartition(batches);
  });

  const run = <T>(handle: (tx: LogicStore) => Promise<T>): Promise<T> =>
    commitBatch(batches, log, (batch) => keepCommand(batch, handle));
  const two = async (): Promise<[string, string]> => (await addPeople(fixture, 2)) as [string, string];
  /** Changes what `userId` knows of `otherId`. */
  const set = async ({ relations }: LogicStore, userId: string, otherId: string, to: Partial<Relation>): Promise<number> => {
    await relations.lockPair(userId, otherId);
    return relations.update(userId, otherId, to);
  };
  const get = (userId: string, otherId: string) => run(({ relations }) => relations.find(userId, otherId));
  const changed = (userId: string, version: number, limit = 100) =>
    run(({ relations }) => relations.listChangedSince(userId, version, limit));
  const sorted = (userIds: readonly string[]) => userIds.toSorted((a, b) => Buffer.compare(decodeId(a), decodeId(b)));

  describe('a relation', () => {
    test('each of two users has a relation of their own, which is empty until it is changed', async () => {
      const [alice, bob] = await two();
      const before = await run(({ relations }) => relations.lockPair(alice, bob));
      expect(before).toMatchObject([
        { userId: alice, otherId: bob, ...NOTHING },
        { userId: bob, otherId: alice, ...NOTHING },
      ]);
      const request = { outgoingRequest: true, greeting: "it's \\ 😀", since: 5 };
      await run((all) => set(all, alice, bob, request));
      expect(await get(alice, bob)).toMatchObject({ ...NOTHING, ...request, version: 1 });
      expect(await get(bob, alice)).toMatchObject(NOTHING);
      await run((all) => set(all, alice, bob, { friend: true, outgoingRequest: false, remark: 'B' }));
      expect(await get(alice, bob)).toMatchObject({ friend: true, outgoingRequest: false, remark: 'B', since: 5, version: 2 });
    });

    test('a command sees its own changes of a relation', async () => {
      const [alice, bob] = await two();
      await run(async ({ relations }) => {
        await relations.lockPair(alice, bob);
        expect(await relations.update(alice, bob, { blocked: true })).toBe(1);
        const [mine] = await relations.lockPair(alice, bob);
        expect(mine).toMatchObject({ blocked: true, version: 1 });
        expect(await relations.update(alice, bob, { remark: 'x' })).toBe(2);
      });
      expect(await get(alice, bob)).toMatchObject({ blocked: true, remark: 'x', version: 2 });
    });

    test('a relation to a user who does not exist is empty and cannot be changed', async () => {
      const [alice] = await two();
      for (const otherId of [newId(), ...INVALID_IDS]) {
        const [mine, theirs] = await run(({ relations }) => relations.lockPair(alice, otherId));
        expect([mine, theirs], otherId).toMatchObject([NOTHING, NOTHING]);
        await expect(
          run((all) => set(all, alice, otherId, { blocked: true })),
          otherId,
        ).rejects.toThrow('locked');
        expect(await run(({ relations }) => relations.list(alice, 'blocked', '', 5)), otherId).toEqual([]);
      }
      for (const strange of INVALID_IDS) {
        expect(await run(({ relations }) => relations.list(strange, 'friends', '', 5)), strange).toEqual([]);
        if (strange !== '') expect(await run(({ relations }) => relations.list(alice, 'asking', strange, 5))).toEqual([]);
        expect(await changed(strange, 0)).toEqual({ relations: [], version: 0 });
        expect(await run(({ relations }) => relations.findMessagingPolicy(alice, strange))).toMatchObject({ blocked: false });
      }
    });

    test('a change of a relation without its lock throws', async () => {
      const [alice, bob] = await two();
      await expect(run(({ relations }) => relations.update(alice, bob, { blocked: true }))).rejects.toThrow('locked');
    });
  });

  describe('versions', () => {
    test("a user's version rises with their relations and profile, and changes above a version come in its order", async () => {
      const [alice, ...others] = (await addPeople(fixture, 5)) as [string, ...string[]];
      expect(await changed(alice, 0)).toEqual({ relations: [], version: 0 });
      for (const otherId of others) await run((all) => set(all, alice, otherId, { friend: true }));
      expect(await run(({ relations }) => relations.bumpVersion(alice))).toBe(5);
      await run((all) => set(all, alice, others[0] ?? '', { remark: 'r' }));
      const all = await changed(alice, 0);
      expect(all.version).toBe(6);
      expect(all.relations.map(({ otherId, version }) => [otherId, version])).toEqual([
        [others[1], 2],
        [others[2], 3],
        [others[3], 4],
        [others[0], 6],
      ]);
      expect(all.relations[3]?.person).toMatchObject({ userId: others[0], name: `name of ${others[0]}` });
      const page = await changed(alice, 2, 1);
      expect(page).toMatchObject({ version: 6, relations: [{ otherId: others[2], version: 3 }] });
      expect(await changed(alice, 6)).toEqual({ relations: [], version: 6 });
      expect(await changed(alice, Number.MAX_SAFE_INTEGER)).toEqual({ relations: [], version: 6 });
    });

    test('each of many concurrent users gets their own changes', async () => {
      const userIds = await addPeople(fixture, 12);
      const hub = userIds[0] ?? '';
      for (const userId of userIds.slice(1)) await run((all) => set(all, userId, hub, { outgoingRequest: true }));
      const found = await run(({ relations }) => Promise.all(userIds.map((userId) => relations.listChangedSince(userId, 0, 5))));
      expect(found.map(({ relations }) => relations.map(({ otherId }) => otherId))).toEqual(
        userIds.map((userId) => (userId === hub ? [] : [hub])),
      );
    });

    test("two commands of one batch that change one user's relations run one after the other", async () => {
      const [alice, bob] = await two();
      const [carol] = await two();
      const ask = (all: LogicStore, from: string) => set(all, alice, from, { incomingRequest: true, since: 1 });
      const batch = batches.open(log.group, log.topic, [log.claim()]);
      await expect(
        Promise.all([keepCommand(batch, (all) => ask(all, bob)), keepCommand(batch, (all) => ask(all, carol))]),
      ).rejects.toBeInstanceOf(DataError);
      await batch.rollback();
      await commitBatch(
        batches,
        log,
        async (isolated) => {
          await keepCommand(isolated, (all) => ask(all, bob));
          await keepCommand(isolated, (all) => ask(all, carol));
        },
        { isolated: true },
      );
      expect(await changed(alice, 0)).toMatchObject({ version: 2, relations: [{ otherId: bob }, { otherId: carol }] });
    });

    test('a command that sees the kept change of an earlier one continues from its version', async () => {
      const [alice, bob] = await two();
      await commitBatch(batches, log, async (batch) => {
        await keepCommand(batch, (all) => set(all, alice, bob, { outgoingRequest: true }));
        expect(await keepCommand(batch, (all) => set(all, alice, bob, { outgoingRequest: false, friend: true }))).toBe(2);
      });
      expect(await get(alice, bob)).toMatchObject({ friend: true, outgoingRequest: false, version: 2 });
    });

    test('a discarded command leaves the relation unchanged, and its version is assigned again', async () => {
      const [alice, bob] = await two();
      await commitBatch(batches, log, async (batch) => {
        const refused = batch.beginCommand();
        await set(refused.tx, alice, bob, { blocked: true });
        expect(await refused.discard()).toBe(true);
        expect(await keepCommand(batch, (all) => set(all, alice, bob, { outgoingRequest: true }))).toBe(1);
      });
      expect(await changed(alice, 0)).toMatchObject({ version: 1, relations: [{ outgoingRequest: true, blocked: false }] });
    });

    test("two processes that change the same two users see each other's changes, and no version is assigned twice", async () => {
      const [alice, bob] = await two();
      const processes = [fixture.connect(), fixture.connect(), fixture.connect()];
      const given: number[] = [];
      await Promise.all(
        processes.map(async (process) => {
          const own = await testPartition(process);
          for (let i = 0; i < 8; i++) {
            const [version, before] = await commitBatch(process, own, (batch) =>
              keepCommand(batch, async ({ relations }) => {
                const [mine] = i % 2 ? await relations.lockPair(alice, bob) : (await relations.lockPair(bob, alice)).toReversed();
                return [await relations.update(alice, bob, { since: (mine?.since ?? 0) + 1 }), mine?.version] as const;
              }),
            );
            expect(version).toBe((before ?? 0) + 1);
            given.push(version);
          }
        }),
      );
      expect(given.toSorted((a, b) => a - b)).toEqual(Array.from({ length: 24 }, (_, i) => i + 1));
      expect(await get(alice, bob)).toMatchObject({ since: 24, version: 24 });
    }, 20_000);
  });

  describe('lists', () => {
    test('friends and blocked users come in the order of their ids, page by page, without other relations', async () => {
      const [alice, ...others] = (await addPeople(fixture, 13)) as [string, ...string[]];
      const [friends, blocked] = [others.slice(0, 5), others.slice(5, 10)];
      for (const [i, otherId] of others.entries()) {
        const to = [{ friend: true }, { blocked: true }, { outgoingRequest: true }][Math.floor(i / 5)] ?? {};
        await run((all) => set(all, alice, otherId, to));
      }
      for (const [which, expected] of [
        ['friends', sorted(friends)],
        ['blocked', sorted(blocked)],
      ] as const) {
        const paged: string[] = [];
        for (let after = ''; ; after = paged.at(-1) ?? '') {
          const page = await run(({ relations }) => relations.list(alice, which, after, 2));
          paged.push(...page.map(({ otherId }) => otherId));
          if (page.length < 2) break;
        }
        expect(paged).toEqual(expected);
      }
      const [first] = await run(({ relations }) => relations.list(alice, 'friends', '', 1));
      expect(first?.person).toMatchObject({ userId: first?.otherId, name: `name of ${first?.otherId}` });
    });

    test('requests come newest first, and a page continues after a request that was answered meanwhile', async () => {
      const [alice, ...askers] = (await addPeople(fixture, 8)) as [string, ...string[]];
      const at = [3, 1, 2, 2, 5, 4, 2];
      for (const [i, otherId] of askers.entries())
        await run((all) => set(all, alice, otherId, { incomingRequest: true, since: at[i] ?? 0 }));
      const list = (after: string, limit: number) =>
        run(async ({ relations }) => (await relations.list(alice, 'asking', after, limit)).map(({ otherId }) => otherId));
      const all = await list('', 50);
      expect(all.map((otherId) => at[askers.indexOf(otherId)])).toEqual([5, 4, 3, 2, 2, 2, 1]);
      expect(await list('', 3)).toEqual(all.slice(0, 3));
      const cursor = all[3] ?? '';
      await run((tx) => set(tx, alice, cursor, { incomingRequest: false, friend: true, since: 99 }));
      expect(await list(cursor, 2)).toEqual(all.slice(4, 6));
      expect(await list(all.at(-1) ?? '', 5)).toEqual([]);
      expect(await list(newId(), 5)).toEqual([]);
      expect(await list('', 50)).toEqual(all.filter((otherId) => otherId !== cursor));
    });

    test('a deleted account appears in the lists without any text', async () => {
      const [alice, bob] = await two();
      await run((all) => set(all, alice, bob, { friend: true, remark: 'old Bob' }));
      await run(async ({ people }) => people.update(bob, { displayName: 'Bobby', about: 'secret', avatarUrl: 'https://x.org' }));
      await fixture.removePerson(bob);
      const empty = { userId: bob, name: '', displayName: '', avatarUrl: '', about: '', language: '' };
      expect(await run(({ relations }) => relations.list(alice, 'friends', '', 5))).toMatchObject([
        { remark: 'old Bob', person: empty },
      ]);
      expect((await changed(alice, 0)).relations).toMatchObject([{ person: empty }]);
    });
  });

  describe('messaging policy', () => {
    test('blocks and friendships count for both users, and each receiver has their own setting', async () => {
      const [alice, bob, carol, dave] = (await addPeople(fixture, 4)) as [string, string, string, string];
      await run((all) => set(all, alice, bob, { blocked: true }));
      await run((all) => set(all, alice, carol, { friend: true }));
      await run((all) => set(all, carol, alice, { friend: true }));
      await run(async ({ people }) => people.update(carol, { whoMayWrite: 2 }));
      const pairs = [
        [alice, bob],
        [bob, alice],
        [alice, carol],
        [carol, alice],
        [bob, carol],
        [alice, dave],
      ] as const;
      const found = await run(({ relations }) => Promise.all(pairs.map(([from, to]) => relations.findMessagingPolicy(from, to))));
      expect(found).toEqual([
        { exists: true, blocked: true, friends: false, whoMayWrite: 0 },
        { exists: true, blocked: true, friends: false, whoMayWrite: 0 },
        { exists: true, blocked: false, friends: true, whoMayWrite: 2 },
        { exists: true, blocked: false, friends: true, whoMayWrite: 0 },
        { exists: true, blocked: false, friends: false, whoMayWrite: 2 },
        { exists: true, blocked: false, friends: false, whoMayWrite: 0 },
      ]);
    });

    test('a block by either user applies to their direct conversation, while it lasts, and to no other', async () => {
      const [alice, bob, carol] = (await addPeople(fixture, 3)) as [string, string, string];
      await run((all) => set(all, alice, bob, { blocked: true }));
      await run((all) => set(all, carol, bob, { friend: true }));
      const asked = [[alice, bob] as const, [bob, carol] as const, [alice, carol] as const];
      const found = () =>
        run(({ relations }) => Promise.all(asked.map(([one, other]) => relations.isBlockedIn(directConversationId(one, other)))));
      expect(await found()).toEqual([true, false, false]);
      await run((all) => set(all, alice, bob, { blocked: false }));
      await run((all) => set(all, carol, bob, { blocked: true }));
      expect(await found()).toEqual([false, true, false]);
      for (const strange of [newId(), ...INVALID_IDS])
        expect(await run(({ relations }) => relations.isBlockedIn(strange)), strange).toBe(false);
    });

    test('an unknown receiver does not exist', async () => {
      const [alice] = (await addPeople(fixture, 1)) as [string];
      for (const receiver of [newId(), ...INVALID_IDS])
        expect(await run(({ relations }) => relations.findMessagingPolicy(alice, receiver)), receiver).toMatchObject({
          exists: false,
        });
    });
  });
}
