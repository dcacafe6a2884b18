// The engine and its copies: what is read from them, and when they are taken back.
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { type MapCache, mapCache } from '../../infra/cache/testing/map-cache.ts';
import { type Batches, DataError, StoreFailed } from '../../infra/ports/index.ts';
import { sqlBatches } from '../../infra/sql/batch.ts';
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

// What a Writing forgets to name would be read as it was.
peopleContract('A store with copies', () => sqliteStoreFixture(mapCache()));
groupsContract('A store with copies', () => sqliteStoreFixture(mapCache()));

describe('copies', () => {
  let cache: MapCache;
  let world: LogicStoreFixture;
  let batches: Batches<LogicStore>;
  let log: TestPartition;
  const alice = newId();

  beforeEach(async () => {
    cache = mapCache();
    world = await sqliteStoreFixture(cache);
    batches = world.connect();
    log = await testPartition(batches);
    await world.addPerson({ user: alice, name: 'alice', nameKey: 'alice' });
  });
  afterEach(() => world.close());

  const shown = () => readOnly(batches, async ({ people }) => (await people.findCached(alice))?.about);
  const say = (about: string) => async (logic: LogicStore) => logic.people.update(alice, { about });
  const open = () => batches.open(log.group, log.topic, [log.claim()]);

  test('what was read once is not asked of the store again, not even to open a transaction', async () => {
    expect(await shown()).toBe('');
    const batch = batches.open(log.group, log.topic, [log.claim()]);
    for (let i = 0; i < 10; i++) expect((await batch.beginCommand().tx.people.findCached(alice))?.name).toBe('alice');
    expect(cache.loaded).toEqual([`profile ${alice}`]);
    await batch.rollback();
  });

  test('a change is told before it can be seen, and that it has ended after it', async () => {
    await shown();
    await commitBatch(batches, log, (batch) => keepCommand(batch, say('new')));
    expect(cache.invalidations).toEqual([`profile ${alice}`, `!profile ${alice}`]);
    expect(await shown()).toBe('new');
  });

  test('who changes something and reads it in the same batch reads it as he left it, all others as it was', async () => {
    await shown();
    const batch = open();
    await keepCommand(batch, say('mine'));
    expect((await batch.beginCommand().tx.people.findCached(alice))?.about).toBe('mine');
    expect(await shown()).toBe('');
    await batch.commit([]);
    log.next++;
    expect(await shown()).toBe('mine');
  });

  test('what is discarded, and what a batch gives up, takes nothing back and leaves nothing', async () => {
    await shown();
    const discarded = open();
    const command = discarded.beginCommand();
    await say('discarded')(command.tx);
    expect(command.discard()).toBe(true);
    await discarded.commit([]);
    log.next++;
    const given = open();
    await keepCommand(given, say('given up'));
    expect((await given.beginCommand().tx.people.findCached(alice))?.about).toBe('given up');
    await given.rollback();
    expect(cache.invalidations).toEqual([]);
    expect(await shown()).toBe('');
    expect(cache.loaded).toEqual([`profile ${alice}`]);
  });

  test('while copies cannot be taken back nothing is stored, and the batch can run again', async () => {
    await shown();
    const changing = vi.spyOn(cache, 'invalidate').mockRejectedValueOnce(new StoreFailed('cut off'));
    const failed = open();
    await keepCommand(failed, say('new'));
    await expect(failed.commit([])).rejects.toThrow('cut off');
    expect(await shown()).toBe('');
    await commitBatch(batches, log, (batch) => keepCommand(batch, say('new')));
    expect(changing).toHaveBeenCalledTimes(2);
    expect(await shown()).toBe('new');
  });

  test('that a commit has failed is told as well: nothing stays uncached', async () => {
    const batch = open();
    await keepCommand(batch, async (logic) => {
      await say('new')(logic);
      await logic.messages.append(directMessage(alice, alice, { clientMessageId: Buffer.alloc(17, 7) }));
    });
    await expect(batch.commit([])).rejects.toThrow(DataError);
    expect(cache.invalidations).toEqual([`profile ${alice}`, `!profile ${alice}`]);
  });

  test('where no answer says how a commit ended, nothing is copied until it has: it may still be carried out', async () => {
    const unanswered = sqlBatches(
      {
        dialect: sqliteDialect,
        query: async (statements) => statements.map(() => []),
        transaction: () => ({
          run: async (statements) => statements.map(() => []),
          runInSavepoint: async () => undefined,
          commit: () => Promise.reject(new StoreFailed('no answer')),
          rollback: async () => undefined,
        }),
      },
      logicStore,
      { read: async () => undefined, invalidate: cache.invalidate },
    );
    const batch = unanswered.open(log.group, log.topic, [log.claim()]);
    await keepCommand(batch, say('new'));
    await expect(batch.commit([])).rejects.toThrow('no answer');
    expect(cache.invalidations).toEqual([`profile ${alice}`]);
  });

  test('commands of an isolated batch see what those before them have changed', async () => {
    await shown();
    const batch = batches.open(log.group, log.topic, [log.claim()], { isolated: true });
    await keepCommand(batch, say('first'));
    expect(await keepCommand(batch, async ({ people }) => (await people.findCached(alice))?.about)).toBe('first');
    await batch.commit([]);
    log.next++;
    expect(await shown()).toBe('first');
  });

  test('a store that does not answer fails the batch, not the command', async () => {
    const failing = mapCache();
    vi.spyOn(failing, 'reader').mockImplementation((_kind, load) => async (id) => (await load([id]))[0]);
    const broken = await sqliteStoreFixture(failing);
    const its = broken.connect();
    await broken.close();
    await expect(its.open('nobody', 'nothing', []).beginCommand().tx.people.findCached(alice)).rejects.toThrow(StoreFailed);
  });

  describe('members of a group', () => {
    const groupId = newId();
    const users = Array.from({ length: 5 }, newId);
    const make = async (logic: LogicStore) => {
      await logic.groups.lock(groupId);
      logic.groups.create({
        groupId,
        name: '',
        avatarUrl: '',
        about: '',
        owner: alice,
        joinPolicy: im.JoinPolicy.OPEN,
        createdAt: 1,
      });
      const { message: said } = await logic.messages.append(directMessage(alice, alice, { conversation: groupId }));
      await logic.groupMembers.add(groupId, [{ user: alice, role: im.GroupRole.OWNER }], said);
    };
    const join = (user: string) => async (logic: LogicStore) => {
      await logic.groups.lock(groupId);
      const { message: said } = await logic.messages.append(directMessage(alice, alice, { conversation: groupId }));
      await logic.groupMembers.add(groupId, [{ user, role: im.GroupRole.MEMBER }], said);
    };
    const ids = () => readOnly(batches, ({ groupMembers }) => groupMembers.listIds(groupId));

    test('are kept as long as its revision, and no longer', async () => {
      await commitBatch(batches, log, (batch) => keepCommand(batch, make));
      const first = await ids();
      expect(first).toEqual([alice]);
      expect(await ids()).toBe(first);
      for (const user of users) {
        await commitBatch(batches, log, (batch) => keepCommand(batch, join(user)));
        expect(await ids()).toContain(user);
      }
      await commitBatch(batches, log, (batch) =>
        keepCommand(batch, async (logic) => {
          await logic.groups.lock(groupId);
          await logic.groupMembers.remove(groupId, users, 3);
        }),
      );
      expect(await ids()).toEqual([alice]);
    });

    test('that a batch has changed and not stored are not kept', async () => {
      await commitBatch(batches, log, (batch) => keepCommand(batch, make));
      const [lost, comes] = [newId(), newId()];
      const batch = open();
      await keepCommand(batch, join(lost));
      expect(await batch.beginCommand().tx.groupMembers.listIds(groupId)).toContain(lost);
      await batch.rollback();
      // The same revision, and other members.
      await commitBatch(batches, log, (other) => keepCommand(other, join(comes)));
      expect(await ids()).not.toContain(lost);
      expect(await ids()).toContain(comes);
    });
  });
});
