// Who hears of it that somebody has changed his profile, through the runtime and on every store.
import { expect, test, vi } from 'vitest';
import { groupFixture } from '../testing/group-fixture.ts';
import { onEveryStore } from '../testing/runtime/test-stores.ts';

onEveryStore('A changed profile', (world, store) => {
  async function people(count: number) {
    await world().start('Logic');
    const at = await groupFixture(world(), store());
    const [me = '', ...others] = await at.addUsers(count + 1);
    const heard = (user: string) =>
      at
        .pushesTo(user)
        .flatMap(({ relationChanged }) =>
          relationChanged?.other?.user === me && relationChanged.other.shownName ? [relationChanged.other.shownName] : [],
        );
    const befriend = async (other: string): Promise<void> => {
      await at.call(me, 'requestFriend', { user: other });
      await at.call(other, 'answerFriendRequest', { user: me, accept: true });
    };
    return { at, me, others, heard, befriend };
  }

  test('is told to every friend, also where they are more than one command tells', { timeout: 60_000 }, async () => {
    const { at, me, others, heard, befriend } = await people(230);
    for (let i = 0; i < others.length; i += 50) await Promise.all(others.slice(i, i + 50).map(befriend));
    await at.call(me, 'updateProfile', { shownName: 'Anna' });
    await vi.waitFor(() => expect(others.filter((user) => heard(user).length === 0)).toEqual([]), { timeout: 20_000 });
    const { relations } = await at.call(others.at(-1) ?? '', 'sync', {});
    expect(relations).toMatchObject([{ friend: true, version: 3, other: { user: me, shownName: 'Anna' } }]);
  });

  test('is told once where it comes twice, with nothing else changed, and not where it has been changed again', async () => {
    const { at, me, others, heard, befriend } = await people(3);
    const [friend = '', asked = '', former = ''] = others;
    await befriend(friend);
    await befriend(former);
    await at.call(asked, 'requestFriend', { user: me });
    await at.call(friend, 'setRemark', { user: me, remark: 'my friend' });
    await at.call(former, 'removeFriend', { user: me });
    await at.call(me, 'updateProfile', { shownName: 'Anna' });
    await vi.waitFor(() => expect(heard(friend)).toEqual(['Anna']));
    // As one that came late: the profile is another one now.
    const { profile } = await at.call(me, 'getProfile', {});
    expect(await at.callForCode(me, 'tellFriends', { profile: { ...profile, shownName: 'Annie' } })).toBe('ok');
    expect(await at.callForCode(me, 'updateProfile', { shownName: 'Anna' })).toBe('ok');
    expect(await at.callForCode(me, 'updateProfile', { findableByEmail: true })).toBe('ok');
    await at.call(me, 'updateProfile', { shownName: 'Ann' });
    await vi.waitFor(() => expect(heard(friend)).toEqual(['Anna', 'Ann']));
    const { relations } = await at.call(friend, 'sync', {});
    expect(relations).toMatchObject([{ friend: true, remark: 'my friend', other: { user: me, shownName: 'Ann' } }]);
    expect(heard(asked)).toEqual([]);
    expect(heard(former)).toEqual([]);
  });

  test('of who has gone meanwhile nothing is told', async () => {
    const { at, me, others, heard, befriend } = await people(1);
    const [friend = ''] = others;
    await befriend(friend);
    const { profile = null } = await at.call(me, 'getProfile', {});
    await store().removeUser(me);
    expect(await at.callForCode(me, 'tellFriends', { profile })).toBe('ok');
    expect(heard(friend)).toEqual([]);
  });
});
