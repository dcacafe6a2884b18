// The batch engine with a cache: which reads use cached values, and when values are invalidated.
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { type MapCache, mapCache } from '../../infra/cache/testing/map-cache.ts';
import { type Batches, DataError, StoreFailed } from '../../infra/ports/index.ts';
import { sqlBatches } from '../../infra/sql/batch.ts';
import type { SqlTransaction } from '../../infra/sql/connection.ts';
import { sqliteDialect } from '../../infra/sqlite/dialect.ts';
import { commitBatch, keepCommand, readOnly, type TestPartition, testPartition } from '../../infra/testing/batch-fixture.ts';
import { newId } from '../../proto/ids.ts';
import { im } from '../../proto/rpc.ts';
import type { LogicStore } from '../ports/index.ts';
import { groupsContract } from './groups/testing/groups-contract.ts';
import { logicStore } from './logic-store.ts';
import { peopleContract } from './people/testing/people-contract.ts';
import { sqliteStoreFixture } from './testing/sqlite-store.ts';
import { directMessage, type LogicStoreFixture } from './testing/store-fixture.ts';

// A write that does not name what it invalidates would leave an old value in the cache.
peopleContract('A store with a cache', () => sqliteStoreFixture(mapCache()));
groupsContract('A store with a cache', () => sqliteStoreFixture(mapCache()));

