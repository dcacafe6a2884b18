// Friends get a changed profile: tested through the runtime, on every store.
import { expect, test, vi } from 'vitest';
import { groupFixture } from '../testing/group-fixture.ts';
import { onEveryStore } from '../testing/runtime/test-stores.ts';

onEveryStore('profile propagation', (fixture, store) => {
  async function people(count: number) {
    await fixture().start('Logic');
    const api = await groupFixture(fixture(), store());
    const [me = '', ...others] = await api.addUsers(count + 1);
    const displayNames = (userId: string) =>
      api
        .pushesTo(userId)
        .flatMap(({ relationChanged }) =>
          relationChanged?.other?.userId === me && relationChanged.other.displayName ? [relationChanged.other.displayName] : [],
        );
    const befriend = async (other: string): Promise<void> => {
      await api.call(me, 'requestFriend', { userId: other });
      await api.call(other, 'answerFriendRequest', { userId: me, accept: true });
    };
    return { api, me, others, displayNames, befriend };
  }

  test('a changed profile reaches every friend, even if this takes several commands', { timeout: 60_000 }, async () => {
    const { api, me, others, displayNames, befriend } = await people(230);
    for (let i = 0; i < others.length; i += 50) await Promise.all(others.slice(i, i + 50).map(befriend));
    await api.call(me, 'updateProfile', { displayName: 'Anna' });
    await vi.waitFor(() => expect(others.filter((userId) => displayNames(userId).length === 0)).toEqual([]), { timeout: 20_000 });
    const { relations } = await api.call(others.at(-1) ?? '', 'sync', {});
    expect(relations).toMatchObject([{ friend: true, version: 3, other: { userId: me, displayName: 'Anna' } }]);
  });

  test('friends get each profile once: a repeated NotifyFriends and one for an outdated profile push nothing', async () => {
    const { api, me, others, displayNames, befriend } = await people(3);
    const [friend = '', asked = '', former = ''] = others;
    await befriend(friend);
    await befriend(former);
    await api.call(asked, 'requestFriend', { userId: me });
    await api.call(friend, 'setRemark', { userId: me, remark: 'my friend' });
    await api.call(former, 'removeFriend', { userId: me });
    await api.call(me, 'updateProfile', { displayName: 'Anna' });
    await vi.waitFor(() => expect(displayNames(friend)).toEqual(['Anna']));
    // A late NotifyFriends: the profile has changed since it was enqueued.
    const { profile } = await api.call(me, 'getProfile', {});
    expect(await api.callForCode(me, 'notifyFriends', { profile: { ...profile, displayName: 'Annie' } })).toBe('ok');
    expect(await api.callForCode(me, 'updateProfile', { displayName: 'Anna' })).toBe('ok');
    expect(await api.callForCode(me, 'updateProfile', { findableByEmail: true })).toBe('ok');
    await api.call(me, 'updateProfile', { displayName: 'Ann' });
    await vi.waitFor(() => expect(displayNames(friend)).toEqual(['Anna', 'Ann']));
    const { relations } = await api.call(friend, 'sync', {});
    expect(relations).toMatchObject([{ friend: true, remark: 'my friend', other: { userId: me, displayName: 'Ann' } }]);
    expect(displayNames(asked)).toEqual([]);
    expect(displayNames(former)).toEqual([]);
  });

  test('NotifyFriends pushes nothing when the account was deleted in the meantime', async () => {
    const { api, me, others, displayNames, befriend } = await people(1);
    const [friend = ''] = others;
    await befriend(friend);
    const { profile = null } = await api.call(me, 'getProfile', {});
    await store().removeUser(me);
    expect(await api.callForCode(me, 'notifyFriends', { profile })).toBe('ok');
    expect(displayNames(friend)).toEqual([]);
  });
});
