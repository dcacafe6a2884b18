import { randomBytes } from 'node:crypto';
import { expect, test } from 'vitest';
import { newId } from '../../proto/ids.ts';
import { im } from '../../proto/rpc.ts';
import { type GroupFixture, groupFixture } from '../testing/group-fixture.ts';
import { onEveryStore } from '../testing/runtime/test-stores.ts';

const { ADMIN, MEMBER } = im.GroupRole;
const { BY_INVITATION, BY_REQUEST, OPEN } = im.JoinPolicy;
const { ANYONE, FRIENDS_ONLY } = im.WhoMayWrite;

/** One user of each role, and a second admin and member. */
const ROLES = ['owner', 'admin', 'admin2', 'member', 'member2', 'stranger'] as const;
type Role = (typeof ROLES)[number];
type Cast = Readonly<Record<Role, string>>;

async function cast(fixture: GroupFixture, options: Partial<im.CreateGroupRequest.$Properties> = {}): Promise<[string, Cast]> {
  const userIds = await fixture.addUsers(ROLES.length);
  const made = Object.fromEntries(ROLES.map((role, i) => [role, userIds[i] ?? ''])) as Cast;
  const { owner: ownerId, admin, admin2, member, member2 } = made;
  const groupId = await fixture.createGroup(ownerId, [admin, admin2, member, member2], options);
  for (const userId of [admin, admin2]) await fixture.call(ownerId, 'setGroupRole', { groupId, userId, role: ADMIN });
  return [groupId, made];
}

/** Actor → target → expected outcome. The test runs each pair in a new group. */
type Matrix = Readonly<Record<Role, Partial<Readonly<Record<Role, string>>>>>;
const NOBODY = { owner: 'NO_SUCH_GROUP', admin: 'NO_SUCH_GROUP', member: 'NO_SUCH_GROUP', stranger: 'NO_SUCH_GROUP' };
const REFUSED = { owner: 'NOT_ALLOWED', admin: 'NOT_ALLOWED', member: 'NOT_ALLOWED', stranger: 'NOT_ALLOWED' };

const ABOVE: Matrix = {
  owner: { owner: 'NOT_ALLOWED', admin: 'ok', member: 'ok', stranger: 'NOT_A_MEMBER' },
  admin: { owner: 'NOT_ALLOWED', admin: 'NOT_ALLOWED', admin2: 'NOT_ALLOWED', member: 'ok', stranger: 'NOT_A_MEMBER' },
  admin2: {},
  member: { ...REFUSED, member2: 'NOT_ALLOWED' },
  member2: {},
  stranger: NOBODY,
};
const OWNER_ALONE: Matrix = { ...ABOVE, admin: { ...REFUSED, admin2: 'NOT_ALLOWED' } };

