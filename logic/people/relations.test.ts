// Friends, requests and blocks through the runtime, and in two processes at the same moment. e2e/promises/friends tests the
// same as clients see it.
import { describe, expect, onTestFinished, test } from 'vitest';
import type { Batches, Command } from '../../infra/ports/index.ts';
import { commitBatch, keepCommand, testPartition } from '../../infra/testing/batch-fixture.ts';
import { describeReal } from '../../infra/testing/real-servers.ts';
import { newId } from '../../proto/ids.ts';
import { im } from '../../proto/rpc.ts';
import type { LogicStore } from '../ports/index.ts';
import { mysqlStoreFixture } from '../store/testing/mysql-store.ts';
import { failureCode, waitFor } from '../testing/runtime/runtime-fixture.ts';
import { onEveryStore } from '../testing/runtime/test-stores.ts';
import { block, requestFriend } from './relations.ts';

onEveryStore('relations', (fixture, store) => {
  const people = async (count: number): Promise<string[]> => {
    const userIds = Array.from({ length: count }, newId);
    for (const userId of userIds) await store().addUser(userId);
    return userIds;
  };
  const ask = (userId: string, other: string) => fixture().send('Logic.RequestFriend', { userId: other }, { userId });
  const all = (ids: readonly number[]) => waitFor(() => ids.every((id) => fixture().replies(id).length > 0), 'all replies');
  const changed = async (userId: string) => {
    const batch = store().batches.open('test', 'test', []);
    const found = await batch.beginCommand().tx.relations.listChangedSince(userId, 0, 100);
    await batch.rollback();
    return found;
  };

  test('two users who request each other at the same moment are friends without an open request', async () => {
    await fixture().start('Logic');
    for (let round = 0; round < 10; round++) {
      const [one, other] = (await people(2)) as [string, string];
      const ids = [ask(one, other), ask(other, one)];
      await all(ids);
      expect(ids.map((id) => failureCode(fixture().replies(id)[0] as im.Envelope))).toEqual([
        'CODE_UNSPECIFIED',
        'CODE_UNSPECIFIED',
      ]);
      for (const userId of [one, other])
        expect(await changed(userId)).toMatchObject({
          version: 2,
          relations: [{ friend: true, outgoingRequest: false, incomingRequest: false }],
        });
    }
  });

  test('40 requests to one user at the same moment all arrive, each with its own version', async () => {
    await fixture().start('Logic');
    const [hub, ...askers] = (await people(41)) as [string, ...string[]];
    const ids = askers.map((asker) => ask(asker, hub));
    await all(ids);
    const { version, relations } = await changed(hub);
    expect(version).toBe(40);
    expect(relations.map((relation) => relation.version)).toEqual(askers.map((_, i) => i + 1));
    expect(relations.map(({ otherId }) => otherId).toSorted()).toEqual(askers.toSorted());
    expect(relations.every(({ incomingRequest }) => incomingRequest)).toBe(true);
    expect(fixture().deadLetters).toEqual([]);
  });

  test('a greeting of a megabyte and one with invalid UTF-8 are refused', async () => {
    await fixture().start('Logic');
    const [one, other] = (await people(2)) as [string, string];
    const long = { userId: other, greeting: '王'.repeat(350_000) };
    expect(failureCode(await fixture().ask('Logic.RequestFriend', long, { userId: one }))).toBe('TEXT_TOO_LONG');
    for (const invalid of [
      [0xff, 0xfe],
      [0xed, 0xa0, 0x80],
    ]) {
      const payload = Buffer.from([
        ...im.RequestFriendRequest.encode({ userId: other }).finish(),
        0x12,
        invalid.length,
        ...invalid,
      ]);
      expect(failureCode(await fixture().ask('Logic.RequestFriend', {}, { userId: one, payload }))).toBe('BAD_PAYLOAD');
    }
    expect(await changed(other)).toEqual({ version: 0, relations: [] });
  });
});

describeReal('two processes on MySQL', ['mysql'], () => {
  /** Runs a handler for `userId` in batches of one process until it is stored. */
  async function process(batches: Batches<LogicStore>) {
    const log = await testPartition(batches);
    return <T>(userId: string, handle: (command: Command<LogicStore>) => Promise<T>): Promise<T> =>
      commitBatch(batches, log, (batch) =>
        keepCommand(batch, (tables) => {
          const effects = {
            push: () => undefined,
            enqueue: () => undefined,
            emit: () => undefined,
            bind: () => undefined,
            disconnect: () => undefined,
          };
          return handle({ ...effects, caller: { userId } as Command<LogicStore>['caller'], tx: tables, isReplay: false });
        }),
      );
  }

  describe('changes between two users in both processes at the same moment', () => {
    test('two crossing friend requests become one friendship, and a block and a request never exist together', async () => {
      const fixture = await mysqlStoreFixture();
      onTestFinished(() => fixture.close());
      const [first, second] = [await process(fixture.connect()), await process(fixture.connect())];
      for (let round = 0; round < 15; round++) {
        const [alice, bob] = [newId(), newId()];
        for (const userId of [alice, bob]) await fixture.addPerson({ userId, name: userId, nameKey: userId });
        const request = (other: string) => (command: Command<LogicStore>) =>
          requestFriend({ userId: other, greeting: '' } as im.RequestFriendRequest, command);
        const get = (one: string, other: string) => first(alice, ({ tx: { relations } }) => relations.find(one, other));
        await Promise.all([first(alice, request(bob)), second(bob, request(alice))]);
        for (const [one, other] of [
          [alice, bob],
          [bob, alice],
        ] as const)
          expect(await get(one, other)).toMatchObject({
            friend: true,
            outgoingRequest: false,
            incomingRequest: false,
            version: 2,
          });

        const carol = newId();
        await fixture.addPerson({ userId: carol, name: carol, nameKey: carol });
        const [asked] = await Promise.allSettled([
          first(carol, request(alice)),
          second(alice, (command) => block({ userId: carol } as im.BlockRequest, command)),
        ]);
        if (asked.status === 'rejected') expect(asked.reason).toMatchObject({ code: 'BLOCKED' });
        expect(await get(alice, carol)).toMatchObject({ blocked: true, incomingRequest: false });
        expect(await get(carol, alice)).toMatchObject({ outgoingRequest: false, blocked: false });
      }
    }, 30_000);
  });
});
