// What every store of logic promises of commands that change one group at once, as tests; part of the suite in groups-store.ts.
import { expect, test } from 'vitest';
import { commitBatch, keepCommand, testPartition } from '../../../../infra/testing/batch-fixture.ts';
import { newId } from '../../../../proto/ids.ts';
import { im } from '../../../../proto/rpc.ts';
import type { LogicStore } from '../../../ports/index.ts';
import type { StoreSuite } from '../../testing/store-suite.ts';
import { addToGroup, endMembership, groupFields, insertGroup, sortIds, systemMessage } from './groups-fixture.ts';

const { ADMIN, MEMBER } = im.GroupRole;

export function groupLocksContract(suite: StoreSuite): void {
  const { fixture, read, runTogether, inBatch } = suite;

  test('commands of one batch that change one group run one after the other, and each sees the changes before it', async () => {
    const [ann, ben, cay, dan] = [newId(), newId(), newId(), newId()];
    const { groupId } = await insertGroup(suite, [ann]);
    const seen: unknown[] = [];
    const looks = async ({ groups, groupMembers }: LogicStore): Promise<undefined> => {
      const [now, member] = await Promise.all([groups.lock(groupId), groupMembers.find(groupId, ben)]);
      seen.push([now?.memberCount, member?.role, (await groupMembers.listIds(groupId)).length]);
    };
    await runTogether<unknown>([
      looks,
      (command) => addToGroup(command, groupId, ben),
      looks,
      (command) => addToGroup(command, groupId, cay),
      async (command) => {
        const [, member] = await Promise.all([command.groups.lock(groupId), command.groupMembers.find(groupId, ben)]);
        if (member) command.groupMembers.update(groupId, [{ ...member, role: ADMIN }]);
      },
      looks,
      (command) => endMembership(command, groupId, ben),
      looks,
      (command) => addToGroup(command, groupId, dan),
    ]);
    expect(seen).toEqual([
      [1, undefined, 1],
      [2, MEMBER, 2],
      [3, ADMIN, 3],
      [2, undefined, 2],
    ]);
    expect((await read(({ groups }) => groups.find(groupId)))?.memberCount).toBe(3);
    expect(await read(({ groupMembers }) => groupMembers.listIds(groupId))).toEqual(sortIds([ann, cay, dan]));
    expect(await read(({ conversations }) => conversations.findMembership(ben, groupId))).toMatchObject({
      left: true,
      firstSeq: 2,
      lastSeq: 4,
    });
    expect(await read(({ conversations }) => conversations.findMembership(dan, groupId))).toMatchObject({
      left: false,
      firstSeq: 5,
    });
  });

  test('a member who leaves, rejoins and leaves again in one batch has left', async () => {
    const [ann, ben, cay] = [newId(), newId(), newId()];
    const { groupId } = await insertGroup(suite, [ann, ben]);
    const asks = (greeting: string) => async (command: LogicStore) => {
      await command.groups.lock(groupId);
      await command.joinRequests.put(groupId, cay, greeting, 5);
    };
    const refuses = async (command: LogicStore) => {
      await command.groups.lock(groupId);
      await command.joinRequests.remove(groupId, cay);
    };
    await runTogether<unknown>([
      (command) => endMembership(command, groupId, ben),
      (command) => addToGroup(command, groupId, ben),
      asks('one'),
      refuses,
      asks('two'),
      (command) => addToGroup(command, groupId, cay),
      (command) => endMembership(command, groupId, cay),
    ]);
    expect(await read(({ groupMembers }) => groupMembers.listIds(groupId))).toEqual(sortIds([ann, ben]));
    expect((await read(({ groups }) => groups.find(groupId)))?.memberCount).toBe(2);
    expect(await read(({ conversations }) => conversations.findMembership(ben, groupId))).toMatchObject({
      left: false,
      firstSeq: 3,
    });
    expect(await read(({ conversations }) => conversations.findMembership(cay, groupId))).toMatchObject({
      left: true,
      firstSeq: 4,
      lastSeq: 5,
    });
    expect(await read(({ joinRequests }) => joinRequests.find(groupId, cay))).toBeUndefined();
    await runTogether<unknown>([asks('one'), refuses, asks('two')]);
    expect(await read(({ joinRequests }) => joinRequests.find(groupId, cay))).toMatchObject({ greeting: 'two' });
  });

  test('a command that is refused under the exclusive lock changes nothing for the commands after it', async () => {
    const [ann, ben, cay] = [newId(), newId(), newId()];
    const { groupId } = await insertGroup(suite, [ann]);
    await inBatch(async (batch) => {
      const refused = async (): Promise<void> => {
        const command = batch.beginCommand();
        const { groups, groupMembers } = command.tx;
        await groups.lock(groupId);
        await groupMembers.listIds(groupId);
        await groupMembers.add(groupId, [{ userId: ben, role: MEMBER }], { ...systemMessage(groupId, ben), seq: 1 });
        groups.update(groupId, { name: 'refused' });
        expect(await command.discard()).toBe(true);
      };
      await Promise.all([refused(), keepCommand(batch, (command) => addToGroup(command, groupId, cay))]);
    });
    expect(await read(({ groups }) => groups.find(groupId))).toMatchObject({ memberCount: 2, name: groupFields(ann).name });
    expect(await read(({ groupMembers }) => groupMembers.listIds(groupId))).toEqual(sortIds([ann, cay]));
  });

  test('a command of an isolated batch sees the group as the commands before it left it', async () => {
    const [ann, ben, cay] = [newId(), newId(), newId()];
    const { groupId } = await insertGroup(suite, [ann]);
    await inBatch(
      async (batch) => {
        for (const userId of [ben, cay]) await keepCommand(batch, (command) => addToGroup(command, groupId, userId));
        await keepCommand(batch, (command) => endMembership(command, groupId, ben));
        await keepCommand(batch, (command) => addToGroup(command, groupId, ben));
      },
      { isolated: true },
    );
    expect((await read(({ groups }) => groups.find(groupId)))?.memberCount).toBe(3);
    expect(await read(({ groupMembers }) => groupMembers.listIds(groupId))).toEqual(sortIds([ann, ben, cay]));
  });

  test('concurrent batches count every user who joins', async () => {
    const [ann, ...others] = Array.from({ length: 13 }, newId);
    const { groupId } = await insertGroup(suite, [ann ?? '']);
    await Promise.all(
      [0, 1, 2].map(async (writer) => {
        const own = fixture().connect();
        const from = await testPartition(own);
        for (const userId of others.slice(writer * 4, writer * 4 + 4))
          await commitBatch(own, from, (batch) => keepCommand(batch, (command) => addToGroup(command, groupId, userId)));
      }),
    );
    expect((await read(({ groups }) => groups.find(groupId)))?.memberCount).toBe(13);
    expect(await read(({ groupMembers }) => groupMembers.listIds(groupId))).toHaveLength(13);
  });

  test('a command that is refused after it has locked a group changes nothing', async () => {
    const { groupId } = await insertGroup(suite, [newId()]);
    await inBatch(async (batch) => {
      const command = batch.beginCommand();
      await command.tx.groups.lock(groupId);
      command.tx.groups.update(groupId, { name: 'refused' });
      expect(await command.discard()).toBe(true);
      await keepCommand(batch, async ({ groups }) => {
        expect((await groups.lock(groupId))?.name).not.toBe('refused');
        groups.update(groupId, { about: 'kept' });
      });
    });
    expect(await read(({ groups }) => groups.find(groupId))).toMatchObject({ about: 'kept' });
    expect((await read(({ groups }) => groups.find(groupId)))?.name).not.toBe('refused');
  });
}