onEveryStore('group permissions', (fixture, store) => {
  const groups = async (): Promise<GroupFixture> => {
    await fixture().start('Logic');
    return groupFixture(fixture(), store());
  };

  const ACTIONS = [
    { rpc: 'removeFromGroup', matrix: ABOVE, more: {} },
    { rpc: 'muteMember', matrix: ABOVE, more: { seconds: 60 } },
    { rpc: 'setGroupRole', matrix: OWNER_ALONE, more: { role: MEMBER } },
    { rpc: 'transferGroup', matrix: OWNER_ALONE, more: {} },
  ] as const;
  test.each(ACTIONS)('$rpc is allowed or refused by the roles of the caller and the target', async ({ rpc, matrix, more }) => {
    const api = await groups();
    for (const actor of ROLES) {
      for (const [target, expected] of Object.entries(matrix[actor])) {
        const [groupId, people] = await cast(api);
        const outcome = await api.callForCode(people[actor], rpc, { groupId, userId: people[target as Role], ...more });
        expect(outcome, `${actor} → ${target}`).toBe(expected);
      }
    }
  });

  const ALONE = [
    { what: 'names the group', rpc: 'updateGroup', more: { name: 'new' }, may: ['owner', 'admin'] },
    { what: 'lists who asked to join', rpc: 'listJoinRequests', more: {}, may: ['owner', 'admin'] },
    { what: 'lists the members', rpc: 'listGroupMembers', more: {}, may: ['owner', 'admin', 'member'] },
    { what: 'ends the group', rpc: 'dissolveGroup', more: {}, may: ['owner'] },
  ] as const;
  test.each(ALONE)('$rpc is allowed only for the roles $may', async ({ rpc, more, may }) => {
    const api = await groups();
    for (const actor of ['stranger', 'member', 'admin', 'owner'] as const) {
      const [groupId, people] = await cast(api);
      const expected = (may as readonly string[]).includes(actor) ? 'ok' : actor === 'stranger' ? 'NO_SUCH_GROUP' : 'NOT_ALLOWED';
      expect(await api.callForCode(people[actor], rpc, { groupId, ...more }), actor).toBe(expected);
    }
  });

  test('members may invite users to an open group, and admins may invite users to any group', async () => {
    const api = await groups();
    for (const joinPolicy of [OPEN, BY_REQUEST, BY_INVITATION]) {
      const [groupId, people] = await cast(api, { joinPolicy });
      for (const [actor, expected] of [
        ['owner', 'ok'],
        ['admin', 'ok'],
        ['member', joinPolicy === OPEN ? 'ok' : 'NOT_ALLOWED'],
        ['stranger', 'NO_SUCH_GROUP'],
      ] as const) {
        const userIds = await api.addUsers(1);
        expect(await api.callForCode(people[actor], 'inviteToGroup', { groupId, userIds }), `${actor} ${joinPolicy}`).toBe(
          expected,
        );
      }
    }
  });

  test('a stranger sees open groups and groups by request, without their owner, and no other groups', async () => {
    const api = await groups();
    const [ownerId = '', stranger = ''] = await api.addUsers(2);
    for (const joinPolicy of [OPEN, BY_REQUEST]) {
      const groupId = await api.createGroup(ownerId, [], { joinPolicy, name: 'chess', about: 'on Mondays' });
      const { group: seen } = await api.call(stranger, 'getGroup', { groupId });
      expect(seen).toMatchObject({
        groupId,
        name: 'chess',
        about: 'on Mondays',
        joinPolicy,
        memberCount: 1,
        ownerId: '',
        myRole: 0,
      });
      expect((await api.call(ownerId, 'getGroup', { groupId })).group).toMatchObject({ ownerId, myRole: im.GroupRole.OWNER });
    }
    const closed = await api.createGroup(ownerId);
    for (const groupId of [closed, newId(), 'no id', ''])
      expect(await api.callForCode(stranger, 'getGroup', { groupId }), groupId).toBe('NO_SUCH_GROUP');
    expect(await api.callForCode(ownerId, 'getGroup', { groupId: closed })).toBe('ok');
  });

  test('after TransferGroup the former owner is an admin who may leave, and the new owner has all rights', async () => {
    const api = await groups();
    const [groupId, { owner: ownerId, member, admin }] = await cast(api);
    expect(await api.callForCode(ownerId, 'leaveGroup', { groupId })).toBe('OWNER_STAYS');
    await api.call(ownerId, 'muteMember', { groupId, userId: member, seconds: 60 });
    await api.call(ownerId, 'transferGroup', { groupId, userId: member });
    expect(await api.readRole(ownerId, groupId)).toBe(ADMIN);
    const { group: now } = await api.call(member, 'getGroup', { groupId });
    expect(now).toMatchObject({ ownerId: member, myRole: im.GroupRole.OWNER, mutedUntil: 0 });
    expect(await api.callForCode(ownerId, 'removeFromGroup', { groupId, userId: admin })).toBe('NOT_ALLOWED');
    expect(await api.callForCode(ownerId, 'transferGroup', { groupId, userId: admin })).toBe('NOT_ALLOWED');
    expect(await api.callForCode(ownerId, 'leaveGroup', { groupId })).toBe('ok');
    expect(await api.callForCode(member, 'removeFromGroup', { groupId, userId: admin })).toBe('ok');
  });

  test('an invalid role, mute time, user or group is refused with a specific error code', async () => {
    const api = await groups();
    const [groupId, { owner: ownerId, member }] = await cast(api);
    for (const role of [0, im.GroupRole.OWNER, 7 as im.GroupRole])
      expect(await api.callForCode(ownerId, 'setGroupRole', { groupId, userId: member, role })).toBe('BAD_ARGUMENT');
    const tooLong = 30 * 24 * 3600 + 1;
    expect(await api.callForCode(ownerId, 'muteMember', { groupId, userId: member, seconds: tooLong })).toBe('BAD_ARGUMENT');
    expect(await api.callForCode(ownerId, 'muteMember', { groupId, userId: member, seconds: tooLong - 1 })).toBe('ok');
    for (const userId of ['', 'x', newId()]) {
      expect(await api.callForCode(ownerId, 'setGroupRole', { groupId, userId, role: ADMIN })).toBe('NOT_A_MEMBER');
      expect(await api.callForCode(ownerId, 'removeFromGroup', { groupId, userId })).toBe('NOT_A_MEMBER');
      expect(await api.callForCode(ownerId, 'inviteToGroup', { groupId, userIds: [userId] })).toBe('NO_SUCH_USER');
      expect(await api.callForCode(ownerId, 'answerJoinRequest', { groupId, userId, accept: true })).toBe('NO_SUCH_REQUEST');
    }
    for (const unknown of ['', 'x', newId()]) {
      for (const rpc of [
        'updateGroup',
        'leaveGroup',
        'dissolveGroup',
        'listGroupMembers',
        'listJoinRequests',
        'joinGroup',
      ] as const)
        expect(await api.callForCode(ownerId, rpc, { groupId: unknown }), rpc).toBe('NO_SUCH_GROUP');
    }
  });

  test('a muted member who posts gets MUTED with the remaining time, and may post after an admin unmutes them', async () => {
    const api = await groups();
    const [groupId, { admin, member, member2 }] = await cast(api);
    const before = Date.now();
    await api.call(admin, 'muteMember', { groupId, userId: member, seconds: 600 });
    const { group: mine } = await api.call(member, 'getGroup', { groupId });
    expect(mine?.mutedUntil).toBeGreaterThanOrEqual(before + 600_000);
    const message = { clientMessageId: randomBytes(16), conversationId: groupId, text: 'but' };
    const refused = await fixture().ask('Logic.SendMessage', message, { userId: member });
    expect(refused.failure).toMatchObject({ code: im.Code.MUTED, retry: im.Retry.RESEND });
    expect(refused.failure?.retryAfterMs).toBeGreaterThan(500_000);
    expect(refused.failure?.retryAfterMs).toBeLessThanOrEqual(600_000);
    expect(await api.callForCode(member2, 'sendMessage', { ...message, clientMessageId: randomBytes(16) })).toBe('ok');
    await api.call(admin, 'muteMember', { groupId, userId: member, seconds: 0 });
    expect(await api.callForCode(member, 'sendMessage', message)).toBe('ok');
  });

  test('a muted member may remove a reaction that they have set, and gets MUTED when they set one', async () => {
    const api = await groups();
    const [groupId, { admin, member }] = await cast(api);
    const seq = await api.sendText(admin, groupId);
    const react = (emoji: string, remove: boolean) =>
      api.callForCode(member, 'react', { clientMessageId: randomBytes(16), conversationId: groupId, seq, emoji, remove });
    expect(await react('👍', false)).toBe('ok');
    await api.call(admin, 'muteMember', { groupId, userId: member, seconds: 600 });
    const outcomes: string[] = [];
    for (const emoji of ['🎉', '👍', '👍']) outcomes.push(await react(emoji, true));
    expect(outcomes).toEqual(['ok', 'ok', 'ok']);
    expect(await react('👍', false)).toBe('MUTED');
    // Only one of them has changed something.
    expect(await api.sendText(admin, groupId)).toBe(seq + 4);
  });

  test('only friends may invite a user who accepts only messages of friends; the user may join any open group', async () => {
    const api = await groups();
    const [ann = '', ben = '', cay = '', dan = ''] = await api.addUsers(4);
    const groupId = await api.createGroup(ann, [], { joinPolicy: OPEN });
    await api.call(ben, 'updateProfile', { whoMayWrite: FRIENDS_ONLY });
    const attempts = async (): Promise<string[]> => [
      await api.callForCode(ann, 'createGroup', { clientRequestId: randomBytes(16), name: 'a group', memberIds: [cay, ben] }),
      await api.callForCode(ann, 'inviteToGroup', { groupId, userIds: [dan, ben] }),
    ];
    expect(await attempts()).toEqual(['NOT_FRIENDS', 'NOT_FRIENDS']);
    // An open friend request is not enough, and a refused invitation adds no user at all.
    await api.call(ann, 'requestFriend', { userId: ben });
    expect(await attempts()).toEqual(['NOT_FRIENDS', 'NOT_FRIENDS']);
    for (const userId of [ben, cay, dan]) expect((await api.call(userId, 'listGroups', {})).groups).toEqual([]);
    expect(api.pushesTo(ben).filter(({ messageStored }) => messageStored)).toEqual([]);
    // An unknown user is reported first, then a block, then the setting.
    expect(await api.callForCode(ann, 'inviteToGroup', { groupId, userIds: [ben, newId()] })).toBe('NO_SUCH_USER');
    await api.call(dan, 'block', { userId: ann });
    expect(await attempts()).toEqual(['NOT_FRIENDS', 'BLOCKED']);
    await api.call(dan, 'unblock', { userId: ann });

    await api.call(ben, 'answerFriendRequest', { userId: ann, accept: true });
    expect(await attempts()).toEqual(['ok', 'ok']);
    await api.call(ben, 'removeFriend', { userId: ann });
    // Ben is already a member, so this resend invites only Dan.
    expect(await api.callForCode(ann, 'inviteToGroup', { groupId, userIds: [dan, ben] })).toBe('ok');
    await api.call(ben, 'leaveGroup', { groupId });
    expect(await api.callForCode(ann, 'inviteToGroup', { groupId, userIds: [ben] })).toBe('NOT_FRIENDS');
    expect(await api.callForCode(ben, 'joinGroup', { groupId })).toBe('ok');
  });

  test("when the server's default is friends only, only friends may invite a user who has not chosen otherwise", async () => {
    await fixture().start('Logic', { whoMayWrite: 'friends' });
    const api = await groupFixture(fixture(), store());
    const [ann = '', ben = '', cay = ''] = await api.addUsers(3);
    const groupId = await api.createGroup(ann);
    const attempts = async (userId: string): Promise<string[]> => [
      await api.callForCode(ann, 'createGroup', { clientRequestId: randomBytes(16), name: 'a group', memberIds: [userId] }),
      await api.callForCode(ann, 'inviteToGroup', { groupId, userIds: [userId] }),
    ];
    expect(await attempts(ben)).toEqual(['NOT_FRIENDS', 'NOT_FRIENDS']);
    await api.call(cay, 'updateProfile', { whoMayWrite: ANYONE });
    expect(await attempts(cay)).toEqual(['ok', 'ok']);
    await api.call(ben, 'requestFriend', { userId: ann });
    await api.call(ann, 'requestFriend', { userId: ben });
    expect(await attempts(ben)).toEqual(['ok', 'ok']);
  });
});
