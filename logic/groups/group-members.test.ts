import { randomBytes } from 'node:crypto';
import { expect, test, vi } from 'vitest';
import { im } from '../../proto/rpc.ts';
import { type GroupFixture, groupFixture } from '../testing/group-fixture.ts';
import { onEveryStore } from '../testing/runtime/test-stores.ts';

const { ADMIN } = im.GroupRole;
const { BY_INVITATION, BY_REQUEST, OPEN } = im.JoinPolicy;

onEveryStore('group members', (fixture, store) => {
  const groups = async (): Promise<GroupFixture> => {
    await fixture().start('Logic');
    return groupFixture(fixture(), store());
  };

  test('a member sees the messages between joining and leaving', async () => {
    const api = await groups();
    const [ann = '', ben = ''] = await api.addUsers(2);
    const names = { [ann]: 'ann', [ben]: 'ben' };
    const groupId = await api.createGroup(ann, [], { joinPolicy: OPEN });
    await api.sendText(ann, groupId, 'before');
    expect(await api.call(ben, 'joinGroup', { groupId })).toMatchObject({ joined: true, group: { memberCount: 2, myRole: 1 } });
    await api.sendText(ann, groupId, 'during');
    await api.call(ben, 'leaveGroup', { groupId });
    await api.sendText(ann, groupId, 'after');
    expect(await api.readTexts(ben, groupId, names)).toEqual(['joined by ben: ben', 'during', 'left by ben: ben']);
    expect(await api.findConversation(ben, groupId)).toMatchObject({ left: true, firstSeq: 3, lastSeq: 5, unread: 1 });
    const late = { clientMessageId: randomBytes(16), conversationId: groupId, text: 'me too' };
    expect(await api.callForCode(ben, 'sendMessage', late)).toBe('NOT_A_MEMBER');
    expect((await api.call(ben, 'listGroups', {})).groups).toEqual([]);
    expect(await api.callForCode(ben, 'leaveGroup', { groupId })).toBe('NOT_A_MEMBER');
  });

  test('a former member does not see later renames of the group until they join again', async () => {
    const api = await groups();
    const [ann = '', ben = ''] = await api.addUsers(2);
    const groupId = await api.createGroup(ann, [ben], { name: 'then', joinPolicy: OPEN });
    await api.call(ben, 'leaveGroup', { groupId });
    await api.call(ann, 'updateGroup', { groupId, name: 'since' });
    expect(await api.findConversation(ben, groupId)).toMatchObject({ left: true, peerName: 'then' });
    expect((await api.call(ben, 'sync', {})).conversations).toMatchObject([{ conversationId: groupId, peerName: 'then' }]);
    expect(await api.findConversation(ann, groupId)).toMatchObject({ peerName: 'since' });
    await api.call(ben, 'joinGroup', { groupId });
    expect(await api.findConversation(ben, groupId)).toMatchObject({ left: false, peerName: 'since' });
  });

  // GRP-6
  test('a former member sees no edit, recall, reaction or reader from after they left', async () => {
    const api = await groups();
    const [ann = '', ben = ''] = await api.addUsers(2);
    const groupId = await api.createGroup(ann, [ben]);
    const id = () => ({ clientMessageId: randomBytes(16), conversationId: groupId });
    const [kept, edited, recalled] = [
      await api.sendText(ann, groupId, 'kept'),
      await api.sendText(ann, groupId, 'to be edited'),
      await api.sendText(ann, groupId, 'to be recalled'),
    ];
    await api.call(ann, 'editMessage', { ...id(), seq: kept, text: 'kept, as edited before' });
    await api.call(ben, 'leaveGroup', { groupId });
    await api.call(ann, 'editMessage', { ...id(), seq: edited, text: 'secret' });
    await api.call(ann, 'recallMessage', { ...id(), seq: recalled });
    await api.call(ann, 'react', { ...id(), seq: kept, emoji: '👍' });
    const { messages } = await api.call(ben, 'pullMessages', { conversationId: groupId });
    const seen = (seq: number) => messages.find((message) => message.seq === seq);
    expect(seen(kept)).toMatchObject({ text: 'kept, as edited before', reactions: [] });
    for (const seq of [edited, recalled]) expect(seen(seq)).toMatchObject({ text: '', body: '', edited: true, recalled: false });
    expect(JSON.stringify(messages)).not.toContain('secret');
    expect(await api.callForCode(ben, 'listReaders', { conversationId: groupId, seq: kept })).toBe('NOT_A_MEMBER');
    const { messages: ofAnn } = await api.call(ann, 'pullMessages', { conversationId: groupId });
    expect(ofAnn.find(({ seq }) => seq === edited)?.text).toBe('secret');
  });

  // GRP-3
  test('a member who joins again does not see the messages in between', async () => {
    const api = await groups();
    const [ann = '', ben = ''] = await api.addUsers(2);
    const names = { [ann]: 'ann', [ben]: 'ben' };
    const groupId = await api.createGroup(ann, [ben], { joinPolicy: OPEN });
    await api.sendText(ann, groupId, 'then');
    await api.call(ann, 'removeFromGroup', { groupId, userId: ben });
    await api.sendText(ann, groupId, 'meanwhile');
    await api.call(ben, 'joinGroup', { groupId });
    await api.sendText(ann, groupId, 'now');
    expect(await api.readTexts(ben, groupId, names)).toEqual(['joined by ben: ben', 'now']);
    expect(await api.findConversation(ben, groupId)).toMatchObject({ left: false, firstSeq: 5, unread: 1 });
    expect((await api.call(ben, 'getGroup', { groupId })).group).toMatchObject({ memberCount: 2, myRole: im.GroupRole.MEMBER });
  });

  test('joining twice or inviting a member changes nothing and posts no message', async () => {
    const api = await groups();
    const [ann = '', ben = ''] = await api.addUsers(2);
    const groupId = await api.createGroup(ann, [], { joinPolicy: OPEN });
    const both = await Promise.all([api.call(ben, 'joinGroup', { groupId }), api.call(ben, 'joinGroup', { groupId })]);
    expect(both).toMatchObject([
      { joined: true, group: { memberCount: 2 } },
      { joined: true, group: { memberCount: 2 } },
    ]);
    expect((await api.call(ann, 'inviteToGroup', { groupId, userIds: [ben, ann, ben] })).group?.memberCount).toBe(2);
    expect(await api.readTexts(ann, groupId, { [ann]: 'ann', [ben]: 'ben' })).toEqual(['created by ann', 'joined by ben: ben']);
  });

  test('JoinGroup fails for a group by invitation with the same code as for an unknown group', async () => {
    const api = await groups();
    const [ann = '', ben = ''] = await api.addUsers(2);
    const groupId = await api.createGroup(ann, [], { joinPolicy: BY_INVITATION });
    expect(await api.callForCode(ben, 'joinGroup', { groupId })).toBe('NO_SUCH_GROUP');
  });

  test('an invited friend is a member at once; an invitation of a blocked or deleted user or of 101 users fails', async () => {
    const api = await groups();
    const [ann = '', ben = '', cay = '', eve = ''] = await api.addUsers(4);
    const groupId = await api.createGroup(ann);
    await api.befriend(ann, [ben, cay]);
    expect((await api.call(ann, 'inviteToGroup', { groupId, userIds: [ben, cay] })).group?.memberCount).toBe(3);
    await api.sendText(cay, groupId, 'thanks');
    const names = { [ann]: 'ann', [ben]: 'ben', [cay]: 'cay' };
    expect(await api.readTexts(ben, groupId, names)).toEqual(['invited by ann: ben+cay', 'thanks']);
    const invite = (userIds: string[]) => api.callForCode(ann, 'inviteToGroup', { groupId, userIds });
    await api.call(eve, 'block', { userId: ann });
    expect(await invite([eve])).toBe('BLOCKED');
    await api.call(eve, 'unblock', { userId: ann });
    await store().removeUser(eve);
    expect(await invite([eve])).toBe('NO_SUCH_USER');
    expect(await invite([])).toBe('BAD_ARGUMENT');
    expect(await invite(Array.from({ length: 101 }, () => ben))).toBe('BAD_ARGUMENT');
    // One invalid user makes the whole invitation fail.
    const [fred = ''] = await api.addUsers(1);
    expect(await invite([fred, eve])).toBe('NO_SUCH_USER');
    expect((await api.call(ann, 'getGroup', { groupId })).group?.memberCount).toBe(3);
  });

  test('a join request is pushed to the admins and listed, and can be answered once', async () => {
    const api = await groups();
    const [ann = '', adm = '', ben = '', cay = '', dan = ''] = await api.addUsers(5);
    const groupId = await api.createGroup(ann, [adm, ben], { joinPolicy: BY_REQUEST });
    await api.call(ann, 'setGroupRole', { groupId, userId: adm, role: ADMIN });
    expect(await api.callForCode(cay, 'joinGroup', { groupId, greeting: 'x'.repeat(201) })).toBe('TEXT_TOO_LONG');
    expect(await api.call(cay, 'joinGroup', { groupId, greeting: 'x'.repeat(200) })).toMatchObject({ joined: false });
    expect(await api.call(cay, 'joinGroup', { groupId, greeting: 'let me in' })).toMatchObject({
      joined: false,
      group: { ownerId: '' },
    });
    await api.call(cay, 'joinGroup', { groupId, greeting: 'let me in' });
    await api.call(dan, 'joinGroup', { groupId });
    const asked = (userId: string) => api.pushesTo(userId).flatMap(({ joinRequested }) => (joinRequested ? [joinRequested] : []));
    for (const userId of [ann, adm]) {
      await vi.waitFor(() => expect(asked(userId)).toHaveLength(3));
      expect(asked(userId)[1]).toMatchObject({ groupId, request: { userId: cay, name: cay, greeting: 'let me in' } });
    }
    expect(asked(ben)).toEqual([]);
    const { requests, more } = await api.call(adm, 'listJoinRequests', { groupId });
    expect(requests.map(({ userId, greeting }) => `${userId} ${greeting}`).sort()).toEqual(
      [`${cay} let me in`, `${dan} `].sort(),
    );
    expect(more).toBe(false);
    const first = await api.call(adm, 'listJoinRequests', { groupId, limit: 1 });
    expect(first).toMatchObject({ requests: [requests[0]], more: true });
    const rest = await api.call(adm, 'listJoinRequests', { groupId, afterUserId: requests[0]?.userId ?? '' });
    expect(rest).toMatchObject({ requests: [requests[1]], more: false });

    expect(await api.callForCode(ben, 'answerJoinRequest', { groupId, userId: cay, accept: true })).toBe('NOT_ALLOWED');
    await api.call(adm, 'answerJoinRequest', { groupId, userId: dan, accept: false });
    expect(await api.callForCode(adm, 'answerJoinRequest', { groupId, userId: dan, accept: true })).toBe('NO_SUCH_REQUEST');
    await api.call(adm, 'answerJoinRequest', { groupId, userId: cay, accept: true });
    expect(await api.callForCode(ann, 'answerJoinRequest', { groupId, userId: cay, accept: true })).toBe('NO_SUCH_REQUEST');
    expect(await api.readRole(cay, groupId)).toBe(im.GroupRole.MEMBER);
    expect(await api.readTexts(cay, groupId, { [adm]: 'adm', [cay]: 'cay' })).toEqual(['joined by adm: cay']);
    expect((await api.call(ann, 'listJoinRequests', { groupId })).requests).toEqual([]);
  });

  test('an invitation answers a join request; the request of a deleted account cannot be answered', async () => {
    const api = await groups();
    const [ann = '', ben = '', cay = ''] = await api.addUsers(3);
    const groupId = await api.createGroup(ann, [], { joinPolicy: BY_REQUEST });
    for (const userId of [ben, cay]) await api.call(userId, 'joinGroup', { groupId });
    await api.call(ann, 'inviteToGroup', { groupId, userIds: [ben] });
    expect((await api.call(ann, 'listJoinRequests', { groupId })).requests).toMatchObject([{ userId: cay }]);
    await store().removeUser(cay);
    expect((await api.call(ann, 'listJoinRequests', { groupId })).requests).toMatchObject([{ userId: cay, name: '' }]);
    expect(await api.callForCode(ann, 'answerJoinRequest', { groupId, userId: cay, accept: true })).toBe('NO_SUCH_REQUEST');
  });

  // GRP-2
  test('system messages have seqs like other messages and do not count as unread', async () => {
    const api = await groups();
    const [ann = '', ben = '', cay = ''] = await api.addUsers(3);
    const names = { [ann]: 'ann', [ben]: 'ben', [cay]: 'cay' };
    const groupId = await api.createGroup(ann, [ben], { joinPolicy: OPEN });
    await api.sendText(ann, groupId, 'one');
    await api.call(ann, 'setGroupRole', { groupId, userId: ben, role: ADMIN });
    await api.call(cay, 'joinGroup', { groupId });
    await api.sendText(cay, groupId, 'two');
    await api.call(ben, 'muteMember', { groupId, userId: cay, seconds: 60 });
    await api.call(ben, 'removeFromGroup', { groupId, userId: cay });
    await api.call(ann, 'transferGroup', { groupId, userId: ben });
    await api.call(ann, 'leaveGroup', { groupId });
    expect(await api.readTexts(ben, groupId, names)).toEqual([
      'created by ann: ben',
      'one',
      'role by ann: ben',
      'joined by cay: cay',
      'two',
      'muted by ben: cay',
      'removed by ben: cay',
      'transferred by ann: ben',
      'left by ann: ann',
    ]);
    expect((await api.findConversation(ben, groupId))?.unread).toBe(2);
    expect((await api.findConversation(cay, groupId))?.unread).toBe(0);
    expect((await api.findConversation(ann, groupId))?.unread).toBe(1);
    // Each user received a push for every message that they can read, in the same order.
    for (const userId of [ann, ben, cay]) {
      const { messages } = await api.call(userId, 'pullMessages', { conversationId: groupId });
      const seqs = messages.map(({ seq }) => seq);
      await vi.waitFor(() =>
        expect(
          api
            .pushesTo(userId)
            .map((event) => event.messageStored?.seq)
            .at(-1),
        ).toBe(seqs.at(-1)),
      );
      const got = api.pushesTo(userId).map((event) => event.messageStored?.seq);
      // The sending connection gets a reply instead of a push.
      const own = messages
        .filter(({ senderId, kind }) => senderId === userId && kind !== im.MessageKind.SYSTEM)
        .map(({ seq }) => seq);
      expect(got).toEqual(seqs.filter((seq) => !own.includes(seq)));
    }
  });

  test('a message to 300 members on two gates is sent as one envelope to each gate', { timeout: 30_000 }, async () => {
    const api = await groups();
    const people = await api.addUsers(300, ['gate.one', 'gate.two']);
    const [ann = '', ...others] = people;
    const groupId = await api.createGroup(ann, others);
    const isOurs = ({ event }: { event: im.Push }) => event.messageStored?.text === 'to all';
    const lookups = fixture().routes.lookups;
    await api.sendText(ann, groupId, 'to all');
    await vi.waitFor(() => expect(api.pushes.filter(isOurs)).toHaveLength(2));
    expect(fixture().routes.lookups).toBe(lookups + 1);
    const targets = api.pushes.filter(isOurs).map(({ gate, targets }) => [gate, targets.length]);
    expect(targets.sort()).toEqual([
      ['gate.one', 150],
      ['gate.two', 150],
    ]);
    await vi.waitFor(() =>
      expect(fixture().domainEvents.some(({ messageStored }) => messageStored?.text === 'to all')).toBe(true),
    );
  });

  test('a stranger cannot post or read; a domain event names the members without a connection', async () => {
    const api = await groups();
    const [ann = '', ben = '', eve = ''] = await api.addUsers(3);
    const groupId = await api.createGroup(ann, [ben], { joinPolicy: OPEN });
    const message = { clientMessageId: randomBytes(16), conversationId: groupId, text: 'hi' };
    expect(await api.callForCode(eve, 'sendMessage', message)).toBe('NO_SUCH_CONVERSATION');
    expect(await api.callForCode(eve, 'pullMessages', { conversationId: groupId })).toBe('NO_SUCH_CONVERSATION');
    fixture().routes.entries.delete(ben);
    await api.sendText(ann, groupId, 'anybody?');
    await vi.waitFor(() => {
      const event = fixture().domainEvents.find(({ messageStored }) => messageStored?.text === 'anybody?');
      expect(event).toMatchObject({ key: groupId, absentUserIds: [ben] });
    });
    const changes = fixture().domainEvents.filter(({ groupChanged }) => groupChanged);
    expect(changes).toMatchObject([
      { key: groupId, groupChanged: { groupId: groupId, name: 'a group', memberCount: 2, ownerId: ann } },
    ]);
  });

  test('a member who resends a message gets the first reply, even after they were removed from the group', async () => {
    const api = await groups();
    const [ann = '', ben = ''] = await api.addUsers(2);
    const groupId = await api.createGroup(ann, [ben]);
    const message = { clientMessageId: randomBytes(16), conversationId: groupId, text: 'once' };
    const { seq } = await api.call(ben, 'sendMessage', message);
    expect((await api.call(ben, 'sendMessage', message)).seq).toBe(seq);
    await api.call(ann, 'removeFromGroup', { groupId, userId: ben });
    expect((await api.call(ben, 'sendMessage', message)).seq).toBe(seq);
  });

  test('admins recall messages of members below them, and nobody recalls a message of a higher role', async () => {
    const api = await groups();
    const [ann = '', adm = '', ben = '', cay = ''] = await api.addUsers(4);
    const groupId = await api.createGroup(ann, [adm, ben, cay]);
    await api.call(ann, 'setGroupRole', { groupId, userId: adm, role: ADMIN });
    const recall = async (by: string, of: string): Promise<string> => {
      const seq = await api.sendText(of, groupId, 'oops');
      return api.callForCode(by, 'recallMessage', { clientMessageId: randomBytes(16), conversationId: groupId, seq });
    };
    expect(await recall(adm, ben)).toBe('ok');
    expect(await recall(ann, adm)).toBe('ok');
    expect(await recall(adm, ann)).toBe('NOT_YOURS');
    expect(await recall(cay, ben)).toBe('NOT_YOURS');
    expect(await recall(ben, ben)).toBe('ok');
  });
});
