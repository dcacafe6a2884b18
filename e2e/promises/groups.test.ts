// Promises about groups.
import { expect, test, vi } from 'vitest';
import { im } from '../../proto/rpc.ts';
import { latestRelation, newMessageId, PASSWORD, receivedTexts, rejectedWith, type TestDevice } from '../testing/device.ts';
import { describePromises } from '../testing/test-system.ts';

const { MEMBER, ADMIN } = im.GroupRole;
const MAX_MEMBERS = 2000;
// Only a very busy machine needs this long.
const SOON = { timeout: 10_000 };

const say = ({ client }: TestDevice, conversationId: string, text: string) => client.send({ conversationId }, text);
const memberIds = async ({ logic }: TestDevice, groupId: string) =>
  (await logic.listGroupMembers({ groupId })).members.map(({ userId }) => userId);

describePromises('groups', (system) => {
  // GRP-1
  test('all members of a group receive its messages in the same order', async () => {
    const [ann, ben, cay] = (await system().newUsers(3)) as [TestDevice, TestDevice, TestDevice];
    const groupId = await system().createGroup(ann, [ben, cay]);
    const all: string[] = [];
    for (const [i, who] of [ann, ben, cay, ann, ben, cay].entries()) {
      await say(who, groupId, `${i}`);
      all.push(`${i}`);
    }
    for (const device of [ann, ben, cay]) await vi.waitFor(() => expect(receivedTexts(device)).toEqual(all));
  });

  test('a new member receives messages from when they joined, and a former member receives no further messages', async () => {
    const [ann, ben] = (await system().newUsers(2)) as [TestDevice, TestDevice];
    const groupId = await system().createGroup(ann, []);
    await expect(ben.logic.joinGroup({ groupId })).rejects.toEqual(rejectedWith('NO_SUCH_GROUP'));
    await ann.logic.updateGroup({ groupId, joinPolicy: im.JoinPolicy.OPEN });
    await say(ann, groupId, 'before');
    expect(await ben.logic.joinGroup({ groupId })).toMatchObject({ joined: true, group: { name: 'friends' } });
    await say(ann, groupId, 'during');
    await vi.waitFor(() => expect(receivedTexts(ben)).toEqual(['during']));
    await ben.logic.leaveGroup({ groupId });
    await say(ann, groupId, 'after');
    await ben.client.sync();
    expect(receivedTexts(ben)).toEqual(['during']);
    await expect(say(ben, groupId, 'hello?')).rejects.toEqual(rejectedWith('NOT_A_MEMBER'));
    expect(await ben.logic.getGroup({ groupId })).toMatchObject({ group: { memberCount: 1, ownerId: '' } });
    await expect(ann.logic.leaveGroup({ groupId })).rejects.toEqual(rejectedWith('OWNER_STAYS'));
  });

  test('a join request is pushed to an admin, who accepts or declines it', async () => {
    const [ann, ben, cay] = (await system().newUsers(3)) as [TestDevice, TestDevice, TestDevice];
    const groupId = await system().createGroup(ann, []);
    await ann.logic.updateGroup({ groupId, joinPolicy: im.JoinPolicy.BY_REQUEST });
    for (const { logic } of [ben, cay])
      expect(await logic.joinGroup({ groupId, greeting: 'me?' })).toMatchObject({ joined: false });
    await vi.waitFor(() =>
      expect(ann.pushes.flatMap(({ joinRequested }) => joinRequested ?? [])).toMatchObject([
        { groupId, request: { userId: ben.userId, greeting: 'me?' } },
        { groupId, request: { userId: cay.userId, greeting: 'me?' } },
      ]),
    );
    await expect(ben.logic.listJoinRequests({ groupId })).rejects.toEqual(rejectedWith('NO_SUCH_GROUP'));
    expect((await ann.logic.listJoinRequests({ groupId })).requests).toHaveLength(2);
    await ann.logic.answerJoinRequest({ groupId, userId: ben.userId, accept: true });
    await ann.logic.answerJoinRequest({ groupId, userId: cay.userId, accept: false });
    expect((await ann.logic.listJoinRequests({ groupId })).requests).toEqual([]);
    const again = ann.logic.answerJoinRequest({ groupId, userId: cay.userId, accept: true });
    await expect(again).rejects.toEqual(rejectedWith('NO_SUCH_REQUEST'));
    await say(ann, groupId, 'welcome');
    await vi.waitFor(() => expect(receivedTexts(ben)).toEqual(['welcome']));
    expect(new Set(await memberIds(ann, groupId))).toEqual(new Set([ann.userId, ben.userId]));
  });

  test('members may invite to an open group, admins to any group, and a removed member gets no further messages', async () => {
    const [ann, ben, cay] = (await system().newUsers(3)) as [TestDevice, TestDevice, TestDevice];
    const groupId = await system().createGroup(ann, [ben]);
    const invite = { groupId, userIds: [cay.userId] };
    await expect(ben.logic.inviteToGroup(invite)).rejects.toEqual(rejectedWith('NOT_ALLOWED'));
    await ann.logic.updateGroup({ groupId, joinPolicy: im.JoinPolicy.OPEN });
    await system().befriend(ben.userId, [cay.userId]);
    await ben.logic.inviteToGroup(invite);
    await say(ann, groupId, 'welcome');
    await vi.waitFor(() => expect(receivedTexts(cay)).toEqual(['welcome']));
    await expect(ben.logic.removeFromGroup({ groupId, userId: cay.userId })).rejects.toEqual(rejectedWith('NOT_ALLOWED'));
    await ann.logic.removeFromGroup({ groupId, userId: cay.userId });
    await expect(ann.logic.removeFromGroup({ groupId, userId: cay.userId })).rejects.toEqual(rejectedWith('NOT_A_MEMBER'));
    await expect(say(cay, groupId, 'why?')).rejects.toEqual(rejectedWith('NOT_A_MEMBER'));
    await vi.waitFor(() => expect(cay.client.conversations.get(groupId)).toMatchObject({ left: true }));
  });

  // GRP-13, GRP-14
  test('strangers find an invitation when they come back, and get the messages of the group after they accept it', async () => {
    const [ann, ben, cay] = (await system().newUsers(3)) as [TestDevice, TestDevice, TestDevice];
    const groupId = await system().createGroup(ann, []);
    const twice = [1, 2].map(() => ann.logic.inviteToGroup({ groupId, userIds: [ben.userId, cay.userId] }));
    for (const { invitedUserIds, group } of await Promise.all(twice)) {
      expect(invitedUserIds).toEqual([ben.userId, cay.userId]);
      expect(group).toMatchObject({ memberCount: 1 });
    }
    await say(ann, groupId, 'nobody reads this');
    const invitation = { group: { groupId, name: 'friends' }, invitedBy: ann.userId, inviterName: ann.name };
    for (const { pushes } of [ben, cay])
      await vi.waitFor(() => expect(pushes.flatMap(({ groupInvited }) => groupInvited ?? [])).toMatchObject([invitation]), SOON);
    ben.close();
    const again = await system().secondDevice(ben);
    const listed = [];
    for await (const each of again.client.groups.invitations()) listed.push(each);
    expect(listed).toMatchObject([invitation]);
    await again.logic.answerGroupInvitation({ groupId, accept: true });
    await cay.logic.answerGroupInvitation({ groupId, accept: false });
    await say(ann, groupId, 'welcome');
    await vi.waitFor(() => expect(receivedTexts(again)).toEqual(['welcome']), SOON);
    expect(new Set(await memberIds(ann, groupId))).toEqual(new Set([ann.userId, ben.userId]));
    for (const { messages, pushes } of [ben, cay]) {
      expect(messages).toEqual([]);
      expect(pushes.filter(({ messageStored }) => messageStored)).toEqual([]);
    }
    const late = cay.logic.answerGroupInvitation({ groupId, accept: true });
    await expect(late).rejects.toEqual(rejectedWith('NO_SUCH_REQUEST'));
  });

  test('only the owner appoints admins, transfers the group and dissolves it', async () => {
    const [ann, ben, cay] = (await system().newUsers(3)) as [TestDevice, TestDevice, TestDevice];
    const groupId = await system().createGroup(ann, [ben, cay]);
    await expect(ben.logic.setGroupRole({ groupId, userId: ben.userId, role: ADMIN })).rejects.toEqual(
      rejectedWith('NOT_ALLOWED'),
    );
    await expect(ben.logic.updateGroup({ groupId, name: 'mine' })).rejects.toEqual(rejectedWith('NOT_ALLOWED'));
    await ann.logic.setGroupRole({ groupId, userId: ben.userId, role: ADMIN });
    expect(await ben.logic.updateGroup({ groupId, name: 'ours' })).toMatchObject({ group: { name: 'ours', myRole: ADMIN } });
    await vi.waitFor(() => expect(cay.client.conversations.get(groupId)?.name).toBe('ours'));
    await expect(ben.logic.transferGroup({ groupId, userId: cay.userId })).rejects.toEqual(rejectedWith('NOT_ALLOWED'));
    await ann.logic.transferGroup({ groupId, userId: cay.userId });
    await cay.logic.setGroupRole({ groupId, userId: ben.userId, role: MEMBER });
    expect((await ann.logic.getGroup({ groupId })).group).toMatchObject({ ownerId: cay.userId, myRole: ADMIN });
    expect((await ben.logic.getGroup({ groupId })).group).toMatchObject({ ownerId: cay.userId, myRole: MEMBER });
    await expect(ann.logic.dissolveGroup({ groupId })).rejects.toEqual(rejectedWith('NOT_ALLOWED'));
    await cay.logic.dissolveGroup({ groupId });
    await expect(say(ann, groupId, 'hello?')).rejects.toEqual(rejectedWith('NOT_A_MEMBER'));
    expect((await ann.logic.listGroups({})).groups).toEqual([]);
    const { messages } = await ann.logic.pullMessages({ conversationId: groupId });
    const groupEvents = messages.map(({ body }) => (JSON.parse(body ?? '') as { what: string }).what);
    expect(groupEvents).toEqual(['created', 'role', 'renamed', 'transferred', 'role', 'dissolved']);
  });

  // GRP-5
  test('a muted member gets MUTED with the remaining time, still receives messages, and may post again afterwards', async () => {
    const [ann, ben] = (await system().newUsers(2)) as [TestDevice, TestDevice];
    const groupId = await system().createGroup(ann, [ben]);
    await expect(ben.logic.muteMember({ groupId, userId: ann.userId, seconds: 60 })).rejects.toEqual(rejectedWith('NOT_ALLOWED'));
    await ann.logic.muteMember({ groupId, userId: ben.userId, seconds: 60 });
    const { code, retryAfterMs } = await ben.callLogic('sendMessage', {
      ...newMessageId(),
      conversationId: groupId,
      text: 'but',
    });
    expect(code).toBe('MUTED');
    expect(retryAfterMs).toBeGreaterThan(0);
    expect(retryAfterMs).toBeLessThanOrEqual(60_000);
    await say(ann, groupId, 'listen');
    await vi.waitFor(() => expect(receivedTexts(ben)).toEqual(['listen']));
    await ann.logic.muteMember({ groupId, userId: ben.userId, seconds: 0 });
    await say(ben, groupId, 'thanks');
  });

  test('a repeated request creates one group, and a group holds at most two thousand members', async () => {
    const ann = await system().newUser();
    const clientRequestId = newMessageId().clientMessageId;
    const alone = await ann.logic.createGroup({ clientRequestId, name: 'alone' });
    expect(alone.group).toMatchObject({ memberCount: 1, ownerId: ann.userId });
    expect(await ann.logic.createGroup({ clientRequestId, name: 'alone' })).toMatchObject({
      group: { groupId: alone.group?.groupId },
    });
    const memberIds = await system().newStrangers(MAX_MEMBERS);
    await system().befriend(ann.userId, memberIds);
    const [last = ''] = memberIds.splice(0, 1);
    const { group } = await ann.logic.createGroup({ clientRequestId: newMessageId().clientMessageId, name: 'all', memberIds });
    expect(group).toMatchObject({ memberCount: MAX_MEMBERS });
    const invited = ann.logic.inviteToGroup({ groupId: group?.groupId ?? '', userIds: [last] });
    await expect(invited).rejects.toEqual(rejectedWith('GROUP_TOO_LARGE'));
    const listed: string[] = [];
    for await (const { userId } of ann.client.groups.members(group?.groupId ?? '')) listed.push(userId);
    expect(new Set(listed)).toEqual(new Set([ann.userId, ...memberIds]));
    expect(listed).toHaveLength(MAX_MEMBERS);
  });

  test('a member who was offline finds the messages of a dissolved group and that it ended', async () => {
    const [ann, ben] = (await system().newUsers(2)) as [TestDevice, TestDevice];
    const groupId = await system().createGroup(ann, [ben]);
    ben.close();
    await say(ann, groupId, 'come back');
    await ann.logic.dissolveGroup({ groupId });
    const again = await system().secondDevice(ben);
    await vi.waitFor(() => expect(again.messages.map(({ seq, text }) => `${seq} ${text}`)).toEqual(['1 ', '2 come back', '3 ']));
    const { conversations } = await again.logic.listConversations({});
    expect(conversations).toMatchObject([{ conversationId: groupId, left: true, isGroup: true, peerName: 'friends', unread: 1 }]);
  });

  test('the group of a deleted account gets another owner, and the friends of the account receive a push', async () => {
    const [ann, cay] = await system().newFriends();
    const ben = await system().newUser();
    const groupId = await system().createGroup(ann, [ben, cay]);
    await ann.logic.setGroupRole({ groupId, userId: cay.userId, role: ADMIN });
    const gone = ann.userId;
    await ann.client.deleteAccount(PASSWORD);
    await vi.waitFor(async () =>
      expect((await cay.logic.getGroup({ groupId })).group).toMatchObject({ ownerId: cay.userId, memberCount: 2 }),
    );
    await vi.waitFor(() => expect(latestRelation(cay, gone)).toMatchObject({ friend: false, other: { name: '' } }));
    await say(cay, groupId, 'on we go');
    await vi.waitFor(() => expect(receivedTexts(ben)).toEqual(['on we go']));
    expect(new Set(await memberIds(ben, groupId))).toEqual(new Set([ben.userId, cay.userId]));
  });
});
