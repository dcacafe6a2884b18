// The engine and its copies: what is read from them, and when they are taken back.
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import type { LogicStored } from '../../logic/ports.ts';
import { im } from '../../proto/contract.ts';
import { newId } from '../../proto/ids.ts';
import { groupsStoreContract } from '../contract/groups-store.ts';
import { type MapCache, mapCache } from '../contract/map-cache.ts';
import { peopleStoreContract } from '../contract/people-store.ts';
import { kept, type LogicStoreWorld, message, type Records, reading, records, stored } from '../contract/store-world.ts';
import { sqliteDialect } from '../embedded/dialect.ts';
import { embeddedWorld } from '../embedded/testing.ts';
import { type Batches, DataError, StoreFailed } from '../ports.ts';
import { sqlBatches } from './batch.ts';
import { logicTables } from './logic-tables.ts';

// What a Writing forgets to name would be read as it was.
peopleStoreContract('A store with copies', () => embeddedWorld(mapCache()));
groupsStoreContract('A store with copies', () => embeddedWorld(mapCache()));

describe('copies', () => {
  let cache: MapCache;
  let world: LogicStoreWorld;
  let batches: Batches<LogicStored>;
  let log: Records;
  const alice = newId();

  beforeEach(async () => {
    cache = mapCache();
    world = await embeddedWorld(cache);
    batches = world.connect();
    log = await records(batches);
    await world.addPerson({ user: alice, name: 'alice', nameKey: 'alice' });
  });
  afterEach(() => world.close());

  const shown = () => reading(batches, async ({ people }) => (await people.shown(alice))?.about);
  const say = (about: string) => async (logic: LogicStored) => logic.people.update(alice, { about });
  const open = () => batches.open(log.group, log.topic, [log.claim()]);

  test('what was read once is not asked of the store again, not even to open a transaction', async () => {
    expect(await shown()).toBe('');
    const batch = batches.open(log.group, log.topic, [log.claim()]);
    for (let i = 0; i < 10; i++) expect((await batch.command().stored.people.shown(alice))?.name).toBe('alice');
    expect(cache.loaded).toEqual([`profile ${alice}`]);
    await batch.rollback();
  });

  test('a change is told before it can be seen, and that it has ended after it', async () => {
    await shown();
    await stored(batches, log, (batch) => kept(batch, say('new')));
    expect(cache.told).toEqual([`profile ${alice}`, `!profile ${alice}`]);
    expect(await shown()).toBe('new');
  });

  test('who changes something and reads it in the same batch reads it as he left it, all others as it was', async () => {
    await shown();
    const batch = open();
    await kept(batch, say('mine'));
    expect((await batch.command().stored.people.shown(alice))?.about).toBe('mine');
    expect(await shown()).toBe('');
    await batch.commit([]);
    log.next++;
    expect(await shown()).toBe('mine');
  });

  test('what is discarded, and what a batch gives up, takes nothing back and leaves nothing', async () => {
    await shown();
    const discarded = open();
    const command = discarded.command();
    await say('discarded')(command.stored);
    expect(command.discard()).toBe(true);
    await discarded.commit([]);
    log.next++;
    const given = open();
    await kept(given, say('given up'));
    expect((await given.command().stored.people.shown(alice))?.about).toBe('given up');
    await given.rollback();
    expect(cache.told).toEqual([]);
    expect(await shown()).toBe('');
    expect(cache.loaded).toEqual([`profile ${alice}`]);
  });

  test('while copies cannot be taken back nothing is stored, and the batch can run again', async () => {
    await shown();
    const changing = vi.spyOn(cache, 'changing').mockRejectedValueOnce(new StoreFailed('cut off'));
    const failed = open();
    await kept(failed, say('new'));
    await expect(failed.commit([])).rejects.toThrow('cut off');
    expect(await shown()).toBe('');
    await stored(batches, log, (batch) => kept(batch, say('new')));
    expect(changing).toHaveBeenCalledTimes(2);
    expect(await shown()).toBe('new');
  });

  test('that a commit has failed is told as well: nothing stays uncached', async () => {
    const batch = open();
    await kept(batch, async (logic) => {
      await say('new')(logic);
      await logic.messages.append(message(alice, alice, { clientMessageId: Buffer.alloc(17, 7) }));
    });
    await expect(batch.commit([])).rejects.toThrow(DataError);
    expect(cache.told).toEqual([`profile ${alice}`, `!profile ${alice}`]);
  });

  test('where no answer says how a commit ended, nothing is copied until it has: it may still be carried out', async () => {
    const unanswered = sqlBatches(
      {
        dialect: sqliteDialect,
        query: async (statements) => statements.map(() => []),
        transaction: () => ({
          run: async (statements) => statements.map(() => []),
          attempt: async () => undefined,
          commit: () => Promise.reject(new StoreFailed('no answer')),
          rollback: async () => undefined,
        }),
      },
      logicTables,
      { read: async () => undefined, changing: cache.changing },
    );
    const batch = unanswered.open(log.group, log.topic, [log.claim()]);
    await kept(batch, say('new'));
    await expect(batch.commit([])).rejects.toThrow('no answer');
    expect(cache.told).toEqual([`profile ${alice}`]);
  });

  test('commands of an isolated batch see what those before them have changed', async () => {
    await shown();
    const batch = batches.open(log.group, log.topic, [log.claim()], { isolated: true });
    await kept(batch, say('first'));
    expect(await kept(batch, async ({ people }) => (await people.shown(alice))?.about)).toBe('first');
    await batch.commit([]);
    log.next++;
    expect(await shown()).toBe('first');
  });

  test('a store that does not answer fails the batch, not the command', async () => {
    const failing = mapCache();
    vi.spyOn(failing, 'reader').mockImplementation((_kind, load) => async (id) => (await load([id]))[0]);
    const broken = await embeddedWorld(failing);
    const its = broken.connect();
    await broken.close();
    await expect(its.open('nobody', 'nothing', []).command().stored.people.shown(alice)).rejects.toThrow(StoreFailed);
  });

  describe('members of a group', () => {
    const group = newId();
    const users = Array.from({ length: 5 }, newId);
    const make = async (logic: LogicStored) => {
      await logic.groups.lock(group);
      logic.groups.add({ group, name: '', avatarUrl: '', about: '', owner: alice, joinPolicy: im.JoinPolicy.OPEN, createdAt: 1 });
      const { message: said } = await logic.messages.append(message(alice, alice, { conversation: group }));
      await logic.groupMembers.join(group, [{ user: alice, role: im.GroupRole.OWNER }], said);
    };
    const join = (user: string) => async (logic: LogicStored) => {
      await logic.groups.lock(group);
      const { message: said } = await logic.messages.append(message(alice, alice, { conversation: group }));
      await logic.groupMembers.join(group, [{ user, role: im.GroupRole.MEMBER }], said);
    };
    const ids = () => reading(batches, ({ groupMembers }) => groupMembers.ids(group));

    test('are kept as long as its revision, and no longer', async () => {
      await stored(batches, log, (batch) => kept(batch, make));
      const first = await ids();
      expect(first).toEqual([alice]);
      expect(await ids()).toBe(first);
      for (const user of users) {
        await stored(batches, log, (batch) => kept(batch, join(user)));
        expect(await ids()).toContain(user);
      }
      await stored(batches, log, (batch) =>
        kept(batch, async (logic) => {
          await logic.groups.lock(group);
          await logic.groupMembers.leave(group, users, 3);
        }),
      );
      expect(await ids()).toEqual([alice]);
    });

    test('that a batch has changed and not stored are not kept', async () => {
      await stored(batches, log, (batch) => kept(batch, make));
      const [lost, comes] = [newId(), newId()];
      const batch = open();
      await kept(batch, join(lost));
      expect(await batch.command().stored.groupMembers.ids(group)).toContain(lost);
      await batch.rollback();
      // The same revision, and other members.
      await stored(batches, log, (other) => kept(other, join(comes)));
      expect(await ids()).not.toContain(lost);
      expect(await ids()).toContain(comes);
    });
  });
});
