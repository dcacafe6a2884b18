// What every store of logic promises of groups, as tests: exact counts, and pages in the order of ids.
import { expect, test } from 'vitest';
import { im } from '../../proto/contract.ts';
import { newId } from '../../proto/ids.ts';
import { groupsSeenContract } from './groups-seen.ts';
import { groupsTurnsContract } from './groups-turns.ts';
import { happens, inOrder, joins, madeGroup } from './groups-world.ts';
import { describeStore } from './store-suite.ts';
import { type LogicStoreWorld, STRANGE_IDS } from './store-world.ts';

const { ADMIN, OWNER } = im.GroupRole;

export function groupsStoreContract(name: string, makeWorld: () => Promise<LogicStoreWorld>): void {
  describeStore(`${name} keeps the promises of Groups, GroupMembers and GroupRequests:`, makeWorld, (suite) => {
    const { world, run, read } = suite;

    test('a group comes back as it was made, and as it was changed', async () => {
      const owner = newId();
      const group = await madeGroup(suite, [owner]);
      expect(await read(({ groups }) => groups.get(group.group))).toMatchObject({ ...group, members: 1, dissolved: false });
      const to = { name: 'x', about: '', avatarUrl: '', owner: newId(), joinPolicy: im.JoinPolicy.BY_REQUEST, dissolved: true };
      const changed = await run(async ({ groups }) => {
        await groups.lock(group.group);
        return groups.change(group.group, to);
      });
      expect(changed).toMatchObject({ ...group, ...to });
      expect(await read(({ groups }) => groups.get(group.group))).toMatchObject({ ...group, ...to });
    });

    test('what is no group and no user is not found, and nothing can be done to a group that was not locked', async () => {
      const { group } = await madeGroup(suite, [newId()]);
      for (const strange of [...STRANGE_IDS, newId()]) {
        const found = await read(({ groups, groupMembers, groupRequests }) =>
          Promise.all([
            groups.get(strange),
            groups.lock(strange),
            groupMembers.get(strange, strange),
            groupMembers.get(group, strange),
            groupRequests.get(group, strange),
          ]),
        );
        expect(found, strange).toEqual([undefined, undefined, undefined, undefined, undefined]);
        expect(await read(({ groupMembers }) => groupMembers.ids(strange))).toEqual([]);
        expect(await read(({ groupMembers }) => groupMembers.groupsOf(strange, '', 5))).toEqual([]);
        if (strange !== '') expect(await read(({ groupMembers }) => groupMembers.groupsOf(newId(), strange, 5))).toEqual([]);
      }
      await expect(run(async ({ groups }) => groups.change(group, { name: 'x' }))).rejects.toThrow('locked');
    });

    test('members come in, change and go, and are counted', async () => {
      const [ann, ben, cay] = [newId(), newId(), newId()];
      const { group } = await madeGroup(suite, [ann, ben]);
      expect((await run((command) => joins(command, group, cay)))?.members).toBe(3);
      await run(async ({ groups, groupMembers }) => {
        await groups.lock(group);
        const member = await groupMembers.get(group, cay);
        if (member) groupMembers.change(group, [{ ...member, role: ADMIN, mutedUntil: 1_800_000_000_000 }]);
      });
      expect(await read(({ groupMembers }) => groupMembers.get(group, cay))).toEqual({
        user: cay,
        role: ADMIN,
        mutedUntil: 1_800_000_000_000,
        joinedAt: 1_700_000_000_000,
      });
      expect(await read(({ groupMembers }) => groupMembers.ids(group))).toEqual(inOrder([ann, ben, cay]));
      expect([...(await read(({ groupMembers }) => groupMembers.adminIds(group)))].sort()).toEqual([ann, cay].sort());
      const now = await run(async (command) => {
        await command.groups.lock(group);
        return command.groupMembers.leave(group, [ann, cay], (await happens(command, group, ann)).seq);
      });
      expect(now.members).toBe(1);
      expect(await read(({ groupMembers }) => groupMembers.ids(group))).toEqual([ben]);
      expect(await read(({ groupMembers }) => groupMembers.get(group, ann))).toBeUndefined();
      expect((await read(({ groups }) => groups.get(group)))?.members).toBe(1);
    });

    test('groups of a user, members of a group and requests come page by page, in the order of their ids', async () => {
      const ann = newId();
      const others = Array.from({ length: 5 }, newId);
      const groups: string[] = [];
      for (const members of [[ann], [ann, ...others], [ann]]) groups.push((await madeGroup(suite, members)).group);
      const mine = inOrder(groups);
      await madeGroup(suite, [newId()]);
      const page = (after: string, limit: number) => read(({ groupMembers }) => groupMembers.groupsOf(ann, after, limit));
      expect((await page('', 2)).map(({ group }) => group.group)).toEqual(mine.slice(0, 2));
      expect((await page(mine[1] ?? '', 2)).map(({ group }) => group.group)).toEqual(mine.slice(2));
      expect((await page('', 1))[0]?.member).toMatchObject({ user: ann, role: OWNER });

      const [person = ''] = others;
      await world().addPerson({ user: person, name: 'Zoë', nameKey: `zoë ${person}` });
      const all = (await page('', 9)).find(({ group }) => group.members === 6)?.group.group ?? '';
      const members = (after: string, limit: number) => read(({ groupMembers }) => groupMembers.list(all, after, limit));
      const ids = inOrder([ann, ...others]);
      expect((await members('', 4)).map(({ user }) => user)).toEqual(ids.slice(0, 4));
      const rest = await members(ids[3] ?? '', 4);
      expect(rest.map(({ user }) => user)).toEqual(ids.slice(4));
      const named = [...(await members('', 9))].filter(({ name }) => name !== '').map(({ user, name }) => [user, name]);
      expect(named).toEqual([[person, 'Zoë']]);

      await run(async ({ groups, groupRequests }) => {
        await groups.lock(all);
        for (const user of others) await groupRequests.add(all, user, 'hello', 5);
      });
      await run(async ({ groups, groupRequests }) => {
        await groups.lock(all);
        await groupRequests.add(all, person, 'hello again', 6);
      });
      const requests = (after: string, limit: number) => read(({ groupRequests }) => groupRequests.list(all, after, limit));
      const asked = inOrder(others);
      expect((await requests('', 3)).map(({ user }) => user)).toEqual(asked.slice(0, 3));
      expect((await requests(asked[2] ?? '', 3)).map(({ user }) => user)).toEqual(asked.slice(3));
      const found = await read(({ groupRequests }) => groupRequests.get(all, person));
      expect(found).toEqual({ user: person, name: 'Zoë', greeting: 'hello again', time: 6 });
      await run(async ({ groups, groupRequests }) => {
        await groups.lock(all);
        await groupRequests.remove(all, person);
      });
      expect(await requests('', 9)).toHaveLength(4);
      await run(async ({ groups, groupRequests }) => {
        await groups.lock(all);
        groupRequests.removeAll(all);
      });
      expect(await requests('', 9)).toEqual([]);
    });

    groupsSeenContract(suite);
    groupsTurnsContract(suite);
  });
}
