// Members of one group who act at the same moment. Any order of their commands leaves a consistent group.
import { expect, test } from 'vitest';
import { im } from '../../proto/rpc.ts';
import { type GroupFixture, groupFixture } from '../testing/group-fixture.ts';
import { onEveryStore } from '../testing/runtime/test-stores.ts';

const { ADMIN, OWNER } = im.GroupRole;

onEveryStore('members of a group who act at the same moment', (fixture, store) => {
  const groups = async (): Promise<GroupFixture> => {
    await fixture().start('Logic');
    return groupFixture(fixture(), store());
  };

  async function ownerAndTwoAdmins(api: GroupFixture) {
    const [ann = '', ben = '', cay = ''] = await api.addUsers(3);
    const groupId = await api.createGroup(ann, [ben, cay]);
    for (const userId of [ben, cay]) await api.call(ann, 'setGroupRole', { groupId, userId, role: ADMIN });
    return { ann, ben, cay, groupId: groupId };
  }

  test('when the owner transfers a group to two members at the same moment, one transfer succeeds and the group has one owner', {
    timeout: 30_000,
  }, async () => {
    const api = await groups();
    for (let round = 0; round < 5; round++) {
      const { ann, ben, cay, groupId } = await ownerAndTwoAdmins(api);
      const outcomes = await Promise.all([
        api.callForCode(ann, 'transferGroup', { groupId, userId: ben }),
        api.callForCode(ann, 'transferGroup', { groupId, userId: cay }),
        api.callForCode(ben, 'removeFromGroup', { groupId, userId: cay }),
        api.callForCode(cay, 'leaveGroup', { groupId }),
      ]);
      expect(outcomes[0]).toBe('ok');
      expect(outcomes[1]).not.toBe('ok');
      const { group: now } = await api.call(ben, 'getGroup', { groupId });
      const { members } = await api.call(ben, 'listGroupMembers', { groupId });
      expect(members.filter(({ role }) => role === OWNER).map(({ userId }) => userId)).toEqual([ben]);
      expect(now).toMatchObject({ ownerId: ben, memberCount: members.length });
    }
  });

  test('when two members remove each other at the same moment, only the one with the lower role can be removed', {
    timeout: 30_000,
  }, async () => {
    const api = await groups();
    for (let round = 0; round < 5; round++) {
      const { ann, ben, cay, groupId } = await ownerAndTwoAdmins(api);
      const both = await Promise.all([
        api.callForCode(ben, 'removeFromGroup', { groupId, userId: cay }),
        api.callForCode(cay, 'removeFromGroup', { groupId, userId: ben }),
      ]);
      expect(both).toEqual(['NOT_ALLOWED', 'NOT_ALLOWED']);
      // The transfer may run before or after a removal: this decides which user has the higher role at that moment.
      const [handed, removedBen, removedAnn] = await Promise.all([
        api.callForCode(ann, 'transferGroup', { groupId, userId: ben }),
        api.callForCode(ann, 'removeFromGroup', { groupId, userId: ben }),
        api.callForCode(ben, 'removeFromGroup', { groupId, userId: ann }),
      ]);
      expect(handed).toBe('ok');
      expect(['NOT_ALLOWED', 'NOT_A_MEMBER']).toContain(removedBen);
      expect(['ok', 'NOT_ALLOWED']).toContain(removedAnn);
      const { group: now } = await api.call(ben, 'getGroup', { groupId });
      expect(now).toMatchObject({ ownerId: ben, memberCount: removedAnn === 'ok' ? 2 : 3 });
    }
  });

  test('50 users who join at the same moment are each counted once', { timeout: 30_000 }, async () => {
    const api = await groups();
    const [ann = '', ...others] = await api.addUsers(51);
    const groupId = await api.createGroup(ann, [], { joinPolicy: im.JoinPolicy.OPEN });
    const outcomes = await Promise.all(others.map((userId) => api.callForCode(userId, 'joinGroup', { groupId })));
    expect(new Set(outcomes)).toEqual(new Set(['ok']));
    expect((await api.call(ann, 'getGroup', { groupId })).group?.memberCount).toBe(51);
    expect(await api.readTexts(ann, groupId)).toHaveLength(51);
    const { members } = await api.call(ann, 'listGroupMembers', { groupId });
    expect(members.map(({ userId }) => userId).sort()).toEqual([ann, ...others].sort());
  });
});
