// What every store of logic promises of what members may see of a group, as tests; part of the suite in groups-store.ts.
import { expect, test } from 'vitest';
import { keepCommand } from '../../../../infra/testing/batch-fixture.ts';
import { INVALID_IDS } from '../../../../infra/testing/invalid-ids.ts';
import { newId } from '../../../../proto/ids.ts';
import type { LogicStore } from '../../../ports/index.ts';
import type { StoreSuite } from '../../testing/store-suite.ts';
import { addToGroup, appendSystemMessage, endMembership, insertGroup, renameGroup, sortIds } from './groups-fixture.ts';

export function visibilityContract(suite: StoreSuite): void {
  const { run, read, runTogether, inBatch } = suite;

  test('a membership covers the messages from joining to leaving, and from rejoining on', async () => {
    const [ann, ben] = [newId(), newId()];
    const { groupId } = await insertGroup(suite, [ann]);
    const seen = () => read(({ conversations }) => conversations.findMembership(ben, groupId));
    expect(await seen()).toBeUndefined();
    await run((command) => addToGroup(command, groupId, ben));
    expect(await seen()).toMatchObject({
      firstSeq: 2,
      lastSeq: 2,
      left: false,
      isGroup: true,
      peerId: '',
      readSeq: 2,
      unread: 0,
    });
    const version = (await seen())?.stateVersion ?? 0;
    await run(async (command) => {
      await command.groups.lock(groupId);
      await command.groupMembers.remove(groupId, [ben], (await appendSystemMessage(command, groupId, ben)).seq);
    });
    expect(await seen()).toMatchObject({ firstSeq: 2, lastSeq: 3, left: true });
    await run((command) => addToGroup(command, groupId, ben));
    expect(await seen()).toMatchObject({ firstSeq: 4, lastSeq: 4, left: false, readSeq: 4 });
    expect((await seen())?.stateVersion).toBeGreaterThan(version + 1);
  });

  const nameFor = async (userId: string, groupId: string): Promise<string | undefined> =>
    (await read(({ conversations }) => conversations.listSummaries(userId, [groupId])))[0]?.peerName;

  test('a former member sees the name that the group had when they left, until they rejoin', async () => {
    const [ann, ben] = [newId(), newId()];
    const { groupId, name } = await insertGroup(suite, [ann, ben]);
    const names = async () => [await nameFor(ann, groupId), await nameFor(ben, groupId)];
    expect(await names()).toEqual([name, name]);
    const before = "Ben's \\ 王 😀";
    await run((command) => renameGroup(command, groupId, before));
    await run((command) => endMembership(command, groupId, ben));
    const version = () => read(async ({ conversations }) => (await conversations.findMembership(ben, groupId))?.stateVersion);
    const gone = await version();
    await run((command) => renameGroup(command, groupId, 'after'));
    expect(await names()).toEqual(['after', before]);
    // A former member misses nothing and gets no push.
    expect(await version()).toBe(gone);
    await run((command) => addToGroup(command, groupId, ben));
    expect(await names()).toEqual(['after', 'after']);
    await run((command) => renameGroup(command, groupId, 'later'));
    expect(await names()).toEqual(['later', 'later']);
  });

  test('within one batch a former member also keeps the name from the moment they left', async () => {
    const [ann, ben, cay] = [newId(), newId(), newId()];
    const { groupId } = await insertGroup(suite, [ann, ben, cay]);
    await runTogether<unknown>([
      (command) => renameGroup(command, groupId, 'one'),
      (command) => endMembership(command, groupId, ben),
      (command) => renameGroup(command, groupId, 'two'),
      (command) => endMembership(command, groupId, cay),
      (command) => renameGroup(command, groupId, 'three'),
    ]);
    expect(await Promise.all([ann, ben, cay].map((userId) => nameFor(userId, groupId)))).toEqual(['three', 'one', 'two']);
  });

  test('members of a dissolved group see its last name', async () => {
    const [ann, ben] = [newId(), newId()];
    const { groupId } = await insertGroup(suite, [ann, ben]);
    await run(async (command) => {
      await renameGroup(command, groupId, 'the end');
      command.groups.update(groupId, { dissolved: true });
      await command.groupMembers.remove(groupId, [ann, ben], (await appendSystemMessage(command, groupId, ann)).seq);
    });
    expect([await nameFor(ann, groupId), await nameFor(ben, groupId)]).toEqual(['the end', 'the end']);
  });

  test('the member ids that a sender reads are the audience of their message: nobody joins or leaves in between', async () => {
    const [ann, ben, cay] = [newId(), newId(), newId()];
    const { groupId } = await insertGroup(suite, [ann, ben]);
    const [[heard, seq]] = await inBatch(async (batch) => {
      const says = async (command: LogicStore): Promise<[readonly string[], number]> => {
        const ids = await command.groupMembers.listIds(groupId);
        // The others have asked for their turns, and have read all they need for them.
        await command.groups.find(groupId);
        return [ids, (await appendSystemMessage(command, groupId, ann)).seq];
      };
      return Promise.all([
        keepCommand(batch, says),
        keepCommand(batch, (command) => endMembership(command, groupId, ben)),
        keepCommand(batch, (command) => addToGroup(command, groupId, cay)),
      ]);
    });
    expect([heard, seq]).toEqual([sortIds([ann, ben]), 2]);
    const audience = (at: number) => read(({ conversations }) => conversations.listAudience(groupId, at));
    // Ben has gone with 3, Cay has come with 4.
    expect(sortIds(await audience(2))).toEqual(sortIds([ann, ben]));
    expect(sortIds(await audience(3))).toEqual(sortIds([ann, ben]));
    expect(sortIds(await audience(4))).toEqual(sortIds([ann, cay]));
    for (const strange of [...INVALID_IDS, newId()])
      expect(await read(({ conversations }) => conversations.listAudience(strange, 1))).toEqual([]);
  });

  test('the audiences of many messages of several groups are read at once, each from the members at that time', async () => {
    const [ann, ben, cay] = [newId(), newId(), newId()];
    const one = await insertGroup(suite, [ann, ben]);
    const other = await insertGroup(suite, [cay]);
    await run((command) => endMembership(command, one.groupId, ben));
    await run((command) => addToGroup(command, one.groupId, cay));
    await run((command) => addToGroup(command, other.groupId, ben));
    const found = await read(({ conversations }) =>
      Promise.all([
        ...[1, 2, 3].map((seq) => conversations.listAudience(one.groupId, seq)),
        ...[1, 2].map((seq) => conversations.listAudience(other.groupId, seq)),
      ]),
    );
    expect(found.map(sortIds)).toEqual([[ann, ben], [ann, ben], [ann, cay], [cay], [cay, ben]].map(sortIds));
  });
}
