// Bans and mutes outlive a membership.
import { randomBytes } from 'node:crypto';
import { expect, test, vi } from 'vitest';
import { id } from '../../infra/sql/literals.ts';
import { newId } from '../../proto/ids.ts';
import { im } from '../../proto/rpc.ts';
import { type GroupFixture, groupFixture } from '../testing/group-fixture.ts';
import { onEveryStore } from '../testing/runtime/test-stores.ts';

const { BY_INVITATION, BY_REQUEST, OPEN } = im.JoinPolicy;
// A push leaves with the reply, so only a very busy machine needs this long.
const SOON = { timeout: 10_000 };

onEveryStore('bans and mutes', (fixture, store) => {
  interface Cast {
    readonly api: GroupFixture;
    readonly groupId: string;
    readonly ann: string;
    readonly ben: string;
    readonly cay: string;
    readonly dan: string;
  }
  /** Ann owns an open group with the admin Ben and the member Cay. Dan is a stranger. */
  async function start(joinPolicy: im.JoinPolicy = OPEN): Promise<Cast> {
    await fixture().start('Logic');
    const api = await groupFixture(fixture(), store());
    const [ann = '', ben = '', cay = '', dan = ''] = await api.addUsers(4);
    const groupId = await api.createGroup(ann, [ben, cay], { joinPolicy });
    await api.call(ann, 'setGroupRole', { groupId, userId: ben, role: im.GroupRole.ADMIN });
    return { api, groupId, ann, ben, cay, dan };
  }
  const text = (conversationId: string) => ({ clientMessageId: randomBytes(16), conversationId, text: 'hello' });
  async function rows(groupId: string): Promise<number> {
    const sql = `SELECT COUNT(*) FROM group_restrictions WHERE conversation_id = ${id(groupId)}`;
    const [found] = await store().connection().query([sql]);
    return Number(found?.[0]?.[0]);
  }

  // GRP-9
  test.each(['leaves', 'is removed'])('a muted member who %s and comes back is still muted', async (what) => {
    const { api, groupId, ann, ben, cay } = await start();
    await api.call(ben, 'muteMember', { groupId, userId: cay, seconds: 3600 });
    const { group: before } = await api.call(cay, 'getGroup', { groupId });
    if (what === 'leaves') await api.call(cay, 'leaveGroup', { groupId });
    else await api.call(ben, 'removeFromGroup', { groupId, userId: cay });
    expect((await api.call(cay, 'joinGroup', { groupId })).group?.memberCount).toBe(3);
    expect((await api.call(cay, 'getGroup', { groupId })).group?.mutedUntil).toBe(before?.mutedUntil);
    expect(await api.callForCode(cay, 'sendMessage', text(groupId))).toBe('MUTED');
    expect(await rows(groupId)).toBe(0);
    // Also when they are invited, and an admin ends the mute as ever.
    await api.call(cay, 'leaveGroup', { groupId });
    await api.call(ann, 'inviteToGroup', { groupId, userIds: [cay] });
    expect(await api.callForCode(cay, 'sendMessage', text(groupId))).toBe('MUTED');
    await api.call(ann, 'muteMember', { groupId, userId: cay, seconds: 0 });
    expect(await api.callForCode(cay, 'sendMessage', text(groupId))).toBe('ok');
    await api.call(cay, 'leaveGroup', { groupId });
    expect(await rows(groupId)).toBe(0);
  });

  // GRP-10
  test('a banned user can neither join nor be invited until an admin lifts the ban', async () => {
    const { api, groupId, ann, ben, cay } = await start();
    await api.call(ben, 'removeFromGroup', { groupId, userId: cay, ban: true });
    const names = { [ann]: 'ann', [ben]: 'ben', [cay]: 'cay' };
    expect((await api.readTexts(cay, groupId, names)).at(-1)).toBe('removed by ben: cay');
    const { messages } = await api.call(ann, 'pullMessages', { conversationId: groupId });
    expect(JSON.parse(messages.at(-1)?.body ?? '')).toMatchObject({ what: 'removed', users: [cay], banned: true });
    const attempts = async () => [
      await api.callForCode(cay, 'joinGroup', { groupId }),
      await api.callForCode(ann, 'inviteToGroup', { groupId, userIds: [cay] }),
    ];
    expect(await attempts()).toEqual(['BANNED', 'BANNED']);
    const { bans } = await api.call(ann, 'listGroupBans', { groupId });
    expect(bans).toMatchObject([{ userId: cay, name: cay, bannedBy: ben }]);
    await api.call(ann, 'liftGroupBan', { groupId, userId: cay });
    expect((await api.call(ann, 'listGroupBans', { groupId })).bans).toEqual([]);
    expect(await attempts()).toEqual(['ok', 'ok']);
    expect(await rows(groupId)).toBe(0);
  });

  test('a ban keeps out somebody who is not a member, and deletes their request to join', async () => {
    const { api, groupId, ann, dan } = await start(BY_REQUEST);
    await api.call(dan, 'joinGroup', { groupId, greeting: 'me?' });
    const lastSeq = (await api.findConversation(ann, groupId))?.lastSeq;
    await api.call(ann, 'removeFromGroup', { groupId, userId: dan, ban: true });
    expect((await api.call(ann, 'listJoinRequests', { groupId })).requests).toEqual([]);
    expect(await api.callForCode(ann, 'answerJoinRequest', { groupId, userId: dan, accept: true })).toBe('NO_SUCH_REQUEST');
    expect(await api.callForCode(dan, 'joinGroup', { groupId })).toBe('BANNED');
    expect((await api.findConversation(ann, groupId))?.lastSeq).toBe(lastSeq);
    // A banned user learns nothing of a group by invitation.
    await api.call(ann, 'updateGroup', { groupId, joinPolicy: BY_INVITATION });
    expect(await api.callForCode(dan, 'joinGroup', { groupId })).toBe('NO_SUCH_GROUP');
  });

  // GRP-11
  test('the other admins learn of each ban and lift, and nobody else', async () => {
    const { api, groupId, ann, ben, cay, dan } = await start();
    const [eve = ''] = await api.addUsers(1);
    await api.call(eve, 'joinGroup', { groupId });
    const seenBy = (who: string) => api.pushesTo(who).flatMap(({ groupBanChanged }) => groupBanChanged ?? []);
    for (let again = 0; again < 2; again++) await api.call(ben, 'removeFromGroup', { groupId, userId: dan, ban: true });
    await api.call(ben, 'removeFromGroup', { groupId, userId: cay, ban: true });
    for (let again = 0; again < 2; again++) await api.call(ben, 'liftGroupBan', { groupId, userId: dan });
    const by = { groupId, changedBy: ben, changedByName: ben };
    await vi.waitFor(
      () =>
        expect(seenBy(ann)).toMatchObject([
          { ...by, lifted: false, ban: { userId: dan, name: dan, bannedBy: ben } },
          { ...by, lifted: false, ban: { userId: cay } },
          { ...by, lifted: true, ban: { userId: dan, bannedBy: ben } },
        ]),
      SOON,
    );
    await api.call(ann, 'removeFromGroup', { groupId, userId: ben, ban: true });
    await api.sendText(ann, groupId, 'done');
    await vi.waitFor(() => expect(api.pushesTo(eve).at(-1)?.messageStored?.text).toBe('done'), SOON);
    for (const who of [ben, cay, dan, eve]) expect(seenBy(who)).toEqual([]);
  });

  test('a repeated ban or lift succeeds and changes nothing', async () => {
    const { api, groupId, ann, ben, cay } = await start();
    await api.call(ben, 'removeFromGroup', { groupId, userId: cay, ban: true });
    const before = await api.call(ann, 'listGroupBans', { groupId });
    const lastSeq = (await api.findConversation(ann, groupId))?.lastSeq;
    await api.call(ann, 'removeFromGroup', { groupId, userId: cay, ban: true });
    expect(await api.call(ann, 'listGroupBans', { groupId })).toEqual(before);
    for (let i = 0; i < 2; i++) await api.call(ann, 'liftGroupBan', { groupId, userId: cay });
    expect((await api.findConversation(ann, groupId))?.lastSeq).toBe(lastSeq);
  });

  test('a mute goes on after a ban is lifted', async () => {
    const { api, groupId, ann, cay } = await start();
    await api.call(ann, 'muteMember', { groupId, userId: cay, seconds: 3600 });
    await api.call(ann, 'removeFromGroup', { groupId, userId: cay, ban: true });
    await api.call(ann, 'liftGroupBan', { groupId, userId: cay });
    await api.call(cay, 'joinGroup', { groupId });
    expect(await api.callForCode(cay, 'sendMessage', text(groupId))).toBe('MUTED');
  });

  // GRP-11
  test('only roles above the user ban them, only admins list and lift bans', async () => {
    const { api, groupId, ann, ben, cay, dan } = await start();
    const ban = (who: string, userId: string) => api.callForCode(who, 'removeFromGroup', { groupId, userId, ban: true });
    expect(await Promise.all([ban(ben, ann), ban(ben, ben), ban(cay, dan), ban(dan, cay)])).toEqual([
      'NOT_ALLOWED',
      'NOT_ALLOWED',
      'NOT_ALLOWED',
      'NO_SUCH_GROUP',
    ]);
    for (const rpc of ['listGroupBans', 'liftGroupBan'] as const) {
      const codes = [ann, ben, cay, dan].map((who) => api.callForCode(who, rpc, { groupId, userId: newId() }));
      expect(await Promise.all(codes), rpc).toEqual(['ok', 'ok', 'NOT_ALLOWED', 'NO_SUCH_GROUP']);
    }
    for (const userId of ['', 'x', newId()]) expect(await ban(ann, userId)).toBe('NO_SUCH_USER');
    expect(await ban(ben, dan)).toBe('ok');
    expect(await ban(ann, ben)).toBe('ok');
  });

  test('a group has at most 1000 bans, which are listed page by page', { timeout: 60_000 }, async () => {
    const { api, groupId, ann, cay, dan } = await start();
    const others = Array.from({ length: 1000 }, newId).sort((a, b) =>
      Buffer.compare(Buffer.from(a, 'base64url'), Buffer.from(b, 'base64url')),
    );
    const values = others.map((userId) => `(${id(groupId)}, ${id(userId)}, 1, 0, ${id(ann)}, 1)`).join(',');
    await store()
      .connection()
      .query([`INSERT INTO group_restrictions VALUES ${values}`]);
    expect(await api.callForCode(ann, 'removeFromGroup', { groupId, userId: cay, ban: true })).toBe('BAD_LIMIT');
    expect(await api.readRole(cay, groupId)).toBe(im.GroupRole.MEMBER);
    const listed: string[] = [];
    for (let more = true; more; ) {
      const page = await api.call(ann, 'listGroupBans', { groupId, afterUserId: listed.at(-1) ?? '', limit: 150 });
      listed.push(...page.bans.map(({ userId }) => userId ?? ''));
      more = page.more;
    }
    expect(listed).toEqual(others);
    await api.call(ann, 'liftGroupBan', { groupId, userId: others[0] ?? '' });
    expect(await api.callForCode(ann, 'removeFromGroup', { groupId, userId: dan, ban: true })).toBe('ok');
  });

  test('bans and mutes end with the group and with the account, and mutes that have ended leave no rows', async () => {
    const { api, groupId, ann, ben, cay, dan } = await start();
    await api.call(ann, 'muteMember', { groupId, userId: cay, seconds: 3600 });
    await api.call(cay, 'leaveGroup', { groupId });
    await api.call(ann, 'removeFromGroup', { groupId, userId: dan, ban: true });
    expect(await rows(groupId)).toBe(2);
    await store().removeUser(dan);
    expect(await api.callForCode(dan, 'eraseUser', {})).toBe('ok');
    expect(await rows(groupId)).toBe(1);
    await store()
      .connection()
      .query([`UPDATE group_restrictions SET muted_until = 1 WHERE conversation_id = ${id(groupId)}`]);
    await api.call(ann, 'removeFromGroup', { groupId, userId: ben, ban: true });
    expect(await rows(groupId)).toBe(1);
    await api.call(ann, 'dissolveGroup', { groupId });
    expect(await rows(groupId)).toBe(0);
  });

  test('a ban and joins at the same moment end without the banned user in the group', async () => {
    const { api, groupId, ann, cay } = await start();
    for (let round = 0; round < 5; round++) {
      await Promise.all([
        api.call(ann, 'removeFromGroup', { groupId, userId: cay, ban: true }),
        api.callForCode(cay, 'joinGroup', { groupId }),
        api.callForCode(cay, 'joinGroup', { groupId }),
      ]);
      expect(await api.callForCode(cay, 'sendMessage', text(groupId))).toBe('NOT_A_MEMBER');
      await api.call(ann, 'liftGroupBan', { groupId, userId: cay });
      await api.call(cay, 'joinGroup', { groupId });
    }
  });
});
