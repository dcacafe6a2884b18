// What every store of logic promises of commands that change one group at once, as tests; part of the suite in groups-store.ts.
import { expect, test } from 'vitest';
import type { LogicStored } from '../../logic/ports.ts';
import { im } from '../../proto/contract.ts';
import { newId } from '../../proto/ids.ts';
import { inOrder, joins, leaves, madeGroup, newGroup, unsaid } from './groups-world.ts';
import type { StoreSuite } from './store-suite.ts';
import { kept, records, stored } from './store-world.ts';

const { ADMIN, MEMBER } = im.GroupRole;

export function groupsTurnsContract(suite: StoreSuite): void {
  const { world, read, together, inBatch } = suite;

  test('commands of one batch that change one group take turns, each on what those before it have left', async () => {
    const [ann, ben, cay, dan] = [newId(), newId(), newId(), newId()];
    const { group } = await madeGroup(suite, [ann]);
    const seen: unknown[] = [];
    const looks = async ({ groups, groupMembers }: LogicStored): Promise<undefined> => {
      const [now, member] = await Promise.all([groups.lock(group), groupMembers.get(group, ben)]);
      seen.push([now?.members, member?.role, (await groupMembers.ids(group)).length]);
    };
    await together<unknown>([
      looks,
      (command) => joins(command, group, ben),
      looks,
      (command) => joins(command, group, cay),
      async (command) => {
        const [, member] = await Promise.all([command.groups.lock(group), command.groupMembers.get(group, ben)]);
        if (member) command.groupMembers.change(group, [{ ...member, role: ADMIN }]);
      },
      looks,
      (command) => leaves(command, group, ben),
      looks,
      (command) => joins(command, group, dan),
    ]);
    expect(seen).toEqual([
      [1, undefined, 1],
      [2, MEMBER, 2],
      [3, ADMIN, 3],
      [2, undefined, 2],
    ]);
    expect((await read(({ groups }) => groups.get(group)))?.members).toBe(3);
    expect(await read(({ groupMembers }) => groupMembers.ids(group))).toEqual(inOrder([ann, cay, dan]));
    expect(await read(({ conversations }) => conversations.membership(ben, group))).toMatchObject({
      left: true,
      firstSeq: 2,
      lastSeq: 4,
    });
    expect(await read(({ conversations }) => conversations.membership(dan, group))).toMatchObject({ left: false, firstSeq: 5 });
  });

  test('who goes and comes back, and goes again, in one batch has done so in that order', async () => {
    const [ann, ben, cay] = [newId(), newId(), newId()];
    const { group } = await madeGroup(suite, [ann, ben]);
    const asks = (greeting: string) => async (command: LogicStored) => {
      await command.groups.lock(group);
      await command.groupRequests.add(group, cay, greeting, 5);
    };
    const refuses = async (command: LogicStored) => {
      await command.groups.lock(group);
      await command.groupRequests.remove(group, cay);
    };
    await together<unknown>([
      (command) => leaves(command, group, ben),
      (command) => joins(command, group, ben),
      asks('one'),
      refuses,
      asks('two'),
      (command) => joins(command, group, cay),
      (command) => leaves(command, group, cay),
    ]);
    expect(await read(({ groupMembers }) => groupMembers.ids(group))).toEqual(inOrder([ann, ben]));
    expect((await read(({ groups }) => groups.get(group)))?.members).toBe(2);
    expect(await read(({ conversations }) => conversations.membership(ben, group))).toMatchObject({ left: false, firstSeq: 3 });
    expect(await read(({ conversations }) => conversations.membership(cay, group))).toMatchObject({
      left: true,
      firstSeq: 4,
      lastSeq: 5,
    });
    expect(await read(({ groupRequests }) => groupRequests.get(group, cay))).toBeUndefined();
    await together<unknown>([asks('one'), refuses, asks('two')]);
    expect(await read(({ groupRequests }) => groupRequests.get(group, cay))).toMatchObject({ greeting: 'two' });
  });

  test('a command that is refused in its turn has changed nothing for those behind it', async () => {
    const [ann, ben, cay] = [newId(), newId(), newId()];
    const { group } = await madeGroup(suite, [ann]);
    await inBatch(async (batch) => {
      const refused = async (): Promise<void> => {
        const command = batch.command();
        const { groups, groupMembers } = command.stored;
        await groups.lock(group);
        await groupMembers.ids(group);
        await groupMembers.join(group, [{ user: ben, role: MEMBER }], { ...unsaid(group, ben), seq: 1 });
        groups.change(group, { name: 'refused' });
        expect(await command.discard()).toBe(true);
      };
      await Promise.all([refused(), kept(batch, (command) => joins(command, group, cay))]);
    });
    expect(await read(({ groups }) => groups.get(group))).toMatchObject({ members: 2, name: newGroup(ann).name });
    expect(await read(({ groupMembers }) => groupMembers.ids(group))).toEqual(inOrder([ann, cay]));
  });

  test('commands of an isolated batch find what those before them have left', async () => {
    const [ann, ben, cay] = [newId(), newId(), newId()];
    const { group } = await madeGroup(suite, [ann]);
    await inBatch(
      async (batch) => {
        for (const user of [ben, cay]) await kept(batch, (command) => joins(command, group, user));
        await kept(batch, (command) => leaves(command, group, ben));
        await kept(batch, (command) => joins(command, group, ben));
      },
      { isolated: true },
    );
    expect((await read(({ groups }) => groups.get(group)))?.members).toBe(3);
    expect(await read(({ groupMembers }) => groupMembers.ids(group))).toEqual(inOrder([ann, ben, cay]));
  });

  test('several batches at once count every one who joins', async () => {
    const [ann, ...others] = Array.from({ length: 13 }, newId);
    const { group } = await madeGroup(suite, [ann ?? '']);
    await Promise.all(
      [0, 1, 2].map(async (writer) => {
        const own = world().connect();
        const from = await records(own);
        for (const user of others.slice(writer * 4, writer * 4 + 4))
          await stored(own, from, (batch) => kept(batch, (command) => joins(command, group, user)));
      }),
    );
    expect((await read(({ groups }) => groups.get(group)))?.members).toBe(13);
    expect(await read(({ groupMembers }) => groupMembers.ids(group))).toHaveLength(13);
  });

  test('a command that is refused after it locked a group has changed nothing', async () => {
    const { group } = await madeGroup(suite, [newId()]);
    await inBatch(async (batch) => {
      const command = batch.command();
      await command.stored.groups.lock(group);
      command.stored.groups.change(group, { name: 'refused' });
      expect(await command.discard()).toBe(true);
      await kept(batch, async ({ groups }) => {
        expect((await groups.lock(group))?.name).not.toBe('refused');
        groups.change(group, { about: 'kept' });
      });
    });
    expect(await read(({ groups }) => groups.get(group))).toMatchObject({ about: 'kept' });
    expect((await read(({ groups }) => groups.get(group)))?.name).not.toBe('refused');
  });
}
