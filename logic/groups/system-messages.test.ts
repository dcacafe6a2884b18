// System messages and domain events of group changes, and the largest number of members.
import { expect, test, vi } from 'vitest';
import { im } from '../../proto/rpc.ts';
import { groupFixture } from '../testing/group-fixture.ts';
import { onEveryStore } from '../testing/runtime/test-stores.ts';

const { ADMIN, MEMBER } = im.GroupRole;
const { BY_REQUEST, OPEN } = im.JoinPolicy;

onEveryStore('system messages', (fixture, store) => {
  async function groups(maxGroupMembers = 2000) {
    await fixture().start('Logic', { maxGroupMembers });
    return groupFixture(fixture(), store());
  }
  const bodies = async (api: Awaited<ReturnType<typeof groups>>, userId: string, conversationId: string) =>
    (await api.call(userId, 'pullMessages', { conversationId })).messages.map(({ body }) => JSON.parse(body ?? '') as unknown);

  test('each change of a group posts one system message that names the actor and the affected users', async () => {
    const api = await groups();
    const [ann = '', ben = '', cay = '', dan = '', eve = ''] = await api.addUsers(5);
    const groupId = await api.createGroup(ann, [ben], { name: 'one', joinPolicy: BY_REQUEST });
    await api.befriend(ann, [cay]);
    await api.call(ann, 'inviteToGroup', { groupId, userIds: [cay] });
    await api.call(dan, 'joinGroup', { groupId });
    await api.call(ann, 'answerJoinRequest', { groupId, userId: dan, accept: true });
    await api.call(ann, 'updateGroup', { groupId, name: 'two', about: 'both at once' });
    await api.call(ann, 'updateGroup', { groupId, joinPolicy: OPEN });
    await api.call(eve, 'joinGroup', { groupId });
    await api.call(ann, 'setGroupRole', { groupId, userId: ben, role: ADMIN });
    await api.call(ann, 'setGroupRole', { groupId, userId: ben, role: MEMBER });
    await api.call(ann, 'muteMember', { groupId, userId: cay, seconds: 60 });
    await api.call(ann, 'muteMember', { groupId, userId: cay, seconds: 0 });
    await api.call(dan, 'leaveGroup', { groupId });
    await api.call(ann, 'removeFromGroup', { groupId, userId: eve });
    await api.call(ann, 'transferGroup', { groupId, userId: ben });
    await api.call(ben, 'dissolveGroup', { groupId });

    const one = (userId: string) => ({ users: [userId], count: 1 });
    const said = await bodies(api, ann, groupId);
    expect(said).toEqual([
      { what: 'created', who: ann, name: 'one', ...one(ben) },
      { what: 'invited', who: ann, ...one(cay) },
      { what: 'joined', who: ann, ...one(dan) },
      { what: 'renamed', who: ann, name: 'two' },
      { what: 'changed', who: ann },
      { what: 'joined', who: eve, ...one(eve) },
      { what: 'role', who: ann, role: 'ADMIN', ...one(ben) },
      { what: 'role', who: ann, role: 'MEMBER', ...one(ben) },
      { what: 'muted', who: ann, until: expect.any(Number), ...one(cay) },
      { what: 'muted', who: ann, until: 0, ...one(cay) },
      { what: 'left', who: dan, ...one(dan) },
      { what: 'removed', who: ann, ...one(eve) },
      { what: 'transferred', who: ann, ...one(ben) },
      { what: 'dissolved', who: ben },
    ]);
    // A former member sees only the messages from the time of their membership.
    expect(await bodies(api, dan, groupId)).toEqual(said.slice(2, 11));
    expect(await bodies(api, eve, groupId)).toEqual(said.slice(5, 12));
    expect(await bodies(api, ben, groupId)).toEqual(said);
    for (const stranger of await api.addUsers(1))
      expect(await api.callForCode(stranger, 'pullMessages', { conversationId: groupId })).toBe('NO_SUCH_CONVERSATION');
  });

  test('each system message and each change of a group is a domain event', async () => {
    const api = await groups();
    const [ann = '', ben = ''] = await api.addUsers(2);
    const groupId = await api.createGroup(ann, [], { joinPolicy: OPEN });
    await api.call(ben, 'joinGroup', { groupId });
    await api.call(ann, 'updateGroup', { groupId, name: 'two' });
    await api.call(ann, 'setGroupRole', { groupId, userId: ben, role: ADMIN });
    await api.call(ann, 'transferGroup', { groupId, userId: ben });
    await api.call(ann, 'leaveGroup', { groupId });
    await api.call(ben, 'dissolveGroup', { groupId });
    const events = () => fixture().domainEvents.filter(({ key }) => key === groupId);
    await vi.waitFor(() => expect(events().filter(({ messageStored }) => messageStored)).toHaveLength(7));
    const systems = events().flatMap(({ messageStored }) => messageStored ?? []);
    expect(systems.map(({ seq, kind }) => [seq, kind])).toEqual([1, 2, 3, 4, 5, 6, 7].map((seq) => [seq, im.MessageKind.SYSTEM]));
    const changes = events().flatMap(({ groupChanged }) => groupChanged ?? []);
    expect(
      changes.map(({ memberCount, ownerId, name, dissolved }) => [memberCount, ownerId === ann ? 'ann' : 'ben', name, dissolved]),
    ).toEqual([
      [1, 'ann', 'a group', false],
      [2, 'ann', 'a group', false],
      [2, 'ann', 'two', false],
      [2, 'ben', 'two', false],
      [1, 'ben', 'two', false],
      [0, 'ben', 'two', true],
    ]);
  });

  test('commands that would exceed the largest number of members add nobody', async () => {
    const api = await groups(5);
    const [ann = '', ben = '', cay = '', dan = '', eve = '', fay = ''] = await api.addUsers(6);
    await api.befriend(ann, [ben, cay, dan, eve, fay]);
    const large = { clientRequestId: Buffer.alloc(16, 1), name: 'large', joinPolicy: OPEN };
    expect(await api.callForCode(ann, 'createGroup', { ...large, memberIds: [ben, cay, dan, eve, fay] })).toBe('GROUP_TOO_LARGE');
    expect(await api.callForCode(ann, 'createGroup', { ...large, memberIds: [ben, cay, dan, eve] })).toBe('ok');
    const groupId = await api.createGroup(ann, [ben, cay], { joinPolicy: OPEN });
    expect(await api.callForCode(ann, 'inviteToGroup', { groupId, userIds: [dan, eve, fay] })).toBe('GROUP_TOO_LARGE');
    expect((await api.call(ann, 'getGroup', { groupId })).group?.memberCount).toBe(3);
    expect(await api.callForCode(ann, 'inviteToGroup', { groupId, userIds: [cay, dan, eve, dan] })).toBe('ok');
    expect(await api.callForCode(fay, 'joinGroup', { groupId })).toBe('GROUP_TOO_LARGE');
    // Of many joins at the same moment exactly those that fit succeed.
    const small = await api.createGroup(ann, [ben], { joinPolicy: OPEN });
    const outcomes = await Promise.all(
      [cay, dan, eve, fay].map((userId) => api.callForCode(userId, 'joinGroup', { groupId: small })),
    );
    expect(outcomes.sort()).toEqual(['GROUP_TOO_LARGE', 'ok', 'ok', 'ok']);
    expect((await api.call(ann, 'getGroup', { groupId: small })).group?.memberCount).toBe(5);
  });
});
