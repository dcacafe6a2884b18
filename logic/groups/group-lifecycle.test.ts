import { randomBytes } from 'node:crypto';
import { expect, test, vi } from 'vitest';
import { newId } from '../../proto/ids.ts';
import { im } from '../../proto/rpc.ts';
import { type GroupFixture, groupFixture } from '../testing/group-fixture.ts';
import { onEveryStore } from '../testing/runtime/test-stores.ts';

const { MEMBER, OWNER } = im.GroupRole;
const { OPEN } = im.JoinPolicy;

onEveryStore('group lifecycle', (fixture, store) => {
  const groups = async (): Promise<GroupFixture> => {
    await fixture().start('Logic');
    return groupFixture(fixture(), store());
  };
  const listOf = async (api: GroupFixture, userId: string, groupId: string): Promise<im.GroupMember[]> =>
    (await api.call(userId, 'listGroupMembers', { groupId, limit: 500 })).members as im.GroupMember[];

  test('a new group is pushed to its members and appears in their lists', async () => {
    const api = await groups();
    const [ann = '', ben = '', eve = ''] = await api.addUsers(3);
    await api.befriend(ann, [ben]);
    const request = { clientRequestId: randomBytes(16), name: 'Höhle 😀', about: 'for bears', memberIds: [ben, ben, ann] };
    const { group } = await api.call(ann, 'createGroup', { ...request, avatarUrl: 'https://a.b/c', joinPolicy: OPEN });
    const id = group?.groupId ?? '';
    expect(group).toMatchObject({ name: 'Höhle 😀', about: 'for bears', avatarUrl: 'https://a.b/c', joinPolicy: OPEN });
    expect(group).toMatchObject({ ownerId: ann, memberCount: 2, myRole: OWNER, dissolved: false });
    expect(await api.readTexts(ben, id, { [ann]: 'ann', [ben]: 'ben' })).toEqual(['created by ann: ben']);
    expect(await api.findConversation(ben, id)).toMatchObject({
      isGroup: true,
      peerId: '',
      peerName: 'Höhle 😀',
      unread: 0,
      left: false,
    });
    expect(await api.findConversation(eve, id)).toBeUndefined();
    const { groups: mine } = await api.call(ben, 'listGroups', {});
    expect(mine).toMatchObject([{ groupId: id, name: 'Höhle 😀', myRole: MEMBER, memberCount: 2 }]);
    expect((await listOf(api, ben, id)).map(({ userId, role }) => [userId, role])).toEqual(
      [
        [ann, OWNER],
        [ben, MEMBER],
      ].sort(([a], [b]) => Buffer.compare(Buffer.from(String(a), 'base64url'), Buffer.from(String(b), 'base64url'))),
    );
    for (const userId of [ann, ben]) await vi.waitFor(() => expect(api.pushesTo(userId)).toHaveLength(1));
    expect(api.pushesTo(eve)).toEqual([]);
  });

  test('a group with one member works like any other', async () => {
    const api = await groups();
    const [ann = ''] = await api.addUsers(1);
    const groupId = await api.createGroup(ann);
    expect(await api.sendText(ann, groupId, 'all alone')).toBe(2);
    expect(await api.readTexts(ann, groupId, { [ann]: 'ann' })).toEqual(['created by ann', 'all alone']);
    expect(await api.callForCode(ann, 'dissolveGroup', { groupId })).toBe('ok');
  });

  test('a resent CreateGroup does not create a second group and returns its current state', async () => {
    const api = await groups();
    const [ann = '', ben = ''] = await api.addUsers(2);
    const clientRequestId = randomBytes(16);
    const both = await Promise.all([
      api.createGroup(ann, [ben], { clientRequestId }),
      api.createGroup(ann, [ben], { clientRequestId }),
    ]);
    const [groupId = ''] = both;
    expect(both).toEqual([groupId, groupId]);
    await api.call(ann, 'updateGroup', { groupId, name: 'renamed' });
    const { group: again } = await api.call(ann, 'createGroup', { clientRequestId, name: 'group lifecycle', memberIds: [ben] });
    expect(again).toMatchObject({ groupId, name: 'renamed', memberCount: 2, myRole: OWNER });
    expect(await api.readTexts(ben, groupId, { [ann]: 'ann', [ben]: 'ben' })).toEqual(['created by ann: ben', 'renamed by ann']);
    // The same request id of another user creates another group.
    expect(await api.createGroup(ben, [], { clientRequestId })).not.toBe(groupId);
    await api.call(ann, 'transferGroup', { groupId, userId: ben });
    await api.call(ann, 'leaveGroup', { groupId });
    await api.call(ben, 'updateGroup', { groupId, name: 'without her' });
    const { group: gone } = await api.call(ann, 'createGroup', { clientRequestId, name: 'group lifecycle', memberIds: [ben] });
    expect(gone).toMatchObject({ groupId, name: 'group lifecycle', memberCount: 0, myRole: im.GroupRole.GROUP_ROLE_NONE });
  });

  test('CreateGroup refuses invisible names, long texts, unknown members and members with a block', async () => {
    const api = await groups();
    const [ann = '', ben = ''] = await api.addUsers(2);
    const refusal = (options: Partial<im.CreateGroupRequest.$Properties>) =>
      api.callForCode(ann, 'createGroup', { clientRequestId: randomBytes(16), name: 'group lifecycle', ...options });
    for (const name of ['', '  ']) expect(await refusal({ name })).toBe('BAD_ARGUMENT');
    for (const name of ['\n', '\u200b\u2060', '\u3164', '\u2800', 'a\u202eb', 'a\0', '\u001b[31mred'])
      expect(await refusal({ name })).toBe('BAD_TEXT');
    for (const about of ['\0', '\u001b[31mred', 'a\u009b']) expect(await refusal({ about })).toBe('BAD_TEXT');
    const { group } = await api.call(ann, 'createGroup', { clientRequestId: randomBytes(16), name: ' Zoe\u0308  &  co ' });
    expect(group?.name).toBe('Zo\u00eb & co');
    expect(await refusal({ name: '😀'.repeat(64), about: '😀'.repeat(500) })).toBe('ok');
    expect(await refusal({ name: 'n'.repeat(65) })).toBe('TEXT_TOO_LONG');
    expect(await refusal({ about: 'a'.repeat(501) })).toBe('TEXT_TOO_LONG');
    expect(await refusal({ avatarUrl: `https://${'a'.repeat(1017)}` })).toBe('TEXT_TOO_LONG');
    expect(await refusal({ avatarUrl: `https://${'a'.repeat(1016)}` })).toBe('ok');
    expect(await refusal({ avatarUrl: 'javascript:alert(1)' })).toBe('BAD_ARGUMENT');
    expect(await refusal({ joinPolicy: 9 as im.JoinPolicy })).toBe('BAD_ARGUMENT');
    expect(await refusal({ clientRequestId: randomBytes(15) })).toBe('BAD_ARGUMENT');
    for (const stranger of ['', 'x', newId()]) expect(await refusal({ memberIds: [ben, stranger] })).toBe('NO_SUCH_USER');
    await api.call(ben, 'block', { userId: ann });
    expect(await refusal({ memberIds: [ben] })).toBe('BLOCKED');
    await api.call(ben, 'unblock', { userId: ann });
    await api.call(ann, 'block', { userId: ben });
    expect(await refusal({ memberIds: [ben] })).toBe('BLOCKED');
  });

  test('a group holds 2000 members and refuses the next one', { timeout: 60_000 }, async () => {
    const api = await groups();
    const people = await api.addUsers(2001);
    const [ann = '', ...others] = people;
    const request = { clientRequestId: randomBytes(16), name: 'everybody', joinPolicy: OPEN };
    expect(await api.callForCode(ann, 'createGroup', { ...request, memberIds: others })).toBe('GROUP_TOO_LARGE');
    const last = others.pop() ?? '';
    await api.befriend(ann, others);
    const { group } = await api.call(ann, 'createGroup', { ...request, memberIds: others });
    const id = group?.groupId ?? '';
    expect(group?.memberCount).toBe(2000);
    expect(await api.callForCode(last, 'joinGroup', { groupId: id })).toBe('GROUP_TOO_LARGE');
    expect(await api.callForCode(ann, 'inviteToGroup', { groupId: id, userIds: [last] })).toBe('GROUP_TOO_LARGE');
    const [first = ''] = others;
    expect(await api.callForCode(first, 'leaveGroup', { groupId: id })).toBe('ok');
    expect(await api.callForCode(last, 'joinGroup', { groupId: id })).toBe('ok');

    const found: string[] = [];
    for (let more = true; more; ) {
      const page = await api.call(ann, 'listGroupMembers', { groupId: id, afterUserId: found.at(-1) ?? '', limit: 500 });
      found.push(...page.members.map(({ userId }) => userId ?? ''));
      more = page.more;
    }
    const now = [ann, ...others.slice(1), last].map((userId) => Buffer.from(userId, 'base64url')).sort(Buffer.compare);
    expect(found).toEqual(now.map((bytes) => bytes.toString('base64url')));
    await api.sendText(ann, id, 'to all');
    await vi.waitFor(() => expect(api.pushesTo(last).at(-1)?.messageStored?.text).toBe('to all'));
    expect(await api.callForCode(ann, 'dissolveGroup', { groupId: id })).toBe('ok');
    const late = { clientMessageId: randomBytes(16), conversationId: id, text: 'still there?' };
    expect(await api.callForCode(last, 'sendMessage', late)).toBe('NOT_A_MEMBER');
  });

  test('UpdateGroup changes only the given fields and posts nothing when nothing changes', async () => {
    const api = await groups();
    const [ann = '', ben = ''] = await api.addUsers(2);
    const groupId = await api.createGroup(ann, [ben], { about: 'old' });
    await api.call(ann, 'updateGroup', { groupId, name: 'new' });
    await api.call(ann, 'updateGroup', { groupId, name: 'new' });
    const { group: now } = await api.call(ann, 'updateGroup', { groupId, joinPolicy: OPEN, avatarUrl: 'https://x' });
    expect(now).toMatchObject({ name: 'new', about: 'old', joinPolicy: OPEN, avatarUrl: 'https://x', myRole: OWNER });
    await api.call(ann, 'updateGroup', { groupId, about: '' });
    const names = { [ann]: 'ann', [ben]: 'ben' };
    const said = ['created by ann: ben', 'renamed by ann', 'changed by ann', 'changed by ann'];
    expect(await api.readTexts(ben, groupId, names)).toEqual(said);
    expect((await api.call(ben, 'getGroup', { groupId })).group).toMatchObject({ name: 'new', about: '', myRole: MEMBER });
    expect((await api.findConversation(ben, groupId))?.peerName).toBe('new');
    for (const [to, code] of [
      [{ name: '' }, 'BAD_ARGUMENT'],
      [{ name: 'n'.repeat(65) }, 'TEXT_TOO_LONG'],
      [{ about: 'n'.repeat(501) }, 'TEXT_TOO_LONG'],
      [{ avatarUrl: 'http://x' }, 'BAD_ARGUMENT'],
      [{ joinPolicy: 3 as im.JoinPolicy }, 'BAD_ARGUMENT'],
    ] as const)
      expect(await api.callForCode(ann, 'updateGroup', { groupId, ...to })).toBe(code);
  });

  test('an operator sees any group and its members, and dissolves it with a message that says so', async () => {
    const api = await groups();
    const [ann = '', ben = ''] = await api.addUsers(2);
    const groupId = await api.createGroup(ann, [ben], { name: 'den' });
    const seen = await api.call('', 'inspectGroup', { groupId, limit: 1 });
    expect(seen).toMatchObject({ group: { name: 'den', ownerId: ann, memberCount: 2 }, more: true });
    expect(seen.members).toHaveLength(1);
    expect(await api.callForCode('', 'inspectGroup', { groupId: newId() })).toBe('NO_SUCH_GROUP');
    expect(await api.callForCode(ann, 'closeGroup', { groupId: newId() })).toBe('NO_SUCH_GROUP');
    // GRP-12
    await api.call(ann, 'closeGroup', { groupId });
    await vi.waitFor(() => expect(api.pushesTo(ben).at(-1)?.messageStored?.body).toContain('"byOperator":true'));
    expect(await api.call('', 'inspectGroup', { groupId })).toMatchObject({ group: { dissolved: true, memberCount: 0 } });
    expect(await api.callForCode(ann, 'closeGroup', { groupId })).toBe('ok');
  });

  test('a dissolved group cannot be found or joined, and its messages stay readable', async () => {
    const api = await groups();
    const [ann = '', ben = '', eve = ''] = await api.addUsers(3);
    const groupId = await api.createGroup(ann, [ben], { joinPolicy: im.JoinPolicy.BY_REQUEST });
    await api.sendText(ben, groupId, 'last words');
    await api.call(eve, 'joinGroup', { groupId });
    await api.call(ann, 'dissolveGroup', { groupId });
    const names = { [ann]: 'ann', [ben]: 'ben' };
    for (const userId of [ann, ben]) {
      expect(await api.readTexts(userId, groupId, names)).toEqual(['created by ann: ben', 'last words', 'dissolved by ann']);
      expect(await api.findConversation(userId, groupId)).toMatchObject({ left: true });
      expect((await api.call(userId, 'listGroups', {})).groups).toEqual([]);
      expect(await api.callForCode(userId, 'getGroup', { groupId })).toBe('NOT_A_MEMBER');
      await vi.waitFor(() => expect(api.pushesTo(userId).at(-1)?.messageStored?.body).toContain('dissolved'));
    }
    expect(await api.callForCode(ann, 'dissolveGroup', { groupId })).toBe('NOT_A_MEMBER');
    expect(await api.callForCode(eve, 'joinGroup', { groupId })).toBe('NO_SUCH_GROUP');
    expect(await api.callForCode(ann, 'inviteToGroup', { groupId, userIds: [eve] })).toBe('NOT_A_MEMBER');
    expect(await api.callForCode(ann, 'answerJoinRequest', { groupId, userId: eve, accept: true })).toBe('NOT_A_MEMBER');
  });

  test("ListGroups returns the caller's groups page by page", async () => {
    const api = await groups();
    const [ann = ''] = await api.addUsers(1);
    const made = await Promise.all(Array.from({ length: 7 }, () => api.createGroup(ann)));
    const found: string[] = [];
    for (let more = true; more; ) {
      const page = await api.call(ann, 'listGroups', { afterGroupId: found.at(-1) ?? '', limit: 3 });
      expect(page.groups.length).toBeLessThanOrEqual(3);
      found.push(...page.groups.map(({ groupId }) => groupId ?? ''));
      more = page.more;
    }
    const sorted = made.map((id) => Buffer.from(id, 'base64url')).sort(Buffer.compare);
    expect(found).toEqual(sorted.map((bytes) => bytes.toString('base64url')));
    expect(await api.callForCode(ann, 'listGroups', { limit: 201 })).toBe('BAD_LIMIT');
    expect(await api.callForCode(ann, 'listGroupMembers', { groupId: made[0] ?? '', limit: 501 })).toBe('BAD_LIMIT');
    expect(await api.callForCode(ann, 'listJoinRequests', { groupId: made[0] ?? '', limit: 201 })).toBe('BAD_LIMIT');
    expect((await api.call(ann, 'listGroups', { afterGroupId: 'no id' })).groups).toEqual([]);
  });
});
