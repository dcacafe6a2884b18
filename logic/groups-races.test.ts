// Members of one group who act at the same moment: in whatever order their turns come, what is left is right.
import { expect, test } from 'vitest';
import { onEveryStore } from '../infra/serve/test-stores.ts';
import { im } from '../proto/contract.ts';
import { type GroupsWorld, groupsWorld } from './test-groups.ts';

const { ADMIN, OWNER } = im.GroupRole;

onEveryStore('members who act at once', (world, store) => {
  const groups = async (): Promise<GroupsWorld> => {
    await world().start('Logic');
    return groupsWorld(world(), store());
  };

  async function ownerAndTwoAdmins(at: GroupsWorld) {
    const [ann = '', ben = '', cay = ''] = await at.people(3);
    const group = await at.group(ann, [ben, cay]);
    for (const user of [ben, cay]) await at.call(ann, 'setGroupRole', { group, user, role: ADMIN });
    return { ann, ben, cay, group };
  }

  test('of two admins who remove each other one stays, and of two owners-to-be one is the owner', {
    timeout: 30_000,
  }, async () => {
    const at = await groups();
    for (let round = 0; round < 5; round++) {
      const { ann, ben, cay, group } = await ownerAndTwoAdmins(at);
      const outcomes = await Promise.all([
        at.outcome(ann, 'transferGroup', { group, user: ben }),
        at.outcome(ann, 'transferGroup', { group, user: cay }),
        at.outcome(ben, 'removeFromGroup', { group, user: cay }),
        at.outcome(cay, 'leaveGroup', { group }),
      ]);
      expect(outcomes[0]).toBe('ok');
      expect(outcomes[1]).not.toBe('ok');
      const { group: now } = await at.call(ben, 'getGroup', { group });
      const { members } = await at.call(ben, 'listGroupMembers', { group });
      expect(members.filter(({ role }) => role === OWNER).map(({ user }) => user)).toEqual([ben]);
      expect(now).toMatchObject({ owner: ben, members: members.length });
    }
  });

  test('of two who remove each other at once at most one is removed: by the one who was above when his turn came', {
    timeout: 30_000,
  }, async () => {
    const at = await groups();
    for (let round = 0; round < 5; round++) {
      const { ann, ben, cay, group } = await ownerAndTwoAdmins(at);
      const both = await Promise.all([
        at.outcome(ben, 'removeFromGroup', { group, user: cay }),
        at.outcome(cay, 'removeFromGroup', { group, user: ben }),
      ]);
      expect(both).toEqual(['NOT_ALLOWED', 'NOT_ALLOWED']);
      // Whoever is the owner when it is his turn may remove the other.
      const [handed, removedBen, removedAnn] = await Promise.all([
        at.outcome(ann, 'transferGroup', { group, user: ben }),
        at.outcome(ann, 'removeFromGroup', { group, user: ben }),
        at.outcome(ben, 'removeFromGroup', { group, user: ann }),
      ]);
      expect(handed).toBe('ok');
      expect(['NOT_ALLOWED', 'NO_SUCH_GROUP']).toContain(removedBen);
      expect(['ok', 'NOT_ALLOWED']).toContain(removedAnn);
      const { group: now } = await at.call(ben, 'getGroup', { group });
      expect(now).toMatchObject({ owner: ben, members: removedAnn === 'ok' ? 2 : 3 });
    }
  });

  test('fifty who join at once are all counted, each once', { timeout: 30_000 }, async () => {
    const at = await groups();
    const [ann = '', ...others] = await at.people(51);
    const group = await at.group(ann, [], { joinPolicy: im.JoinPolicy.OPEN });
    const outcomes = await Promise.all(others.map((user) => at.outcome(user, 'joinGroup', { group })));
    expect(new Set(outcomes)).toEqual(new Set(['ok']));
    expect((await at.call(ann, 'getGroup', { group })).group?.members).toBe(51);
    expect(await at.read(ann, group)).toHaveLength(51);
    const { members } = await at.call(ann, 'listGroupMembers', { group });
    expect(members.map(({ user }) => user).sort()).toEqual([ann, ...others].sort());
  });
});
