// What every store of logic promises of groups, as tests: exact counts, and pages in the order of ids.
import { expect, test } from 'vitest';
import { INVALID_IDS } from '../../../../infra/testing/invalid-ids.ts';
import { newId } from '../../../../proto/ids.ts';
import { im } from '../../../../proto/rpc.ts';
import type { LogicStoreFixture } from '../../testing/store-fixture.ts';
import { describeStore } from '../../testing/store-suite.ts';
import { groupLocksContract } from './group-locks-contract.ts';
import { addToGroup, appendSystemMessage, insertGroup, sortIds } from './groups-fixture.ts';
import { visibilityContract } from './visibility-contract.ts';

const { ADMIN, OWNER } = im.GroupRole;

export function groupsContract(name: string, makeWorld: () => Promise<LogicStoreFixture>): void {
  describeStore(`${name} keeps the promises of Groups, GroupMembers and GroupRequests:`, makeWorld, (suite) => {
    const { fixture, run, read } = suite;

    test('a group is read back as it was created, and as it was updated', async () => {
      const ownerId = newId();
      const group = await insertGroup(suite, [ownerId]);
      expect(await read(({ groups }) => groups.find(group.groupId))).toMatchObject({
        ...group,
        memberCount: 1,
        dissolved: false,
      });
      const to = { name: 'x', about: '', avatarUrl: '', ownerId: newId(), joinPolicy: im.JoinPolicy.BY_REQUEST, dissolved: true };
      const changed = await run(async ({ groups }) => {
        await groups.lock(group.groupId);
        return groups.update(group.groupId, to);
      });
      expect(changed).toMatchObject({ ...group, ...to });
      expect(await read(({ groups }) => groups.find(group.groupId))).toMatchObject({ ...group, ...to });
    });

    test('an unknown group or user is not found, and a group cannot be changed without its lock', async () => {
      const { groupId } = await insertGroup(suite, [newId()]);
      for (const strange of [...INVALID_IDS, newId()]) {
        const found = await read(({ groups, groupMembers, joinRequests }) =>
          Promise.all([
            groups.find(strange),
            groups.lock(strange),
            groupMembers.find(strange, strange),
            groupMembers.find(groupId, strange),
            joinRequests.find(groupId, strange),
          ]),
        );
        expect(found, strange).toEqual([undefined, undefined, undefined, undefined, undefined]);
        expect(await read(({ groupMembers }) => groupMembers.listIds(strange))).toEqual([]);
        expect(await read(({ groupMembers }) => groupMembers.listGroups(strange, '', 5))).toEqual([]);
        if (strange !== '') expect(await read(({ groupMembers }) => groupMembers.listGroups(newId(), strange, 5))).toEqual([]);
      }
      await expect(run(async ({ groups }) => groups.update(groupId, { name: 'x' }))).rejects.toThrow('locked');
    });

    test('the member count follows members who join, change and leave', async () => {
      const [ann, ben, cay] = [newId(), newId(), newId()];
      const { groupId } = await insertGroup(suite, [ann, ben]);
      expect((await run((command) => addToGroup(command, groupId, cay)))?.memberCount).toBe(3);
      await run(async ({ groups, groupMembers }) => {
        await groups.lock(groupId);
        const member = await groupMembers.find(groupId, cay);
        if (member) groupMembers.update(groupId, [{ ...member, role: ADMIN, mutedUntil: 1_800_000_000_000 }]);
      });
      expect(await read(({ groupMembers }) => groupMembers.find(groupId, cay))).toEqual({
        userId: cay,
        role: ADMIN,
        mutedUntil: 1_800_000_000_000,
        joinedAt: 1_700_000_000_000,
      });
      expect(await read(({ groupMembers }) => groupMembers.listIds(groupId))).toEqual(sortIds([ann, ben, cay]));
      expect([...(await read(({ groupMembers }) => groupMembers.listAdminIds(groupId)))].sort()).toEqual([ann, cay].sort());
      const now = await run(async (command) => {
        await command.groups.lock(groupId);
        return command.groupMembers.remove(groupId, [ann, cay], (await appendSystemMessage(command, groupId, ann)).seq);
      });
      expect(now.memberCount).toBe(1);
      expect(await read(({ groupMembers }) => groupMembers.listIds(groupId))).toEqual([ben]);
      expect(await read(({ groupMembers }) => groupMembers.find(groupId, ann))).toBeUndefined();
      expect((await read(({ groups }) => groups.find(groupId)))?.memberCount).toBe(1);
    });

    test("a user's groups, a group's members and its join requests come page by page, in the order of the ids", async () => {
      const ann = newId();
      const others = Array.from({ length: 5 }, newId);
      const groupIds: string[] = [];
      for (const memberIds of [[ann], [ann, ...others], [ann]]) groupIds.push((await insertGroup(suite, memberIds)).groupId);
      const mine = sortIds(groupIds);
      await insertGroup(suite, [newId()]);
      const page = (after: string, limit: number) => read(({ groupMembers }) => groupMembers.listGroups(ann, after, limit));
      expect((await page('', 2)).map(({ group }) => group.groupId)).toEqual(mine.slice(0, 2));
      expect((await page(mine[1] ?? '', 2)).map(({ group }) => group.groupId)).toEqual(mine.slice(2));
      expect((await page('', 1))[0]?.member).toMatchObject({ userId: ann, role: OWNER });

      const [person = ''] = others;
      await fixture().addPerson({ userId: person, name: 'Zoë', nameKey: `zoë ${person}` });
      const all = (await page('', 9)).find(({ group }) => group.memberCount === 6)?.group.groupId ?? '';
      const members = (after: string, limit: number) => read(({ groupMembers }) => groupMembers.list(all, after, limit));
      const ids = sortIds([ann, ...others]);
      expect((await members('', 4)).map(({ userId }) => userId)).toEqual(ids.slice(0, 4));
      const rest = await members(ids[3] ?? '', 4);
      expect(rest.map(({ userId }) => userId)).toEqual(ids.slice(4));
      const named = [...(await members('', 9))].filter(({ name }) => name !== '').map(({ userId, name }) => [userId, name]);
      expect(named).toEqual([[person, 'Zoë']]);

      await run(async ({ groups, joinRequests }) => {
        await groups.lock(all);
        for (const userId of others) await joinRequests.put(all, userId, 'hello', 5);
      });
      await run(async ({ groups, joinRequests }) => {
        await groups.lock(all);
        await joinRequests.put(all, person, 'hello again', 6);
      });
      const requests = (after: string, limit: number) => read(({ joinRequests }) => joinRequests.list(all, after, limit));
      const asked = sortIds(others);
      expect((await requests('', 3)).map(({ userId }) => userId)).toEqual(asked.slice(0, 3));
      expect((await requests(asked[2] ?? '', 3)).map(({ userId }) => userId)).toEqual(asked.slice(3));
      const found = await read(({ joinRequests }) => joinRequests.find(all, person));
      expect(found).toEqual({ userId: person, name: 'Zoë', greeting: 'hello again', requestedAt: 6 });
      await run(async ({ groups, joinRequests }) => {
        await groups.lock(all);
        await joinRequests.remove(all, person);
      });
      expect(await requests('', 9)).toHaveLength(4);
      await run(async ({ groups, joinRequests }) => {
        await groups.lock(all);
        joinRequests.removeAllInGroup(all);
      });
      expect(await requests('', 9)).toEqual([]);
    });

    visibilityContract(suite);
    groupLocksContract(suite);
  });
}
