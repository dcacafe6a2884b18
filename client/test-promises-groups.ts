// What is promised of groups.
import { describe, expect, test, vi } from 'vitest';
import { im } from '../proto/contract.ts';
import { type Device, id, lastRelation, PASSWORD, refused, texts } from './test-devices.ts';
import { groupOf } from './test-promises-messages.ts';
import type { Server } from './test-servers.ts';

const { MEMBER, ADMIN } = im.GroupRole;
const MAX_MEMBERS = 2000;

const say = ({ client }: Device, conversation: string, text: string) => client.send({ conversation }, text);
const memberIds = async ({ logic }: Device, group: string) =>
  (await logic.listGroupMembers({ group })).members.map(({ user }) => user);

export function groupPromises(server: () => Server): void {
  describe('groups', () => {
    test('what one says in a group reaches everybody else, in one order', async () => {
      const [ann, ben, cay] = (await server().people(3)) as [Device, Device, Device];
      const group = await groupOf(ann, [ben, cay]);
      const all: string[] = [];
      for (const [i, who] of [ann, ben, cay, ann, ben, cay].entries()) {
        await say(who, group, `${i}`);
        all.push(`${i}`);
      }
      for (const device of [ann, ben, cay]) await vi.waitFor(() => expect(texts(device)).toEqual(all));
    });

    test('who comes later gets what is said from then on, and who has gone nothing more', async () => {
      const [ann, ben] = (await server().people(2)) as [Device, Device];
      const group = await groupOf(ann, []);
      await expect(ben.logic.joinGroup({ group })).rejects.toEqual(refused('NO_SUCH_GROUP'));
      await ann.logic.updateGroup({ group, joinPolicy: im.JoinPolicy.OPEN });
      await say(ann, group, 'before');
      expect(await ben.logic.joinGroup({ group })).toMatchObject({ joined: true, group: { name: 'friends' } });
      await say(ann, group, 'during');
      await vi.waitFor(() => expect(texts(ben)).toEqual(['during']));
      await ben.logic.leaveGroup({ group });
      await say(ann, group, 'after');
      await ben.client.sync();
      expect(texts(ben)).toEqual(['during']);
      await expect(say(ben, group, 'hello?')).rejects.toEqual(refused('NOT_A_MEMBER'));
      expect(await ben.logic.getGroup({ group })).toMatchObject({ group: { members: 1, owner: '' } });
      await expect(ann.logic.leaveGroup({ group })).rejects.toEqual(refused('OWNER_STAYS'));
    });

    test('an admin hears of a request at once and lets him in, or does not', async () => {
      const [ann, ben, cay] = (await server().people(3)) as [Device, Device, Device];
      const group = await groupOf(ann, []);
      await ann.logic.updateGroup({ group, joinPolicy: im.JoinPolicy.BY_REQUEST });
      for (const { logic } of [ben, cay])
        expect(await logic.joinGroup({ group, greeting: 'me?' })).toMatchObject({ joined: false });
      await vi.waitFor(() =>
        expect(ann.events.flatMap(({ joinRequested }) => joinRequested ?? [])).toMatchObject([
          { group, request: { user: ben.user, greeting: 'me?' } },
          { group, request: { user: cay.user, greeting: 'me?' } },
        ]),
      );
      await expect(ben.logic.listJoinRequests({ group })).rejects.toEqual(refused('NO_SUCH_GROUP'));
      expect((await ann.logic.listJoinRequests({ group })).requests).toHaveLength(2);
      await ann.logic.answerJoinRequest({ group, user: ben.user, accept: true });
      await ann.logic.answerJoinRequest({ group, user: cay.user, accept: false });
      expect((await ann.logic.listJoinRequests({ group })).requests).toEqual([]);
      const again = ann.logic.answerJoinRequest({ group, user: cay.user, accept: true });
      await expect(again).rejects.toEqual(refused('NO_SUCH_REQUEST'));
      await say(ann, group, 'welcome');
      await vi.waitFor(() => expect(texts(ben)).toEqual(['welcome']));
      expect(new Set(await memberIds(ann, group))).toEqual(new Set([ann.user, ben.user]));
    });

    test('a member invites to an open group and an admin to any; who is removed is out', async () => {
      const [ann, ben, cay] = (await server().people(3)) as [Device, Device, Device];
      const group = await groupOf(ann, [ben]);
      const invite = { group, users: [cay.user] };
      await expect(ben.logic.inviteToGroup(invite)).rejects.toEqual(refused('NOT_ALLOWED'));
      await ann.logic.updateGroup({ group, joinPolicy: im.JoinPolicy.OPEN });
      await ben.logic.inviteToGroup(invite);
      await say(ann, group, 'welcome');
      await vi.waitFor(() => expect(texts(cay)).toEqual(['welcome']));
      await expect(ben.logic.removeFromGroup({ group, user: cay.user })).rejects.toEqual(refused('NOT_ALLOWED'));
      await ann.logic.removeFromGroup({ group, user: cay.user });
      await expect(ann.logic.removeFromGroup({ group, user: cay.user })).rejects.toEqual(refused('NOT_A_MEMBER'));
      await expect(say(cay, group, 'why?')).rejects.toEqual(refused('NOT_A_MEMBER'));
      await vi.waitFor(() => expect(cay.client.conversations.get(group)).toMatchObject({ left: true }));
    });

    test('the owner makes admins, hands the group on, and ends it; nobody else does', async () => {
      const [ann, ben, cay] = (await server().people(3)) as [Device, Device, Device];
      const group = await groupOf(ann, [ben, cay]);
      await expect(ben.logic.setGroupRole({ group, user: ben.user, role: ADMIN })).rejects.toEqual(refused('NOT_ALLOWED'));
      await expect(ben.logic.updateGroup({ group, name: 'mine' })).rejects.toEqual(refused('NOT_ALLOWED'));
      await ann.logic.setGroupRole({ group, user: ben.user, role: ADMIN });
      expect(await ben.logic.updateGroup({ group, name: 'ours' })).toMatchObject({ group: { name: 'ours', myRole: ADMIN } });
      await vi.waitFor(() => expect(cay.client.conversations.get(group)?.name).toBe('ours'));
      await expect(ben.logic.transferGroup({ group, user: cay.user })).rejects.toEqual(refused('NOT_ALLOWED'));
      await ann.logic.transferGroup({ group, user: cay.user });
      await cay.logic.setGroupRole({ group, user: ben.user, role: MEMBER });
      expect((await ann.logic.getGroup({ group })).group).toMatchObject({ owner: cay.user, myRole: ADMIN });
      expect((await ben.logic.getGroup({ group })).group).toMatchObject({ owner: cay.user, myRole: MEMBER });
      await expect(ann.logic.dissolveGroup({ group })).rejects.toEqual(refused('NOT_ALLOWED'));
      await cay.logic.dissolveGroup({ group });
      await expect(say(ann, group, 'hello?')).rejects.toEqual(refused('NOT_A_MEMBER'));
      expect((await ann.logic.listGroups({})).groups).toEqual([]);
      const { messages } = await ann.logic.pullMessages({ conversation: group });
      const told = messages.map(({ body }) => (JSON.parse(body ?? '') as { what: string }).what);
      expect(told).toEqual(['created', 'role', 'renamed', 'transferred', 'role', 'dissolved']);
    });

    test('who is silenced is told for how long, reads on, and may write when it is over', async () => {
      const [ann, ben] = (await server().people(2)) as [Device, Device];
      const group = await groupOf(ann, [ben]);
      await expect(ben.logic.muteMember({ group, user: ann.user, seconds: 60 })).rejects.toEqual(refused('NOT_ALLOWED'));
      await ann.logic.muteMember({ group, user: ben.user, seconds: 60 });
      const { code, retryAfterMs } = await ben.outcome('sendMessage', { ...id(), conversation: group, text: 'but' });
      expect(code).toBe('MUTED');
      expect(retryAfterMs).toBeGreaterThan(0);
      expect(retryAfterMs).toBeLessThanOrEqual(60_000);
      await say(ann, group, 'listen');
      await vi.waitFor(() => expect(texts(ben)).toEqual(['listen']));
      await ann.logic.muteMember({ group, user: ben.user, seconds: 0 });
      await say(ben, group, 'thanks');
    });

    test('one alone makes a group, once however often he asks; two thousand are in one, and nobody more', async () => {
      const ann = await server().somebody();
      const clientRequestId = id().clientMessageId;
      const alone = await ann.logic.createGroup({ clientRequestId, name: 'alone' });
      expect(alone.group).toMatchObject({ members: 1, owner: ann.user });
      expect(await ann.logic.createGroup({ clientRequestId, name: 'alone' })).toMatchObject({
        group: { group: alone.group?.group },
      });
      const members = await server().strangers(MAX_MEMBERS);
      const [last = ''] = members.splice(0, 1);
      const { group } = await ann.logic.createGroup({ clientRequestId: id().clientMessageId, name: 'all', members });
      expect(group).toMatchObject({ members: MAX_MEMBERS });
      const invited = ann.logic.inviteToGroup({ group: group?.group ?? '', users: [last] });
      await expect(invited).rejects.toEqual(refused('GROUP_TOO_LARGE'));
      const listed: string[] = [];
      for await (const { user } of ann.client.groups.members(group?.group ?? '')) listed.push(user);
      expect(new Set(listed)).toEqual(new Set([ann.user, ...members]));
      expect(listed).toHaveLength(MAX_MEMBERS);
    });

    test('a member who was away finds what was said, and that the group has ended', async () => {
      const [ann, ben] = (await server().people(2)) as [Device, Device];
      const group = await groupOf(ann, [ben]);
      ben.close();
      await say(ann, group, 'come back');
      await ann.logic.dissolveGroup({ group });
      const again = await server().second(ben);
      await vi.waitFor(() =>
        expect(again.messages.map(({ seq, text }) => `${seq} ${text}`)).toEqual(['1 ', '2 come back', '3 ']),
      );
      const { conversations } = await again.logic.listConversations({});
      expect(conversations).toMatchObject([{ conversation: group, left: true, group: true, peerName: 'friends', unread: 1 }]);
    });
  });

  test('the group of an owner who deletes his account passes to another and goes on without him, and his friends are told', async () => {
    const [ann, cay] = await server().friends();
    const ben = await server().somebody();
    const group = await groupOf(ann, [ben, cay]);
    await ann.logic.setGroupRole({ group, user: cay.user, role: ADMIN });
    const gone = ann.user;
    await ann.client.deleteAccount(PASSWORD);
    await vi.waitFor(async () =>
      expect((await cay.logic.getGroup({ group })).group).toMatchObject({ owner: cay.user, members: 2 }),
    );
    await vi.waitFor(() => expect(lastRelation(cay, gone)).toMatchObject({ friend: false, other: { name: '' } }));
    await say(cay, group, 'on we go');
    await vi.waitFor(() => expect(texts(ben)).toEqual(['on we go']));
    expect(new Set(await memberIds(ben, group))).toEqual(new Set([ben.user, cay.user]));
  });
}
