// What every store of logic promises of relations, as tests; part of the suite in people-store.ts.
import { beforeAll, describe, expect, test } from 'vitest';
import { type Batches, DataError } from '../../../../infra/ports/index.ts';
import { commitBatch, keepCommand, type TestPartition, testPartition } from '../../../../infra/testing/batch-fixture.ts';
import { INVALID_IDS } from '../../../../infra/testing/invalid-ids.ts';
import { decodeId, directConversationId, newId } from '../../../../proto/ids.ts';
import type { LogicStore, Relation } from '../../../ports/index.ts';
import type { LogicStoreFixture } from '../../testing/store-fixture.ts';

const NOTHING = { friend: false, remark: '', asksMe: false, asked: false, greeting: '', blocked: false, since: 0, version: 0 };

/** Adds accounts with names of their own. */
export async function addPeople(world: LogicStoreFixture, count: number): Promise<string[]> {
  const users = Array.from({ length: count }, newId);
  for (const user of users) await world.addPerson({ user, name: `name of ${user}`, nameKey: `name of ${user}` });
  return users;
}

/** Adds its tests to the suite around it, whose world is there once its `beforeAll` has run. */
export function relationsContract(suite: () => LogicStoreFixture): void {
  let world: LogicStoreFixture;
  let batches: Batches<LogicStore>;
  let log: TestPartition;
  beforeAll(async () => {
    world = suite();
    batches = world.connect();
    log = await testPartition(batches);
  });

  const run = <T>(handle: (stored: LogicStore) => Promise<T>): Promise<T> =>
    commitBatch(batches, log, (batch) => keepCommand(batch, handle));
  const two = async (): Promise<[string, string]> => (await addPeople(world, 2)) as [string, string];
  /** Changes what `user` knows of `other`. */
  const set = async ({ relations }: LogicStore, user: string, other: string, to: Partial<Relation>): Promise<number> => {
    await relations.lockPair(user, other);
    return relations.update(user, other, to);
  };
  const get = (user: string, other: string) => run(({ relations }) => relations.find(user, other));
  const changed = (user: string, version: number, limit = 100) =>
    run(({ relations }) => relations.listChangedSince(user, version, limit));
  const sorted = (users: readonly string[]) => users.toSorted((a, b) => Buffer.compare(decodeId(a), decodeId(b)));

  describe('a relation', () => {
    test('is nothing until it is changed, and each of the two has his own', async () => {
      const [alice, bob] = await two();
      const before = await run(({ relations }) => relations.lockPair(alice, bob));
      expect(before).toMatchObject([
        { user: alice, other: bob, ...NOTHING },
        { user: bob, other: alice, ...NOTHING },
      ]);
      await run((all) => set(all, alice, bob, { asked: true, greeting: "it's \\ 😀", since: 5 }));
      expect(await get(alice, bob)).toMatchObject({ ...NOTHING, asked: true, greeting: "it's \\ 😀", since: 5, version: 1 });
      expect(await get(bob, alice)).toMatchObject(NOTHING);
      await run((all) => set(all, alice, bob, { friend: true, asked: false, remark: 'B' }));
      expect(await get(alice, bob)).toMatchObject({ friend: true, asked: false, remark: 'B', since: 5, version: 2 });
    });

    test('a command sees what it has changed itself', async () => {
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

    test('to somebody who does not exist is nothing, and is never changed', async () => {
      const [alice] = await two();
      for (const other of [newId(), ...INVALID_IDS]) {
        const [mine, theirs] = await run(({ relations }) => relations.lockPair(alice, other));
        expect([mine, theirs], other).toMatchObject([NOTHING, NOTHING]);
        await expect(
          run((all) => set(all, alice, other, { blocked: true })),
          other,
        ).rejects.toThrow('locked');
        expect(await run(({ relations }) => relations.list(alice, 'blocked', '', 5)), other).toEqual([]);
      }
      for (const strange of INVALID_IDS) {
        expect(await run(({ relations }) => relations.list(strange, 'friends', '', 5)), strange).toEqual([]);
        if (strange !== '') expect(await run(({ relations }) => relations.list(alice, 'asking', strange, 5))).toEqual([]);
        expect(await changed(strange, 0)).toEqual({ relations: [], version: 0 });
        expect(await run(({ relations }) => relations.findMessagingPolicy(alice, strange))).toMatchObject({ blocked: false });
      }
    });

    test('changed without a lock is a fault of the caller', async () => {
      const [alice, bob] = await two();
      await expect(run(({ relations }) => relations.update(alice, bob, { blocked: true }))).rejects.toThrow('locked');
    });
  });

  describe('versions', () => {
    test('rise over all relations and the profile of a user, and what is above a version is found in its order', async () => {
      const [alice, ...others] = (await addPeople(world, 5)) as [string, ...string[]];
      expect(await changed(alice, 0)).toEqual({ relations: [], version: 0 });
      for (const other of others) await run((all) => set(all, alice, other, { friend: true }));
      expect(await run(({ relations }) => relations.bumpVersion(alice))).toBe(5);
      await run((all) => set(all, alice, others[0] ?? '', { remark: 'r' }));
      const all = await changed(alice, 0);
      expect(all.version).toBe(6);
      expect(all.relations.map(({ other, version }) => [other, version])).toEqual([
        [others[1], 2],
        [others[2], 3],
        [others[3], 4],
        [others[0], 6],
      ]);
      expect(all.relations[3]?.person).toMatchObject({ user: others[0], name: `name of ${others[0]}` });
      const page = await changed(alice, 2, 1);
      expect(page).toMatchObject({ version: 6, relations: [{ other: others[2], version: 3 }] });
      expect(await changed(alice, 6)).toEqual({ relations: [], version: 6 });
      expect(await changed(alice, Number.MAX_SAFE_INTEGER)).toEqual({ relations: [], version: 6 });
    });

    test('many users are asked for at once and get each their own', async () => {
      const users = await addPeople(world, 12);
      const hub = users[0] ?? '';
      for (const user of users.slice(1)) await run((all) => set(all, user, hub, { asked: true }));
      const found = await run(({ relations }) => Promise.all(users.map((user) => relations.listChangedSince(user, 0, 5))));
      expect(found.map(({ relations }) => relations.map(({ other }) => other))).toEqual(
        users.map((user) => (user === hub ? [] : [hub])),
      );
    });

    test('two commands of one batch that change what concerns one user run one after the other', async () => {
      const [alice, bob] = await two();
      const [carol] = await two();
      const ask = (all: LogicStore, from: string) => set(all, alice, from, { asksMe: true, since: 1 });
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
      expect(await changed(alice, 0)).toMatchObject({ version: 2, relations: [{ other: bob }, { other: carol }] });
    });

    test('a command that sees what an earlier one of its batch has kept goes on from there', async () => {
      const [alice, bob] = await two();
      await commitBatch(batches, log, async (batch) => {
        await keepCommand(batch, (all) => set(all, alice, bob, { asked: true }));
        expect(await keepCommand(batch, (all) => set(all, alice, bob, { asked: false, friend: true }))).toBe(2);
      });
      expect(await get(alice, bob)).toMatchObject({ friend: true, asked: false, version: 2 });
    });

    test('what a discarded command had changed is as before, and its version is given again', async () => {
      const [alice, bob] = await two();
      await commitBatch(batches, log, async (batch) => {
        const refused = batch.beginCommand();
        await set(refused.tx, alice, bob, { blocked: true });
        expect(await refused.discard()).toBe(true);
        expect(await keepCommand(batch, (all) => set(all, alice, bob, { asked: true }))).toBe(1);
      });
      expect(await changed(alice, 0)).toMatchObject({ version: 1, relations: [{ asked: true, blocked: false }] });
    });

    test('of two processes that change the same two users at once each sees what the other did, and no version is given twice', async () => {
      const [alice, bob] = await two();
      const processes = [world.connect(), world.connect(), world.connect()];
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
    test('friends and blocked ones are in the order of their ids, page by page; nothing else is among them', async () => {
      const [alice, ...others] = (await addPeople(world, 13)) as [string, ...string[]];
      const [friends, blocked] = [others.slice(0, 5), others.slice(5, 10)];
      for (const [i, other] of others.entries()) {
        const to = [{ friend: true }, { blocked: true }, { asked: true }][Math.floor(i / 5)] ?? {};
        await run((all) => set(all, alice, other, to));
      }
      for (const [which, expected] of [
        ['friends', sorted(friends)],
        ['blocked', sorted(blocked)],
      ] as const) {
        const paged: string[] = [];
        for (let after = ''; ; after = paged.at(-1) ?? '') {
          const page = await run(({ relations }) => relations.list(alice, which, after, 2));
          paged.push(...page.map(({ other }) => other));
          if (page.length < 2) break;
        }
        expect(paged).toEqual(expected);
      }
      const [first] = await run(({ relations }) => relations.list(alice, 'friends', '', 1));
      expect(first?.person).toMatchObject({ user: first?.other, name: `name of ${first?.other}` });
    });

    test('requests are listed the newest first; a page goes on behind one that was answered meanwhile', async () => {
      const [alice, ...askers] = (await addPeople(world, 8)) as [string, ...string[]];
      const at = [3, 1, 2, 2, 5, 4, 2];
      for (const [i, other] of askers.entries()) await run((all) => set(all, alice, other, { asksMe: true, since: at[i] ?? 0 }));
      const list = (after: string, limit: number) =>
        run(async ({ relations }) => (await relations.list(alice, 'asking', after, limit)).map(({ other }) => other));
      const all = await list('', 50);
      expect(all.map((other) => at[askers.indexOf(other)])).toEqual([5, 4, 3, 2, 2, 2, 1]);
      expect(await list('', 3)).toEqual(all.slice(0, 3));
      const cursor = all[3] ?? '';
      await run((stored) => set(stored, alice, cursor, { asksMe: false, friend: true, since: 99 }));
      expect(await list(cursor, 2)).toEqual(all.slice(4, 6));
      expect(await list(all.at(-1) ?? '', 5)).toEqual([]);
      expect(await list(newId(), 5)).toEqual([]);
      expect(await list('', 50)).toEqual(all.filter((other) => other !== cursor));
    });

    test('a deleted account is in the lists without a text', async () => {
      const [alice, bob] = await two();
      await run((all) => set(all, alice, bob, { friend: true, remark: 'old Bob' }));
      await run(async ({ people }) => people.update(bob, { shownName: 'Bobby', about: 'secret', avatarUrl: 'https://x.org' }));
      await world.removePerson(bob);
      const empty = { user: bob, name: '', shownName: '', avatarUrl: '', about: '', language: '' };
      expect(await run(({ relations }) => relations.list(alice, 'friends', '', 5))).toMatchObject([
        { remark: 'old Bob', person: empty },
      ]);
      expect((await changed(alice, 0)).relations).toMatchObject([{ person: empty }]);
    });
  });

  describe('standing', () => {
    test('a block counts for both, a friendship too; each receiver has his own wish', async () => {
      const [alice, bob, carol, dave] = (await addPeople(world, 4)) as [string, string, string, string];
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

    test('either one’s block is one in the conversation of the two, as long as it lasts, and in no other', async () => {
      const [alice, bob, carol] = (await addPeople(world, 3)) as [string, string, string];
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

    test('a receiver who is not there does not exist', async () => {
      const [alice] = (await addPeople(world, 1)) as [string];
      for (const receiver of [newId(), ...INVALID_IDS])
        expect(await run(({ relations }) => relations.findMessagingPolicy(alice, receiver)), receiver).toMatchObject({
          exists: false,
        });
    });
  });
}
