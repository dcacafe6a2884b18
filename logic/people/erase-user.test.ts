// Erasing a user after their account was deleted.
import { expect, test, vi } from 'vitest';
import { im } from '../../proto/rpc.ts';
import { groupFixture } from '../testing/group-fixture.ts';
import { onEveryStore } from '../testing/runtime/test-stores.ts';

const { ADMIN, MEMBER, OWNER } = im.GroupRole;
const { BY_REQUEST, OPEN } = im.JoinPolicy;

onEveryStore('erasing a user with a deleted account', (fixture, store) => {
  async function people() {
    await fixture().start('Logic');
    const api = await groupFixture(fixture(), store());
    return {
      api,
      /** Deletes the account and sends EraseUser, as auth does. */
      async erase(userId: string): Promise<void> {
        await store().removeUser(userId);
        expect(await api.callForCode(userId, 'eraseUser', {})).toBe('ok');
      },
      async befriend(one: string, other: string): Promise<void> {
        await api.call(one, 'requestFriend', { userId: other });
        await api.call(other, 'requestFriend', { userId: one });
      },
      friends: async (userId: string) =>
        (await api.call(userId, 'listFriends', {})).friends.map(({ relation }) => relation?.other?.userId),
      members: async (userId: string, groupId: string) =>
        (await api.call(userId, 'listGroupMembers', { groupId })).members.map((member) => [member.userId, member.role]),
    };
  }

  test('the user leaves their groups with a system message, and their messages stay', async () => {
    const { api, erase, members } = await people();
    const [ann = '', ben = '', cay = ''] = await api.addUsers(3);
    const groupId = await api.createGroup(ann, [ben, cay]);
    await api.sendText(ben, groupId, 'remember me');
    await erase(ben);
    expect(await members(ann, groupId)).toHaveLength(2);
    expect(await api.readTexts(ann, groupId, { ann, ben, cay, [ann]: 'ann', [ben]: 'ben', [cay]: 'cay' })).toEqual([
      'created by ann: ben+cay',
      'remember me',
      'left by ben: ben',
    ]);
    await vi.waitFor(() => expect(api.pushesTo(cay).at(-1)?.messageStored?.body).toContain('"left"'));
    expect((await api.call(ann, 'getGroup', { groupId })).group).toMatchObject({ memberCount: 2, ownerId: ann });
    expect(
      fixture()
        .domainEvents.filter(({ groupChanged }) => groupChanged)
        .at(-1)?.groupChanged,
    ).toMatchObject({ groupId, memberCount: 2 });
  });

  test('a group of the user goes to the oldest admin, else the oldest member; without any it is dissolved', async () => {
    const { api, erase, members } = await people();
    const [ann = '', ben = '', cay = '', dan = ''] = await api.addUsers(4);
    const names = { [ann]: 'ann', [ben]: 'ben', [cay]: 'cay', [dan]: 'dan' };
    const withAdmins = await api.createGroup(ann, [], { joinPolicy: OPEN });
    for (const userId of [ben, cay, dan]) await api.call(userId, 'joinGroup', { groupId: withAdmins });
    for (const userId of [dan, cay]) await api.call(ann, 'setGroupRole', { groupId: withAdmins, userId, role: ADMIN });
    await api.call(ann, 'muteMember', { groupId: withAdmins, userId: cay, seconds: 1000 });
    const without = await api.createGroup(ann, [], { joinPolicy: OPEN });
    for (const userId of [dan, ben]) await api.call(userId, 'joinGroup', { groupId: without });
    const alone = await api.createGroup(ann, [], { joinPolicy: OPEN });

    await erase(ann);
    expect(await api.readRole(cay, withAdmins)).toBe(OWNER);
    expect(await api.readRole(dan, withAdmins)).toBe(ADMIN);
    expect((await api.call(cay, 'getGroup', { groupId: withAdmins })).group).toMatchObject({
      ownerId: cay,
      memberCount: 3,
      mutedUntil: 0,
    });
    expect((await api.readTexts(cay, withAdmins, names)).slice(-2)).toEqual(['transferred by ann: cay', 'left by ann: ann']);
    expect(await api.callForCode(cay, 'removeFromGroup', { groupId: withAdmins, userId: dan })).toBe('ok');
    expect(new Map((await members(dan, without)) as [string, number][])).toEqual(
      new Map([
        [dan, OWNER],
        [ben, MEMBER],
      ]),
    );
    expect(await api.callForCode(ben, 'joinGroup', { groupId: alone })).toBe('NO_SUCH_GROUP');
    // The new owner is the last member.
    await erase(dan);
    await erase(ben);
    expect(await api.callForCode(cay, 'joinGroup', { groupId: without })).toBe('NO_SUCH_GROUP');
  });

  test('friendships and requests end, and the other users are notified', async () => {
    const { api, erase, befriend, friends } = await people();
    const [ann = '', ben = '', cay = '', dan = '', eve = ''] = await api.addUsers(5);
    await befriend(ann, ben);
    await befriend(ann, cay);
    await api.call(ann, 'setRemark', { userId: ben, remark: 'my friend' });
    await api.call(ben, 'requestFriend', { userId: dan, greeting: 'let me in' });
    await api.call(eve, 'requestFriend', { userId: ben });
    await api.call(ben, 'block', { userId: cay });
    await api.call(dan, 'block', { userId: ann });
    await erase(ben);
    expect(await friends(ann)).toEqual([cay]);
    for (const who of [ann, dan, eve]) {
      await vi.waitFor(() => {
        const change = api.pushesTo(who).findLast(({ relationChanged }) => relationChanged)?.relationChanged;
        expect(change).toMatchObject({
          other: { userId: ben, name: '' },
          friend: false,
          incomingRequest: false,
          outgoingRequest: false,
          remark: '',
          greeting: '',
        });
      });
    }
    expect((await api.call(dan, 'listFriendRequests', {})).requests).toEqual([]);
    expect((await api.call(dan, 'listBlocked', {})).users).toHaveLength(1);
    // Sync shows it too.
    const { relations } = await api.call(ann, 'sync', {});
    expect(relations.find(({ other }) => other?.userId === ben)).toMatchObject({ friend: false });
    const change = fixture().domainEvents.filter(
      ({ key, relationChanged }) => key === ann && relationChanged?.other?.userId === ben,
    );
    expect(change.at(-1)?.relationChanged).toMatchObject({ friend: false });
    expect(fixture().domainEvents.find(({ key, profileChanged }) => key === ben && profileChanged)).toMatchObject({
      profileChanged: { profile: { userId: ben, name: '', about: '' } },
    });
  });

  test('open join requests are deleted, and the user cannot join or be invited any more', async () => {
    const { api, erase } = await people();
    const [ann = '', ben = ''] = await api.addUsers(2);
    const groupId = await api.createGroup(ann, [], { joinPolicy: BY_REQUEST });
    await api.call(ben, 'joinGroup', { groupId, greeting: 'it is me' });
    await erase(ben);
    expect((await api.call(ann, 'listJoinRequests', { groupId })).requests).toEqual([]);
    expect(await api.callForCode(ann, 'inviteToGroup', { groupId, userIds: [ben] })).toBe('NO_SUCH_USER');
    // Commands of the user that were sent before the account was deleted.
    expect(await api.callForCode(ben, 'joinGroup', { groupId })).toBe('NOT_LOGGED_IN');
    expect(await api.callForCode(ben, 'createGroup', { clientRequestId: Buffer.alloc(16), name: 'mine' })).toBe('NOT_LOGGED_IN');
    expect(await api.callForCode(ben, 'requestFriend', { userId: ann })).toBe('NOT_LOGGED_IN');
  });

  test('a user with many groups and friends is erased page by page', { timeout: 60_000 }, async () => {
    const { api, erase, befriend, friends } = await people();
    const [ann = '', ben = '', ...others] = await api.addUsers(132);
    await Promise.all(others.map((other) => befriend(ben, other)));
    await befriend(ann, ben);
    const groupIds = await Promise.all(
      Array.from({ length: 35 }, (_, i) => (i % 2 ? api.createGroup(ann, [ben]) : api.createGroup(ben, [ann]))),
    );
    await erase(ben);
    await vi.waitFor(
      async () =>
        expect((await api.call(ann, 'listGroups', {})).groups.map(({ memberCount }) => memberCount)).toEqual(
          groupIds.map(() => 1),
        ),
      {
        timeout: 20_000,
        interval: 100,
      },
    );
    expect((await api.call(ann, 'listGroups', {})).groups.every(({ ownerId }) => ownerId === ann)).toBe(true);
    for (const who of [ann, others[0] ?? '', others.at(-1) ?? '']) expect(await friends(who)).toEqual([]);
    await vi.waitFor(() =>
      expect(fixture().domainEvents.filter(({ key, profileChanged }) => key === ben && profileChanged)).toHaveLength(1),
    );
    expect(fixture().deadLetters).toEqual([]);
  });

  test('a repeated EraseUser erases only once, and EraseUser for an existing account does nothing', async () => {
    const { api, erase, befriend, friends, members } = await people();
    const [ann = '', ben = ''] = await api.addUsers(2);
    await befriend(ann, ben);
    const groupId = await api.createGroup(ben, [ann]);
    expect(await api.callForCode(ben, 'eraseUser', {})).toBe('ok');
    expect(await friends(ann)).toEqual([ben]);
    expect(await members(ann, groupId)).toHaveLength(2);
    await erase(ben);
    const { lastSeq } = (await api.findConversation(ann, groupId)) ?? {};
    const before = api.pushes.length;
    expect(await Promise.all([1, 2].map(() => api.callForCode(ben, 'eraseUser', {})))).toEqual(['ok', 'ok']);
    expect((await api.findConversation(ann, groupId))?.lastSeq).toBe(lastSeq);
    expect(api.pushes).toHaveLength(before);
  });

  test('members of a group who are erased at the same moment leave it one by one', { timeout: 30_000 }, async () => {
    const { api } = await people();
    const everybody = await api.addUsers(12);
    const [ann = '', ...others] = everybody;
    const groupIds = await Promise.all([0, 1, 2].map(() => api.createGroup(ann, others)));
    for (let i = 0; i < 11; i++)
      for (const groupId of groupIds) if (i < 3) await api.call(others[i] ?? '', 'leaveGroup', { groupId });
    const staying = [...others.slice(3)];
    await Promise.all([ann, ...staying].map((userId) => store().removeUser(userId)));
    expect(await Promise.all([ann, ...staying].map((userId) => api.callForCode(userId, 'eraseUser', {})))).toEqual(
      [ann, ...staying].map(() => 'ok'),
    );
    for (const groupId of groupIds) {
      const found = fixture().domainEvents.filter(({ groupChanged }) => groupChanged?.groupId === groupId);
      await vi.waitFor(() => expect(found.at(-1)?.groupChanged).toMatchObject({ dissolved: true }));
    }
    expect(fixture().deadLetters).toEqual([]);
  });
});
