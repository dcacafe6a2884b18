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
    const at = await groupFixture(fixture(), store());
    return {
      at,
      /** Deletes the account and sends ForgetUser, as auth does. */
      async erase(user: string): Promise<void> {
        await store().removeUser(user);
        expect(await at.callForCode(user, 'forgetUser', {})).toBe('ok');
      },
      async befriend(one: string, other: string): Promise<void> {
        await at.call(one, 'requestFriend', { user: other });
        await at.call(other, 'requestFriend', { user: one });
      },
      friends: async (user: string) =>
        (await at.call(user, 'listFriends', {})).friends.map(({ relation }) => relation?.other?.user),
      members: async (user: string, groupId: string) =>
        (await at.call(user, 'listGroupMembers', { groupId })).members.map((member) => [member.user, member.role]),
    };
  }

  test('the user leaves their groups with a system message, and their messages stay', async () => {
    const { at, erase, members } = await people();
    const [ann = '', ben = '', cay = ''] = await at.addUsers(3);
    const groupId = await at.createGroup(ann, [ben, cay]);
    await at.sendText(ben, groupId, 'remember me');
    await erase(ben);
    expect(await members(ann, groupId)).toHaveLength(2);
    expect(await at.readTexts(ann, groupId, { ann, ben, cay, [ann]: 'ann', [ben]: 'ben', [cay]: 'cay' })).toEqual([
      'created by ann: ben+cay',
      'remember me',
      'left by ben: ben',
    ]);
    await vi.waitFor(() => expect(at.pushesTo(cay).at(-1)?.messageStored?.body).toContain('"left"'));
    expect((await at.call(ann, 'getGroup', { groupId })).group).toMatchObject({ members: 2, owner: ann });
    expect(
      fixture()
        .domainEvents.filter(({ groupChanged }) => groupChanged)
        .at(-1)?.groupChanged,
    ).toMatchObject({ groupId, members: 2 });
  });

  test("the user's groups go to the longest-standing admin, else member; a group without others is dissolved", async () => {
    const { at, erase, members } = await people();
    const [ann = '', ben = '', cay = '', dan = ''] = await at.addUsers(4);
    const names = { [ann]: 'ann', [ben]: 'ben', [cay]: 'cay', [dan]: 'dan' };
    const withAdmins = await at.createGroup(ann, [], { joinPolicy: OPEN });
    for (const user of [ben, cay, dan]) await at.call(user, 'joinGroup', { groupId: withAdmins });
    for (const user of [dan, cay]) await at.call(ann, 'setGroupRole', { groupId: withAdmins, user, role: ADMIN });
    await at.call(ann, 'muteMember', { groupId: withAdmins, user: cay, seconds: 1000 });
    const without = await at.createGroup(ann, [], { joinPolicy: OPEN });
    for (const user of [dan, ben]) await at.call(user, 'joinGroup', { groupId: without });
    const alone = await at.createGroup(ann, [], { joinPolicy: OPEN });

    await erase(ann);
    expect(await at.readRole(cay, withAdmins)).toBe(OWNER);
    expect(await at.readRole(dan, withAdmins)).toBe(ADMIN);
    expect((await at.call(cay, 'getGroup', { groupId: withAdmins })).group).toMatchObject({
      owner: cay,
      members: 3,
      mutedUntil: 0,
    });
    expect((await at.readTexts(cay, withAdmins, names)).slice(-2)).toEqual(['transferred by ann: cay', 'left by ann: ann']);
    expect(await at.callForCode(cay, 'removeFromGroup', { groupId: withAdmins, user: dan })).toBe('ok');
    expect(new Map((await members(dan, without)) as [string, number][])).toEqual(
      new Map([
        [dan, OWNER],
        [ben, MEMBER],
      ]),
    );
    expect(await at.callForCode(ben, 'joinGroup', { groupId: alone })).toBe('NO_SUCH_GROUP');
    // The new owner is the last member.
    await erase(dan);
    await erase(ben);
    expect(await at.callForCode(cay, 'joinGroup', { groupId: without })).toBe('NO_SUCH_GROUP');
  });

  test('friendships and requests end, and the other users are notified', async () => {
    const { at, erase, befriend, friends } = await people();
    const [ann = '', ben = '', cay = '', dan = '', eve = ''] = await at.addUsers(5);
    await befriend(ann, ben);
    await befriend(ann, cay);
    await at.call(ann, 'setRemark', { user: ben, remark: 'my friend' });
    await at.call(ben, 'requestFriend', { user: dan, greeting: 'let me in' });
    await at.call(eve, 'requestFriend', { user: ben });
    await at.call(ben, 'block', { user: cay });
    await at.call(dan, 'block', { user: ann });
    await erase(ben);
    expect(await friends(ann)).toEqual([cay]);
    for (const who of [ann, dan, eve]) {
      await vi.waitFor(() => {
        const change = at.pushesTo(who).findLast(({ relationChanged }) => relationChanged)?.relationChanged;
        expect(change).toMatchObject({
          other: { user: ben, name: '' },
          friend: false,
          asksMe: false,
          asked: false,
          remark: '',
          greeting: '',
        });
      });
    }
    expect((await at.call(dan, 'listFriendRequests', {})).requests).toEqual([]);
    expect((await at.call(dan, 'listBlocked', {})).users).toHaveLength(1);
    // Sync shows it too.
    const { relations } = await at.call(ann, 'sync', {});
    expect(relations.find(({ other }) => other?.user === ben)).toMatchObject({ friend: false });
    const change = fixture().domainEvents.filter(
      ({ key, relationChanged }) => key === ann && relationChanged?.other?.user === ben,
    );
    expect(change.at(-1)?.relationChanged).toMatchObject({ friend: false });
    expect(fixture().domainEvents.find(({ key, profileChanged }) => key === ben && profileChanged)).toMatchObject({
      profileChanged: { profile: { user: ben, name: '', about: '' } },
    });
  });

  test('open join requests are deleted, and the user cannot join or be invited any more', async () => {
    const { at, erase } = await people();
    const [ann = '', ben = ''] = await at.addUsers(2);
    const groupId = await at.createGroup(ann, [], { joinPolicy: BY_REQUEST });
    await at.call(ben, 'joinGroup', { groupId, greeting: 'it is me' });
    await erase(ben);
    expect((await at.call(ann, 'listJoinRequests', { groupId })).requests).toEqual([]);
    expect(await at.callForCode(ann, 'inviteToGroup', { groupId, users: [ben] })).toBe('NO_SUCH_USER');
    // Commands of the user that were on their way.
    expect(await at.callForCode(ben, 'joinGroup', { groupId })).toBe('NOT_LOGGED_IN');
    expect(await at.callForCode(ben, 'createGroup', { clientRequestId: Buffer.alloc(16), name: 'mine' })).toBe('NOT_LOGGED_IN');
    expect(await at.callForCode(ben, 'requestFriend', { user: ann })).toBe('NOT_LOGGED_IN');
  });

  test('a user with many groups and friends is erased page by page', { timeout: 60_000 }, async () => {
    const { at, erase, befriend, friends } = await people();
    const [ann = '', ben = '', ...others] = await at.addUsers(132);
    await Promise.all(others.map((other) => befriend(ben, other)));
    await befriend(ann, ben);
    const groups = await Promise.all(
      Array.from({ length: 35 }, (_, i) => (i % 2 ? at.createGroup(ann, [ben]) : at.createGroup(ben, [ann]))),
    );
    await erase(ben);
    await vi.waitFor(
      async () =>
        expect((await at.call(ann, 'listGroups', {})).groups.map(({ members }) => members)).toEqual(groups.map(() => 1)),
      {
        timeout: 20_000,
        interval: 100,
      },
    );
    expect((await at.call(ann, 'listGroups', {})).groups.every(({ owner }) => owner === ann)).toBe(true);
    for (const who of [ann, others[0] ?? '', others.at(-1) ?? '']) expect(await friends(who)).toEqual([]);
    await vi.waitFor(() =>
      expect(fixture().domainEvents.filter(({ key, profileChanged }) => key === ben && profileChanged)).toHaveLength(1),
    );
    expect(fixture().deadLetters).toEqual([]);
  });

  test('repeated commands erase once, and an existing account is not erased', async () => {
    const { at, erase, befriend, friends, members } = await people();
    const [ann = '', ben = ''] = await at.addUsers(2);
    await befriend(ann, ben);
    const group = await at.createGroup(ben, [ann]);
    expect(await at.callForCode(ben, 'forgetUser', {})).toBe('ok');
    expect(await friends(ann)).toEqual([ben]);
    expect(await members(ann, group)).toHaveLength(2);
    await erase(ben);
    const { lastSeq } = (await at.findConversation(ann, group)) ?? {};
    const before = at.pushes.length;
    expect(await Promise.all([1, 2].map(() => at.callForCode(ben, 'forgetUser', {})))).toEqual(['ok', 'ok']);
    expect((await at.findConversation(ann, group))?.lastSeq).toBe(lastSeq);
    expect(at.pushes).toHaveLength(before);
  });

  test('all members of a group who are erased at the same moment leave it one after the other', { timeout: 30_000 }, async () => {
    const { at } = await people();
    const everybody = await at.addUsers(12);
    const [ann = '', ...others] = everybody;
    const groups = await Promise.all([0, 1, 2].map(() => at.createGroup(ann, others)));
    for (let i = 0; i < 11; i++)
      for (const groupId of groups) if (i < 3) await at.call(others[i] ?? '', 'leaveGroup', { groupId });
    const staying = [...others.slice(3)];
    await Promise.all([ann, ...staying].map((user) => store().removeUser(user)));
    expect(await Promise.all([ann, ...staying].map((user) => at.callForCode(user, 'forgetUser', {})))).toEqual(
      [ann, ...staying].map(() => 'ok'),
    );
    for (const group of groups) {
      const found = fixture().domainEvents.filter(({ groupChanged }) => groupChanged?.groupId === group);
      await vi.waitFor(() => expect(found.at(-1)?.groupChanged).toMatchObject({ dissolved: true }));
    }
    expect(fixture().deadLetters).toEqual([]);
  });
});
