// Promises about profiles and user search.
import { describe, expect, test, vi } from 'vitest';
import { newId } from '../../proto/ids.ts';
import { im } from '../../proto/rpc.ts';
import { rejectedWith, type TestDevice } from '../testing/device.ts';
import { describePromises } from '../testing/test-system.ts';

const { By } = im.SearchUsersRequest;
const profiles = ({ pushes }: TestDevice): im.Push['profileChanged'][] =>
  pushes.flatMap(({ profileChanged }) => profileChanged ?? []);

describePromises('profiles', (system) => {
  describe('profiles', () => {
    test('an update changes only the given fields and is pushed to the user’s other devices', async () => {
      const alice = await system().newUser();
      const desktop = await system().secondDevice(alice);
      await alice.logic.updateProfile({ displayName: 'Алиса 👩‍🚀', about: 'line\nline', language: 'zh-cn' });
      const { profile } = await alice.logic.updateProfile({ avatarUrl: 'https://example.org/a.png', findableByEmail: true });
      const seen = {
        userId: alice.userId,
        name: alice.name,
        displayName: 'Алиса 👩‍🚀',
        about: 'line\nline',
        language: 'zh-CN',
        avatarUrl: 'https://example.org/a.png',
      };
      expect(profile).toMatchObject({ profile: seen, findableByEmail: true, whoMayWrite: im.WhoMayWrite.SERVER_DEFAULT });
      await vi.waitFor(() => expect(profiles(desktop).at(-1)).toMatchObject({ profile: seen, findableByEmail: true }));
      expect(profiles(desktop)).toHaveLength(2);
      expect(profiles(alice)).toEqual([]);
      expect(await desktop.logic.getProfile({})).toMatchObject({
        profile: seen,
        own: { profile: seen, findableByEmail: true },
      });
      await alice.logic.updateProfile({ displayName: '' });
      expect((await alice.logic.getProfile({ userId: alice.userId })).own?.profile?.displayName).toBe('');
    });

    test('other users see a profile without its private fields', async () => {
      const [alice, bob] = [await system().newUser(), await system().newUser()];
      await alice.logic.updateProfile({ about: 'hello', findableByEmail: true, whoMayWrite: im.WhoMayWrite.FRIENDS_ONLY });
      const found = await bob.logic.getProfile({ userId: alice.userId });
      expect(found.profile).toMatchObject({ userId: alice.userId, name: alice.name, about: 'hello' });
      expect(found.own ?? undefined).toBeUndefined();
      for (const userId of [newId(), 'nobody', "' OR 1=1 --"])
        await expect(bob.logic.getProfile({ userId })).rejects.toEqual(rejectedWith('NO_SUCH_USER'));
    });

    test.each([
      ['a display name of 65 characters', { displayName: 'x'.repeat(65) }, 'TEXT_TOO_LONG'],
      ['a display name of 65 emoji', { displayName: '😀'.repeat(65) }, 'TEXT_TOO_LONG'],
      ['an endless display name', { displayName: 'x'.repeat(8_000) }, 'TEXT_TOO_LONG'],
      ['a display name that changes the text direction', { displayName: 'a\u202eb' }, 'BAD_TEXT'],
      ['a display name of two lines', { displayName: 'a\nb' }, 'BAD_TEXT'],
      ['an invisible display name', { displayName: '\u3164' }, 'BAD_TEXT'],
      ['a text with NUL', { about: 'a\0b' }, 'BAD_TEXT'],
      ['a text with an escape sequence', { about: '\u001b[2J' }, 'BAD_TEXT'],
      ['a text with piled marks', { about: `a${'\u0301\u0302'.repeat(200)}` }, 'BAD_TEXT'],
      ['a text of 501 characters', { about: 'x'.repeat(501) }, 'TEXT_TOO_LONG'],
      ['an endless address', { avatarUrl: `https://${'x'.repeat(1024)}` }, 'TEXT_TOO_LONG'],
      ['an address without TLS', { avatarUrl: 'http://example.org' }, 'BAD_ARGUMENT'],
      ['an address with a script', { avatarUrl: 'javascript:alert(1)' }, 'BAD_ARGUMENT'],
      ['an address without a host', { avatarUrl: 'https://' }, 'BAD_ARGUMENT'],
      ['an invalid language', { language: 'not a language' }, 'BAD_ARGUMENT'],
      ['an endless language', { language: 'x'.repeat(8_000) }, 'BAD_ARGUMENT'],
      ['an unknown policy', { whoMayWrite: 7 }, 'BAD_ARGUMENT'],
      ['a negative policy', { whoMayWrite: -1 }, 'BAD_ARGUMENT'],
    ])('%s is refused', async (_what, wrong, code) => {
      const alice = await system().newUser();
      await expect(alice.logic.updateProfile({ about: 'not kept', ...wrong })).rejects.toEqual(rejectedWith(code));
      expect((await alice.logic.getProfile({})).profile?.about).toBe('');
    });

    test.each([
      ['display name', { displayName: '😀'.repeat(64) }],
      ['text', { about: '字'.repeat(500) }],
      ['address', { avatarUrl: `https://e.org/${'x'.repeat(1010)}` }],
    ])('the longest %s is kept', async (_what, longest) => {
      const alice = await system().newUser();
      await alice.logic.updateProfile(longest);
      expect((await alice.logic.getProfile({})).profile).toMatchObject(longest);
    });
  });

  describe('search', () => {
    const names = async ({ logic }: TestDevice, text: string, after = '', limit = 0) => {
      const { users, next } = await logic.searchUsers({ by: By.NAME_PREFIX, text, after, limit });
      return { names: users.map(({ name }) => name ?? ''), next };
    };

    test('a name prefix finds all names with it, in any case, page by page', async () => {
      const tag = newId().slice(0, 8);
      const all = Array.from({ length: 7 }, (_, i) => `王五${tag}${i}`);
      const searcher = await system().newUser();
      for (const name of all) await system().newUser(name);
      await system().newUser(`王${tag}五`);
      const found: string[] = [];
      for (let after = ''; ; ) {
        const page = await names(searcher, `王五${tag.toUpperCase()}`, after, 3);
        expect(page.names.length).toBeLessThanOrEqual(3);
        found.push(...page.names);
        if (!page.next) break;
        after = page.next;
      }
      expect(found).toEqual(all);
    });

    test('search treats % _ and \\ as ordinary characters', async () => {
      const tag = newId();
      const searcher = await system().newUser();
      for (const name of [`__${tag}`, `x_${tag}`, `xx${tag}`]) await system().newUser(name);
      expect((await names(searcher, `__${tag}`)).names).toEqual([`__${tag}`]);
      for (const text of [`_x${tag}`, `%${tag}`, `x%${tag}`, '%%', '\\%', `x\\_${tag}`])
        expect((await names(searcher, text)).names).toEqual([]);
    });

    test('a search by name finds only the exact name', async () => {
      const [searcher, alice] = [await system().newUser(), await system().newUser(`Whole ${newId()}`)];
      const search = async (text: string) =>
        (await searcher.logic.searchUsers({ by: By.NAME, text })).users.map(({ userId }) => userId);
      expect(await search(alice.name.toUpperCase())).toEqual([alice.userId]);
      expect(await search(alice.name.slice(0, -1))).toEqual([]);
      expect(await search('')).toEqual([]);
    });

    test.each([
      ['a beginning of one character', { by: By.NAME_PREFIX, text: 'a' }, 'BAD_ARGUMENT'],
      ['a beginning of one Chinese character', { by: By.NAME_PREFIX, text: '王' }, 'BAD_ARGUMENT'],
      ['an empty beginning', { by: By.NAME_PREFIX, text: '' }, 'BAD_ARGUMENT'],
      ['one character between spaces', { by: By.NAME_PREFIX, text: ' a ' }, 'BAD_ARGUMENT'],
      ['an endless cursor', { by: By.NAME_PREFIX, text: 'ab', after: 'x'.repeat(8_000) }, 'BAD_ARGUMENT'],
      ['a page of 51', { by: By.NAME_PREFIX, text: 'ab', limit: 51 }, 'BAD_LIMIT'],
      ['a page of -1', { by: By.NAME, text: 'ab', limit: -1 }, 'BAD_LIMIT'],
      ['an unknown way to search', { by: 9, text: 'ab' }, 'BAD_ARGUMENT'],
    ])('%s is refused', async (_what, wrong, code) => {
      await expect((await system().newUser()).logic.searchUsers(wrong)).rejects.toEqual(rejectedWith(code));
    });

    test('a search for 8000 characters finds no user', async () => {
      const { logic } = await system().newUser();
      for (const by of [By.NAME, By.NAME_PREFIX, By.EMAIL])
        expect((await logic.searchUsers({ by, text: 'x'.repeat(8_000) })).users).toEqual([]);
    });

    test('a user is found by their e-mail address only if they allow it, and only by the whole address', async () => {
      const [alice, bob] = (await system().newUsers(2)) as [TestDevice, TestDevice];
      const address = `${alice.name}@example.org`.toLowerCase();
      const hex = Buffer.from(alice.userId, 'base64url').toString('hex');
      await system().runSql(`UPDATE accounts SET email = '${address}', email_key = '${address}' WHERE user_id = x'${hex}'`);
      const search = async (text: string) =>
        (await bob.logic.searchUsers({ by: By.EMAIL, text })).users.map(({ userId }) => userId);
      expect(await search(address)).toEqual([]);
      await alice.logic.updateProfile({ findableByEmail: true });
      expect(await search(address)).toEqual([alice.userId]);
      expect(await search(` <mailto:${address.replace('@', '＠').replace('.org', '。ORG')}>`)).toEqual([alice.userId]);
      await expect(search(`Alice <${address}>`)).rejects.toEqual(rejectedWith('BAD_ADDRESS'));
      // An e-mail address belongs to one user: there is never a second page.
      expect(await bob.logic.searchUsers({ by: By.EMAIL, text: address, limit: 1 })).toMatchObject({ next: '' });
      expect(await search(address.slice(0, -1))).toEqual([]);
      expect(JSON.stringify(await bob.logic.getProfile({ userId: alice.userId }))).not.toContain('@');
      await alice.logic.updateProfile({ findableByEmail: false });
      expect(await search(address)).toEqual([]);
    });
  });
});
