// What every store of logic promises of what members may see of a group, as tests; part of the suite in groups-store.ts.
import { expect, test } from 'vitest';
import type { LogicStored } from '../../logic/ports.ts';
import { newId } from '../../proto/ids.ts';
import { happens, inOrder, joins, leaves, madeGroup, renames } from './groups-world.ts';
import type { StoreSuite } from './store-suite.ts';
import { kept, STRANGE_IDS } from './store-world.ts';

export function groupsSeenContract(suite: StoreSuite): void {
  const { run, read, together, inBatch } = suite;

  test('membership says what can be seen: from joining, to leaving, and from coming back', async () => {
    const [ann, ben] = [newId(), newId()];
    const { group } = await madeGroup(suite, [ann]);
    const seen = () => read(({ conversations }) => conversations.membership(ben, group));
    expect(await seen()).toBeUndefined();
    await run((command) => joins(command, group, ben));
    expect(await seen()).toMatchObject({ firstSeq: 2, lastSeq: 2, left: false, group: true, peer: '', readSeq: 2, unread: 0 });
    const version = (await seen())?.stateVersion ?? 0;
    await run(async (command) => {
      await command.groups.lock(group);
      await command.groupMembers.leave(group, [ben], (await happens(command, group, ben)).seq);
    });
    expect(await seen()).toMatchObject({ firstSeq: 2, lastSeq: 3, left: true });
    await run((command) => joins(command, group, ben));
    expect(await seen()).toMatchObject({ firstSeq: 4, lastSeq: 4, left: false, readSeq: 4 });
    expect((await seen())?.stateVersion).toBeGreaterThan(version + 1);
  });

  const nameFor = async (user: string, group: string): Promise<string | undefined> =>
    (await read(({ conversations }) => conversations.summaries(user, [group])))[0]?.peerName;

  test('who has gone goes on seeing the name the group had then, until he is back', async () => {
    const [ann, ben] = [newId(), newId()];
    const { group, name } = await madeGroup(suite, [ann, ben]);
    const names = async () => [await nameFor(ann, group), await nameFor(ben, group)];
    expect(await names()).toEqual([name, name]);
    const before = "Ben's \\ 王 😀";
    await run((command) => renames(command, group, before));
    await run((command) => leaves(command, group, ben));
    const version = () => read(async ({ conversations }) => (await conversations.membership(ben, group))?.stateVersion);
    const gone = await version();
    await run((command) => renames(command, group, 'after'));
    expect(await names()).toEqual(['after', before]);
    // He has missed nothing, and is told nothing.
    expect(await version()).toBe(gone);
    await run((command) => joins(command, group, ben));
    expect(await names()).toEqual(['after', 'after']);
    await run((command) => renames(command, group, 'later'));
    expect(await names()).toEqual(['later', 'later']);
  });

  test('in one batch too the name is that of the moment of his going', async () => {
    const [ann, ben, cay] = [newId(), newId(), newId()];
    const { group } = await madeGroup(suite, [ann, ben, cay]);
    await together<unknown>([
      (command) => renames(command, group, 'one'),
      (command) => leaves(command, group, ben),
      (command) => renames(command, group, 'two'),
      (command) => leaves(command, group, cay),
      (command) => renames(command, group, 'three'),
    ]);
    expect(await Promise.all([ann, ben, cay].map((user) => nameFor(user, group)))).toEqual(['three', 'one', 'two']);
  });

  test('who goes with the end of a group sees its last name', async () => {
    const [ann, ben] = [newId(), newId()];
    const { group } = await madeGroup(suite, [ann, ben]);
    await run(async (command) => {
      await renames(command, group, 'the end');
      command.groups.change(group, { dissolved: true });
      await command.groupMembers.leave(group, [ann, ben], (await happens(command, group, ann)).seq);
    });
    expect([await nameFor(ann, group), await nameFor(ben, group)]).toEqual(['the end', 'the end']);
  });

  test('who asks who is in a group is told those who may read what he says: nobody comes or goes before he has said it', async () => {
    const [ann, ben, cay] = [newId(), newId(), newId()];
    const { group } = await madeGroup(suite, [ann, ben]);
    const [[heard, seq]] = await inBatch(async (batch) => {
      const says = async (command: LogicStored): Promise<[readonly string[], number]> => {
        const ids = await command.groupMembers.ids(group);
        // The others have asked for their turns, and have read all they need for them.
        await command.groups.get(group);
        return [ids, (await happens(command, group, ann)).seq];
      };
      return Promise.all([
        kept(batch, says),
        kept(batch, (command) => leaves(command, group, ben)),
        kept(batch, (command) => joins(command, group, cay)),
      ]);
    });
    expect([heard, seq]).toEqual([inOrder([ann, ben]), 2]);
    const audience = (at: number) => read(({ conversations }) => conversations.audience(group, at));
    // Ben has gone with 3, Cay has come with 4.
    expect(inOrder(await audience(2))).toEqual(inOrder([ann, ben]));
    expect(inOrder(await audience(3))).toEqual(inOrder([ann, ben]));
    expect(inOrder(await audience(4))).toEqual(inOrder([ann, cay]));
    for (const strange of [...STRANGE_IDS, newId()])
      expect(await read(({ conversations }) => conversations.audience(strange, 1))).toEqual([]);
  });

  test('whom messages were for can be asked of many messages of several groups at once, each by those who were there', async () => {
    const [ann, ben, cay] = [newId(), newId(), newId()];
    const one = await madeGroup(suite, [ann, ben]);
    const other = await madeGroup(suite, [cay]);
    await run((command) => leaves(command, one.group, ben));
    await run((command) => joins(command, one.group, cay));
    await run((command) => joins(command, other.group, ben));
    const found = await read(({ conversations }) =>
      Promise.all([
        ...[1, 2, 3].map((seq) => conversations.audience(one.group, seq)),
        ...[1, 2].map((seq) => conversations.audience(other.group, seq)),
      ]),
    );
    expect(found.map(inOrder)).toEqual([[ann, ben], [ann, ben], [ann, cay], [cay], [cay, ben]].map(inOrder));
  });
}
