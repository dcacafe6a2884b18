// What every store of logic promises of people and what they are to each other, as tests.
import { describe, expect, test } from 'vitest';
import { keepCommand } from '../../../../infra/testing/batch-fixture.ts';
import { INVALID_IDS } from '../../../../infra/testing/invalid-ids.ts';
import { newId } from '../../../../proto/ids.ts';
import type { OwnPerson } from '../../../ports/index.ts';
import type { LogicStoreFixture } from '../../testing/store-fixture.ts';
import { describeStore } from '../../testing/store-suite.ts';
import { addPeople, relationsContract } from './relations-contract.ts';

export function peopleContract(name: string, makeWorld: () => Promise<LogicStoreFixture>): void {
  describeStore(`${name} keeps the promises of People and Relations:`, makeWorld, (suite) => {
    const { run, inBatch } = suite;
    const byId = (user: string) =>
      run(async ({ people }) => {
        const [found, shown] = await Promise.all([people.findById(user), people.findCached(user)]);
        expect(shown).toEqual(found);
        return found;
      });
    const one = async (): Promise<string> => (await addPeople(suite.fixture(), 1))[0] ?? '';

    describe('people', () => {
      test('what is given is changed and nothing else', async () => {
        const user = await one();
        const nothing = { shownName: '', avatarUrl: '', about: '', language: '', findableByEmail: false, whoMayWrite: 0 };
        expect(await byId(user)).toEqual({ user, name: `name of ${user}`, ...nothing });
        const all: Omit<OwnPerson, 'user' | 'name'> = {
          shownName: "O'Neil \\ 王 😀",
          avatarUrl: 'https://example.org/?a=1&b=%',
          about: 'two\nlines\0',
          language: 'zh-Hans-CN',
          findableByEmail: true,
          whoMayWrite: 2,
        };
        await run(async ({ people }) => people.update(user, all));
        expect(await byId(user)).toEqual({ user, name: `name of ${user}`, ...all });
        await run(async ({ people }) => people.update(user, { about: '', findableByEmail: false }));
        expect(await byId(user)).toEqual({ user, name: `name of ${user}`, ...all, about: '', findableByEmail: false });
      });

      test('changes of many users in one batch are each their own, and the last one of a user counts', async () => {
        const users = await addPeople(suite.fixture(), 20);
        await inBatch((batch) =>
          Promise.all(users.map((user) => keepCommand(batch, async ({ people }) => people.update(user, { about: user })))),
        );
        await run(async ({ people }) => {
          people.update(users[0] ?? '', { about: 'first' });
          people.update(users[0] ?? '', { about: 'second' });
        });
        const found = await run(({ people }) => Promise.all(users.map((user) => people.findById(user))));
        expect(found.map((person) => person?.about)).toEqual(['second', ...users.slice(1)]);
      });

      test('an address finds those alone who let themselves be found by it', async () => {
        const [user, addressKey] = [newId(), `${newId()}@example.org`];
        await suite.fixture().addPerson({ user, name: user, nameKey: user, addressKey });
        const find = (key: string) => run(({ people }) => people.findByEmail(key));
        expect(await find(addressKey)).toBeUndefined();
        await run(async ({ people }) => people.update(user, { findableByEmail: true }));
        const found = await find(addressKey);
        expect(found).toMatchObject({ user, name: user });
        expect(JSON.stringify(found)).not.toContain('@');
        expect(await find('')).toBeUndefined();
        await run(async ({ people }) => people.update(user, { findableByEmail: false }));
        expect(await find(addressKey)).toBeUndefined();
      });

      test('the beginning of a name key finds what goes on from it, in the order of the bytes, page by page', async () => {
        const tag = newId().toLowerCase();
        const beginning = `${tag}%_\\王`;
        const inside = ['', ' ', '%', '0', '\\', '_', 'a', 'é', '五', '😀'].map((end) => beginning + end);
        const outside = [`${tag}%_\\`, `${tag}%_\\玊`, `${tag}%_\\玌`, `${tag}xx王`, `x${beginning}`];
        for (const nameKey of [...inside, ...outside]) await suite.fixture().addPerson({ user: newId(), name: nameKey, nameKey });
        const page = (after: string, limit: number) =>
          run(async ({ people }) => (await people.listByNamePrefix(beginning, after, limit)).map(({ nameKey }) => nameKey));
        const sorted = inside.toSorted((a, b) => Buffer.compare(Buffer.from(a), Buffer.from(b)));
        expect(await page('', 50)).toEqual(sorted);
        expect(await page('', 3)).toEqual(sorted.slice(0, 3));
        expect(await page(sorted[2] ?? '', 3)).toEqual(sorted.slice(3, 6));
        expect(await page(sorted.at(-1) ?? '', 3)).toEqual([]);
        expect(await page('\u{10FFFF}', 2)).toEqual([]);
        expect(await page("!' OR 1=1 --", 2)).toEqual(await page('', 2));
      });

      test('nobody finds a deleted account', async () => {
        const user = await one();
        await run(async ({ people }) => people.update(user, { about: 'gone', findableByEmail: true }));
        await suite.fixture().removePerson(user);
        expect(await byId(user)).toBeUndefined();
        expect(await run(({ people }) => people.exists(user))).toBe(false);
        expect(await run(({ people }) => people.findByName(`name of ${user}`))).toBeUndefined();
        expect(await run(({ people }) => people.listByNamePrefix(`name of ${user}`, '', 5))).toEqual([]);
      });

      test('a strange id belongs to nobody', async () => {
        for (const strange of INVALID_IDS) expect(await byId(strange), strange).toBeUndefined();
      });
    });

    relationsContract(suite.fixture);
  });
}
