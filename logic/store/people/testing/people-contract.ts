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
    const byId = (userId: string) =>
      run(async ({ people }) => {
        const [found, shown] = await Promise.all([people.findById(userId), people.findCached(userId)]);
        expect(shown).toEqual(found);
        return found;
      });
    const one = async (): Promise<string> => (await addPeople(suite.fixture(), 1))[0] ?? '';

    describe('people', () => {
      test('an update changes the given fields and no others', async () => {
        const userId = await one();
        const nothing = { displayName: '', avatarUrl: '', about: '', language: '', findableByEmail: false, whoMayWrite: 0 };
        expect(await byId(userId)).toEqual({ userId, name: `name of ${userId}`, ...nothing });
        const all: Omit<OwnPerson, 'userId' | 'name'> = {
          displayName: "O'Neil \\ 王 😀",
          avatarUrl: 'https://example.org/?a=1&b=%',
          about: 'two\nlines\0',
          language: 'zh-Hans-CN',
          findableByEmail: true,
          whoMayWrite: 2,
        };
        await run(async ({ people }) => people.update(userId, all));
        expect(await byId(userId)).toEqual({ userId, name: `name of ${userId}`, ...all });
        await run(async ({ people }) => people.update(userId, { about: '', findableByEmail: false }));
        expect(await byId(userId)).toEqual({ userId, name: `name of ${userId}`, ...all, about: '', findableByEmail: false });
      });

      test('updates of many users in one batch stay apart, and the last one of a user wins', async () => {
        const userIds = await addPeople(suite.fixture(), 20);
        await inBatch((batch) =>
          Promise.all(
            userIds.map((userId) => keepCommand(batch, async ({ people }) => people.update(userId, { about: userId }))),
          ),
        );
        await run(async ({ people }) => {
          people.update(userIds[0] ?? '', { about: 'first' });
          people.update(userIds[0] ?? '', { about: 'second' });
        });
        const found = await run(({ people }) => Promise.all(userIds.map((userId) => people.findById(userId))));
        expect(found.map((person) => person?.about)).toEqual(['second', ...userIds.slice(1)]);
      });

      test('an e-mail address finds only users who allow it', async () => {
        const [userId, emailKey] = [newId(), `${newId()}@example.org`];
        await suite.fixture().addPerson({ userId, name: userId, nameKey: userId, emailKey });
        const find = (key: string) => run(({ people }) => people.findByEmail(key));
        expect(await find(emailKey)).toBeUndefined();
        await run(async ({ people }) => people.update(userId, { findableByEmail: true }));
        const found = await find(emailKey);
        expect(found).toMatchObject({ userId, name: userId });
        expect(JSON.stringify(found)).not.toContain('@');
        expect(await find('')).toBeUndefined();
        await run(async ({ people }) => people.update(userId, { findableByEmail: false }));
        expect(await find(emailKey)).toBeUndefined();
      });

      test('a prefix of a name key finds the names that begin with it, in byte order, page by page', async () => {
        const tag = newId().toLowerCase();
        const beginning = `${tag}%_\\王`;
        const inside = ['', ' ', '%', '0', '\\', '_', 'a', 'é', '五', '😀'].map((end) => beginning + end);
        const outside = [`${tag}%_\\`, `${tag}%_\\玊`, `${tag}%_\\玌`, `${tag}xx王`, `x${beginning}`];
        for (const nameKey of [...inside, ...outside])
          await suite.fixture().addPerson({ userId: newId(), name: nameKey, nameKey });
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

      test('a deleted account is found by nothing', async () => {
        const userId = await one();
        await run(async ({ people }) => people.update(userId, { about: 'gone', findableByEmail: true }));
        await suite.fixture().removePerson(userId);
        expect(await byId(userId)).toBeUndefined();
        expect(await run(({ people }) => people.exists(userId))).toBe(false);
        expect(await run(({ people }) => people.findByName(`name of ${userId}`))).toBeUndefined();
        expect(await run(({ people }) => people.listByNamePrefix(`name of ${userId}`, '', 5))).toEqual([]);
      });

      test('an invalid id finds no user', async () => {
        for (const strange of INVALID_IDS) expect(await byId(strange), strange).toBeUndefined();
      });
    });

    relationsContract(suite.fixture);
  });
}