describe('cached queries', () => {
  let cache: MapCache;
  let fixture: LogicStoreFixture;
  let batches: Batches<LogicStore>;
  let log: TestPartition;
  const alice = newId();

  beforeEach(async () => {
    cache = mapCache();
    fixture = await sqliteStoreFixture(cache);
    batches = fixture.connect();
    log = await testPartition(batches);
    await fixture.addPerson({ userId: alice, name: 'alice', nameKey: 'alice' });
  });
  afterEach(() => fixture.close());

  const readAbout = () => readOnly(batches, async ({ people }) => (await people.findCached(alice))?.about);
  const setAbout = (about: string) => async (logic: LogicStore) => logic.people.update(alice, { about });
  const open = () => batches.open(log.group, log.topic, [log.claim()]);

  test('a cached value is read without the store, not even opening a transaction', async () => {
    expect(await readAbout()).toBe('');
    const batch = batches.open(log.group, log.topic, [log.claim()]);
    for (let i = 0; i < 10; i++) expect((await batch.beginCommand().tx.people.findCached(alice))?.name).toBe('alice');
    expect(cache.loaded).toEqual([`profile ${alice}`]);
    await batch.rollback();
  });

  test('a write invalidates before its commit and ends the invalidation after it', async () => {
    await readAbout();
    await commitBatch(batches, log, (batch) => keepCommand(batch, setAbout('new')));
    expect(cache.invalidations).toEqual([`profile ${alice}`, `!profile ${alice}`]);
    expect(await readAbout()).toBe('new');
  });

  test('a batch reads its own uncommitted write, and other batches read the committed value', async () => {
    await readAbout();
    const batch = open();
    await keepCommand(batch, setAbout('mine'));
    expect((await batch.beginCommand().tx.people.findCached(alice))?.about).toBe('mine');
    expect(await readAbout()).toBe('');
    await batch.commit([]);
    log.next++;
    expect(await readAbout()).toBe('mine');
  });

  test('a discarded command and a rolled-back batch invalidate nothing and cache nothing', async () => {
    await readAbout();
    const discarded = open();
    const command = discarded.beginCommand();
    await setAbout('discarded')(command.tx);
    expect(command.discard()).toBe(true);
    await discarded.commit([]);
    log.next++;
    const rolledBack = open();
    await keepCommand(rolledBack, setAbout('rolled back'));
    expect((await rolledBack.beginCommand().tx.people.findCached(alice))?.about).toBe('rolled back');
    await rolledBack.rollback();
    expect(cache.invalidations).toEqual([]);
    expect(await readAbout()).toBe('');
    expect(cache.loaded).toEqual([`profile ${alice}`]);
  });

  test('while the cache cannot be invalidated nothing is stored, and the batch can run again', async () => {
    await readAbout();
    const changing = vi.spyOn(cache, 'invalidate').mockRejectedValueOnce(new StoreFailed('cut off'));
    const failed = open();
    await keepCommand(failed, setAbout('new'));
    await expect(failed.commit([])).rejects.toThrow('cut off');
    expect(await readAbout()).toBe('');
    await commitBatch(batches, log, (batch) => keepCommand(batch, setAbout('new')));
    expect(changing).toHaveBeenCalledTimes(2);
    expect(await readAbout()).toBe('new');
  });

  test('a failed commit ends the invalidation, so that values are cached again', async () => {
    const batch = open();
    await keepCommand(batch, async (logic) => {
      await setAbout('new')(logic);
      await logic.messages.append(directMessage(alice, alice, { clientMessageId: Buffer.alloc(17, 7) }));
    });
    await expect(batch.commit([])).rejects.toThrow(DataError);
    expect(cache.invalidations).toEqual([`profile ${alice}`, `!profile ${alice}`]);
  });

  test('after a commit without an answer the invalidation stays, because the commit may still happen', async () => {
    const transaction: SqlTransaction = {
      run: async (statements) => statements.map(() => []),
      runInSavepoint: async () => undefined,
      commit: () => Promise.reject(new StoreFailed('no answer')),
      rollback: async () => undefined,
    };
    const unanswered = sqlBatches(
      {
        dialect: sqliteDialect({ now: () => 0 }),
        clock: { now: () => 0 },
        query: async (statements) => statements.map(() => []),
        transaction: () => transaction,
        reads: () => transaction,
      },
      logicStore,
      { read: async () => undefined, invalidate: cache.invalidate },
    );
    const batch = unanswered.open(log.group, log.topic, [log.claim()]);
    await keepCommand(batch, setAbout('new'));
    await expect(batch.commit([])).rejects.toThrow('no answer');
    expect(cache.invalidations).toEqual([`profile ${alice}`]);
  });

  test('commands of an isolated batch see the writes of earlier commands', async () => {
    await readAbout();
    const batch = batches.open(log.group, log.topic, [log.claim()], { isolated: true });
    await keepCommand(batch, setAbout('first'));
    expect(await keepCommand(batch, async ({ people }) => (await people.findCached(alice))?.about)).toBe('first');
    await batch.commit([]);
    log.next++;
    expect(await readAbout()).toBe('first');
  });

  test('a load from a failed store throws StoreFailed, which fails the batch and not the command', async () => {
    const failing = mapCache();
    vi.spyOn(failing, 'reader').mockImplementation((_kind, load) => async (id) => (await load([id]))[0]);
    const broken = await sqliteStoreFixture(failing);
    const brokenBatches = broken.connect();
    await broken.close();
    await expect(brokenBatches.open('nobody', 'nothing', []).beginCommand().tx.people.findCached(alice)).rejects.toThrow(
      StoreFailed,
    );
  });

  describe('the version cache of group members', () => {
    const groupId = newId();
    const userIds = Array.from({ length: 5 }, newId);
    const make = async (logic: LogicStore) => {
      await logic.groups.lock(groupId);
      logic.groups.create({
        groupId,
        name: '',
        avatarUrl: '',
        about: '',
        ownerId: alice,
        joinPolicy: im.JoinPolicy.OPEN,
        createdAt: 1,
      });
      const { message: posted } = await logic.messages.append(directMessage(alice, alice, { conversationId: groupId }));
      await logic.groupMembers.add(groupId, [{ userId: alice, role: im.GroupRole.OWNER }], posted);
    };
    const join = (userId: string) => async (logic: LogicStore) => {
      await logic.groups.lock(groupId);
      const { message: posted } = await logic.messages.append(directMessage(alice, alice, { conversationId: groupId }));
      await logic.groupMembers.add(groupId, [{ userId, role: im.GroupRole.MEMBER }], posted);
    };
    const ids = () => readOnly(batches, ({ groupMembers }) => groupMembers.listIds(groupId));

    test('returns the same list as long as the group has the same revision', async () => {
      await commitBatch(batches, log, (batch) => keepCommand(batch, make));
      const first = await ids();
      expect(first).toEqual([alice]);
      expect(await ids()).toBe(first);
      for (const userId of userIds) {
        await commitBatch(batches, log, (batch) => keepCommand(batch, join(userId)));
        expect(await ids()).toContain(userId);
      }
      await commitBatch(batches, log, (batch) =>
        keepCommand(batch, async (logic) => {
          await logic.groups.lock(groupId);
          await logic.groupMembers.remove(groupId, userIds, 3);
        }),
      );
      expect(await ids()).toEqual([alice]);
    });

    test('does not keep a list that a rolled-back batch has changed', async () => {
      await commitBatch(batches, log, (batch) => keepCommand(batch, make));
      const [lost, joined] = [newId(), newId()];
      const batch = open();
      await keepCommand(batch, join(lost));
      expect(await batch.beginCommand().tx.groupMembers.listIds(groupId)).toContain(lost);
      await batch.rollback();
      // The same revision again, with other members.
      await commitBatch(batches, log, (other) => keepCommand(other, join(joined)));
      expect(await ids()).not.toContain(lost);
      expect(await ids()).toContain(joined);
    });
  });
});
