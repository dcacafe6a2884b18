// A stranger becomes a member of a group by an act of their own only.
import { randomBytes } from 'node:crypto';
import { expect, test, vi } from 'vitest';
import { im } from '../../proto/rpc.ts';
import { type GroupFixture, groupFixture } from '../testing/group-fixture.ts';
import { onEveryStore } from '../testing/runtime/test-stores.ts';

const { BY_INVITATION, BY_REQUEST, OPEN } = im.JoinPolicy;
const { ADMIN, MEMBER } = im.GroupRole;
// A push leaves with the reply, so only a very busy machine needs this long.
const SOON = { timeout: 10_000 };

onEveryStore('invitations', (fixture, store) => {
  async function groups(maxGroupMembers = 2000): Promise<GroupFixture> {
    await fixture().start('Logic', { maxGroupMembers });
    return groupFixture(fixture(), store());
  }
  /** Ann owns a group with the admin Ben and the member Cay. Dan is a stranger. */
  async function start(joinPolicy: im.JoinPolicy = OPEN) {
    const api = await groups();
    const [ann = '', ben = '', cay = '', dan = ''] = await api.addUsers(4);
    const groupId = await api.createGroup(ann, [ben, cay], { joinPolicy });
    await api.call(ann, 'setGroupRole', { groupId, userId: ben, role: ADMIN });
    const invite = async (inviter: string, userId: string) =>
      (await api.call(inviter, 'inviteToGroup', { groupId, userIds: [userId] })).invitedUserIds;
    const answer = (userId: string, accept: boolean) => api.callForCode(userId, 'answerGroupInvitation', { groupId, accept });
    return { api, groupId, ann, ben, cay, dan, invite, answer };
  }
  const invitationsTo = async (api: GroupFixture, userId: string) =>
    (await api.call(userId, 'listGroupInvitations', {})).invitations as im.GroupInvitation[];
  const sentBy = async (api: GroupFixture, userId: string) =>
    (await api.call(userId, 'listGroupInvitations', { sent: true })).invitations as im.GroupInvitation[];
  const invitedPushes = (api: GroupFixture, userId: string) => api.pushesTo(userId).filter(({ groupInvited }) => groupInvited);
  const messagePushes = (api: GroupFixture, userId: string) => api.pushesTo(userId).filter(({ messageStored }) => messageStored);

  // GRP-13, GRP-16
  test('500 strangers who are invited in bulk get one invitation each and no message of the group', {
    timeout: 60_000,
  }, async () => {
    const api = await groups();
    const [ann = '', ...inviters] = await api.addUsers(5);
    const strangers = await api.addUsers(500);
    const groupId = await api.createGroup(ann, inviters, { joinPolicy: OPEN });
    for (let again = 0; again < 2; again++)
      for (const [i, inviter] of [ann, ...inviters].entries())
        await api.call(inviter, 'inviteToGroup', { groupId, userIds: strangers.slice(i * 100, i * 100 + 100) });
    await api.sendText(ann, groupId, 'buy now');
    expect((await api.call(ann, 'getGroup', { groupId })).group?.memberCount).toBe(5);
    await vi.waitFor(() => expect(messagePushes(api, inviters[0] ?? '').at(-1)?.messageStored?.text).toBe('buy now'), SOON);
    for (const userId of strangers) expect(invitedPushes(api, userId)).toHaveLength(1);
    expect(strangers.flatMap((userId) => messagePushes(api, userId))).toEqual([]);
    for (const userId of strangers.slice(0, 20)) {
      expect(await invitationsTo(api, userId)).toHaveLength(1);
      expect((await api.call(userId, 'sync', {})).conversations).toEqual([]);
    }
  });

  test('CreateGroup and InviteToGroup add friends at once, and invite everybody else once', async () => {
    const api = await groups();
    const [ann = '', ben = '', cay = '', dan = ''] = await api.addUsers(4);
    await api.befriend(ann, [ben]);
    const request = { clientRequestId: randomBytes(16), name: 'bears', about: 'in caves', memberIds: [ben, cay] };
    const created = await api.call(ann, 'createGroup', request);
    expect(created).toMatchObject({ group: { memberCount: 2, myRole: im.GroupRole.OWNER }, invitedUserIds: [cay] });
    expect(await api.call(ann, 'createGroup', request)).toMatchObject({ invitedUserIds: [cay] });
    const groupId = created.group?.groupId ?? '';
    const inviteAll = () => api.call(ann, 'inviteToGroup', { groupId, userIds: [ben, cay, dan] });
    for (let i = 0; i < 2; i++)
      expect(await inviteAll()).toMatchObject({ group: { memberCount: 2 }, invitedUserIds: [cay, dan] });
    expect(await api.readTexts(ann, groupId, { [ann]: 'ann', [ben]: 'ben' })).toEqual(['created by ann: ben']);
    for (const userId of [cay, dan]) {
      const expected = {
        invitedBy: ann,
        inviterName: ann,
        userId,
        group: { groupId, name: 'bears', about: 'in caves', ownerId: '' },
      };
      expect(await invitationsTo(api, userId)).toMatchObject([expected]);
      await vi.waitFor(() => expect(invitedPushes(api, userId)).toMatchObject([{ groupInvited: expected }]), SOON);
      const events = fixture().domainEvents.filter(({ key, groupInvited }) => key === userId && groupInvited);
      await vi.waitFor(() => expect(events).toMatchObject([{ groupInvited: expected }]), SOON);
    }
    expect((await sentBy(api, ann)).map(({ userId, userName }) => [userId, userName]).sort()).toEqual(
      [cay, dan].map((userId) => [userId, userId]).sort(),
    );
  });

  // GRP-14
  test('who accepts is a member from then on, and who declines is not', async () => {
    const { api, groupId, ann, ben, cay, dan, invite, answer } = await start(BY_INVITATION);
    const [eve = ''] = await api.addUsers(1);
    for (const userId of [dan, eve]) expect(await invite(ben, userId)).toEqual([userId]);
    expect((await api.call(dan, 'getGroup', { groupId })).group).toMatchObject({ ownerId: '', myRole: 0, memberCount: 3 });
    await api.sendText(ann, groupId, 'before');
    const { group } = await api.call(dan, 'answerGroupInvitation', { groupId, accept: true });
    expect(group).toMatchObject({ groupId, myRole: MEMBER, memberCount: 4 });
    expect(await answer(eve, false)).toBe('ok');
    await api.sendText(ann, groupId, 'after');
    const names = { [ann]: 'ann', [ben]: 'ben', [cay]: 'cay', [dan]: 'dan' };
    expect(await api.readTexts(dan, groupId, names)).toEqual(['joined by dan: dan', 'after']);
    // A second device accepts as well.
    expect(await answer(dan, true)).toBe('ok');
    for (const accept of [true, false]) expect(await answer(eve, accept)).toBe('NO_SUCH_REQUEST');
    expect(await api.callForCode(eve, 'getGroup', { groupId })).toBe('NO_SUCH_GROUP');
    for (const userId of [dan, eve]) expect(await invitationsTo(api, userId)).toEqual([]);
    expect((await api.call(ann, 'getGroup', { groupId })).group?.memberCount).toBe(4);
  });

  test('JoinGroup accepts an invitation, also to a group by request or by invitation', async () => {
    for (const joinPolicy of [OPEN, BY_REQUEST, BY_INVITATION]) {
      const { api, groupId, ben, dan, invite } = await start(joinPolicy);
      await invite(ben, dan);
      expect(await api.call(dan, 'joinGroup', { groupId })).toMatchObject({ joined: true, group: { memberCount: 4 } });
      expect(await invitationsTo(api, dan)).toEqual([]);
    }
  });

  // GRP-15
  test('an invitation and a request to join meet in either order', async () => {
    const { api, groupId, ann, ben, dan, invite, answer } = await start(BY_REQUEST);
    const [eve = '', fay = ''] = await api.addUsers(2);
    await api.call(dan, 'joinGroup', { groupId });
    expect(await invite(ben, dan)).toEqual([]);
    expect(await api.readRole(dan, groupId)).toBe(MEMBER);
    await invite(ben, eve);
    expect((await api.call(ann, 'listJoinRequests', { groupId })).requests).toEqual([]);
    expect(await api.callForCode(ann, 'answerJoinRequest', { groupId, userId: eve, accept: true })).toBe('NO_SUCH_REQUEST');
    expect(await answer(fay, true)).toBe('NO_SUCH_REQUEST');
    expect((await api.call(eve, 'joinGroup', { groupId })).joined).toBe(true);
  });

  // GRP-16
  test('a user has at most 100 open invitations; an answer or a withdrawal makes room', async () => {
    const { api, groupId, ann, dan, invite } = await start();
    const strangers = await api.addUsers(101);
    const create = (memberIds: string[]) =>
      api.callForCode(ann, 'createGroup', { clientRequestId: randomBytes(16), name: 'more', memberIds });
    expect(await create(strangers)).toBe('BAD_LIMIT');
    const [first = '', second = '', ...others] = strangers;
    await api.call(ann, 'inviteToGroup', { groupId, userIds: [first, second, ...others.slice(0, 97)] });
    expect(await create([dan, others.at(-1) ?? ''])).toBe('BAD_LIMIT');
    expect(await create([dan])).toBe('ok');
    expect(await api.callForCode(ann, 'inviteToGroup', { groupId, userIds: [others.at(-1) ?? ''] })).toBe('BAD_LIMIT');
    // An invitation again is no further one.
    expect(await invite(ann, first)).toEqual([first]);
    await api.call(ann, 'removeFromGroup', { groupId, userId: first });
    await api.call(second, 'answerGroupInvitation', { groupId, accept: false });
    expect(await api.callForCode(ann, 'inviteToGroup', { groupId, userIds: [first, second] })).toBe('ok');
    const listed: string[] = [];
    for (let [more, afterGroupId, afterUserId] = [true, '', '']; more; ) {
      const page = await api.call(ann, 'listGroupInvitations', { sent: true, afterGroupId, afterUserId, limit: 30 });
      listed.push(...page.invitations.map(({ userId }) => userId ?? ''));
      const last = page.invitations.at(-1);
      [more, afterGroupId, afterUserId] = [page.more, last?.group?.groupId ?? '', last?.userId ?? ''];
    }
    expect(listed.sort()).toEqual([first, second, dan, ...others.slice(0, 97)].sort());
  });

  test('the invitations to a user are listed page by page', async () => {
    const { api, dan, ann } = await start();
    const groupIds: string[] = [];
    for (let i = 0; i < 5; i++) groupIds.push(await api.createGroup(ann));
    for (const groupId of groupIds) await api.call(ann, 'inviteToGroup', { groupId, userIds: [dan] });
    const first = await api.call(dan, 'listGroupInvitations', { limit: 3 });
    const afterGroupId = first.invitations.at(-1)?.group?.groupId ?? '';
    const rest = await api.call(dan, 'listGroupInvitations', { limit: 3, afterGroupId });
    expect([first.more, rest.more]).toEqual([true, false]);
    const listed = [...first.invitations, ...rest.invitations].map(({ group }) => Buffer.from(group?.groupId ?? '', 'base64url'));
    expect(listed).toEqual(groupIds.map((groupId) => Buffer.from(groupId, 'base64url')).sort(Buffer.compare));
    expect(await api.callForCode(dan, 'listGroupInvitations', { limit: 201 })).toBe('BAD_LIMIT');
    for (const after of ['x', '-'])
      expect(await api.callForCode(dan, 'listGroupInvitations', { afterGroupId: after, afterUserId: after })).toBe('ok');
  });

  // GRP-17
  test('the inviter and the admins withdraw an invitation, and no one else', async () => {
    const { api, groupId, ann, ben, cay, dan, invite, answer } = await start();
    const withdraw = (who: string) =>
      api.call(who, 'removeFromGroup', { groupId, userId: dan }).then(
        ({ invitationWithdrawn }) => (invitationWithdrawn ? 'withdrawn' : 'removed'),
        (error: Error) => error.message,
      );
    const [eve = ''] = await api.addUsers(1);
    await api.call(eve, 'joinGroup', { groupId });
    for (const who of [cay, ben, ann]) {
      const lastSeq = (await api.findConversation(ann, groupId))?.lastSeq;
      await invite(cay, dan);
      expect(await withdraw(eve)).toBe('NOT_ALLOWED');
      expect(await withdraw(who)).toBe('withdrawn');
      expect(await answer(dan, true)).toBe('NO_SUCH_REQUEST');
      expect((await api.findConversation(ann, groupId))?.lastSeq).toBe(lastSeq);
    }
    expect(await withdraw(ann)).toBe('NOT_A_MEMBER');
    expect(await withdraw(cay)).toBe('NOT_ALLOWED');
  });

  // GRP-17
  const ENDS: Readonly<Record<string, (made: Awaited<ReturnType<typeof start>>) => Promise<unknown>>> = {
    'the inviter leaves': ({ api, groupId, ben }) => api.call(ben, 'leaveGroup', { groupId }),
    'the inviter is removed': ({ api, groupId, ann, ben }) => api.call(ann, 'removeFromGroup', { groupId, userId: ben }),
    'the inviter is banned': ({ api, groupId, ann, ben }) =>
      api.call(ann, 'removeFromGroup', { groupId, userId: ben, ban: true }),
    'the inviter is no admin any more': ({ api, groupId, ann, ben }) =>
      api.call(ann, 'setGroupRole', { groupId, userId: ben, role: MEMBER }),
    'the invited user is banned': ({ api, groupId, ann, dan }) =>
      api.call(ann, 'removeFromGroup', { groupId, userId: dan, ban: true }),
    'the group is dissolved': ({ api, groupId, ann }) => api.call(ann, 'dissolveGroup', { groupId }),
    'the invited user blocks the inviter': ({ api, ben, dan }) => api.call(dan, 'block', { userId: ben }),
    'the inviter blocks the invited user': ({ api, ben, dan }) => api.call(ben, 'block', { userId: dan }),
    'the inviter deletes their account': async ({ api, ben }) => {
      await store().removeUser(ben);
      await api.call(ben, 'eraseUser', {});
    },
    'the invited user deletes their account': async ({ api, dan }) => {
      await store().removeUser(dan);
      await api.call(dan, 'eraseUser', {});
    },
  };
  test.each(Object.keys(ENDS))('an invitation ends when %s', async (what) => {
    const made = await start(BY_REQUEST);
    const { api, ann, ben, dan, answer, invite } = made;
    const [eve = ''] = await api.addUsers(1);
    await invite(ben, dan);
    await invite(ann, eve);
    await ENDS[what]?.(made);
    expect(await invitationsTo(api, dan)).toEqual([]);
    expect(await sentBy(api, ben)).toEqual([]);
    expect(await answer(dan, true)).not.toBe('ok');
    // The invitation by somebody else to somebody else stays.
    if (what !== 'the group is dissolved') expect(await answer(eve, true)).toBe('ok');
  });

  test('when a group is open no more, the invitations of members end, and those of admins stay', async () => {
    const { api, groupId, ann, ben, cay, dan, invite, answer } = await start(OPEN);
    const [eve = '', fay = ''] = await api.addUsers(2);
    await invite(cay, dan);
    await invite(ben, eve);
    await invite(ann, fay);
    await api.call(ann, 'setGroupRole', { groupId, userId: ben, role: MEMBER });
    expect(await invitationsTo(api, eve)).toHaveLength(1);
    await api.call(ann, 'updateGroup', { groupId, joinPolicy: BY_REQUEST });
    expect(await Promise.all([dan, eve, fay].map((userId) => answer(userId, true)))).toEqual([
      'NO_SUCH_REQUEST',
      'NO_SUCH_REQUEST',
      'ok',
    ]);
  });

  test('an acceptance is refused when the group is full, and keeps a mute', async () => {
    const api = await groups(3);
    const [ann = '', ben = '', cay = '', dan = ''] = await api.addUsers(4);
    const groupId = await api.createGroup(ann, [ben], { joinPolicy: OPEN });
    await api.call(ann, 'inviteToGroup', { groupId, userIds: [dan] });
    await api.call(cay, 'joinGroup', { groupId });
    expect(await api.callForCode(dan, 'answerGroupInvitation', { groupId, accept: true })).toBe('GROUP_TOO_LARGE');
    await api.call(ann, 'muteMember', { groupId, userId: cay, seconds: 3600 });
    await api.call(ann, 'removeFromGroup', { groupId, userId: cay });
    expect(await api.callForCode(dan, 'answerGroupInvitation', { groupId, accept: true })).toBe('ok');
    await api.call(dan, 'leaveGroup', { groupId });
    await api.call(ann, 'inviteToGroup', { groupId, userIds: [cay] });
    await api.call(cay, 'answerGroupInvitation', { groupId, accept: true });
    expect((await api.call(cay, 'getGroup', { groupId })).group?.mutedUntil).toBeGreaterThan(0);
  });

  test('commands on an invitation at the same moment end in one of their orders', { timeout: 60_000 }, async () => {
    const { api, groupId, ann, ben, dan, invite, answer } = await start(BY_REQUEST);
    const isMember = async () => (await api.callForCode(dan, 'listGroupMembers', { groupId })) === 'ok';
    for (let round = 0; round < 4; round++) {
      await invite(ben, dan);
      // Two devices accept.
      expect(await Promise.all([answer(dan, true), answer(dan, true)])).toEqual(['ok', 'ok']);
      expect((await api.call(ann, 'getGroup', { groupId })).group?.memberCount).toBe(4);
      await api.call(dan, 'leaveGroup', { groupId });

      await invite(ben, dan);
      const ban = api.call(ann, 'removeFromGroup', { groupId, userId: dan, ban: true });
      await Promise.all([ban, answer(dan, true), answer(dan, true)]);
      expect(await isMember()).toBe(false);
      await api.call(ann, 'liftGroupBan', { groupId, userId: dan });

      const [joining] = await Promise.all([api.call(dan, 'joinGroup', { groupId }), invite(ben, dan)]);
      expect(await isMember(), `joined: ${joining.joined}`).toBe(true);
      await api.call(dan, 'leaveGroup', { groupId });

      await invite(ben, dan);
      const [left, accepted] = await Promise.all([api.callForCode(ben, 'leaveGroup', { groupId }), answer(dan, true)]);
      expect(left).toBe('ok');
      expect(await isMember()).toBe(accepted === 'ok');
      if (accepted === 'ok') await api.call(dan, 'leaveGroup', { groupId });
      expect(await invitationsTo(api, dan)).toEqual([]);
      await api.call(ann, 'inviteToGroup', { groupId, userIds: [ben] });
      await api.call(ann, 'setGroupRole', { groupId, userId: ben, role: ADMIN });
    }
    await invite(ann, dan);
    await Promise.all([api.call(ann, 'dissolveGroup', { groupId }), answer(dan, true)]);
    expect(await isMember()).toBe(false);
    expect(await invitationsTo(api, dan)).toEqual([]);
    expect(fixture().deadLetters).toEqual([]);
  });
});
