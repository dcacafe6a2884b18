// What every Cache adapter promises.
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { Cache } from '../../ports/index.ts';

export interface CacheFixture {
  readonly cache: Cache;
  /** The same cache, of another instance. */
  readonly other: Cache;
  release(): Promise<void>;
}

interface Profile {
  readonly text: string;
}

/** Tables to load from, which count their calls and can be held up. */
export function fakeTable(rows: Record<string, Profile>) {
  const calls: (readonly string[])[] = [];
  const state = { rows, calls, hold: undefined as Promise<void> | undefined };
  return {
    ...state,
    state,
    load: async (ids: readonly string[]): Promise<(Profile | undefined)[]> => {
      calls.push(ids);
      const answer = ids.map((id) => rows[id]);
      await state.hold;
      return answer;
    },
  };
}

/** The suite. Each world is empty. */
export function cacheContract(name: string, makeWorld: () => Promise<CacheFixture>): void {
  describe(`${name}: cache`, () => {
    let world: CacheFixture;

    beforeEach(async () => {
      world = await makeWorld();
    });
    afterEach(() => world.release());

    test('what is asked for in one turn is loaded at once, each id once', async () => {
      const { load, calls } = fakeTable({ alice: { text: 'a' }, bob: { text: 'b' } });
      const read = world.cache.reader('profile', load);
      const found = await Promise.all(['alice', 'bob', 'alice', 'nobody'].map(read));
      expect(found).toEqual([{ text: 'a' }, { text: 'b' }, { text: 'a' }, undefined]);
      expect(calls).toEqual([['alice', 'bob', 'nobody']]);
    });

    test('values of any content come back as they were; kinds do not get into each other', async () => {
      const value = { text: 'v"\u0000é💬\\', list: [1, { deep: null }], none: '' };
      const read = world.cache.reader('one', async () => [value]);
      const readOther = world.cache.reader('other', async () => [{ text: 'other' }]);
      for (let i = 0; i < 2; i++) {
        expect(await read('x')).toEqual(value);
        expect(await readOther('x')).toEqual({ text: 'other' });
      }
    });

    test('more ids than one look-up takes are all answered', async () => {
      const read = world.cache.reader('many', async (ids) => ids.map((text) => ({ text })));
      const ids = Array.from({ length: 1200 }, (_, i) => `id-${i}`);
      expect(await Promise.all(ids.map(read))).toEqual(ids.map((text) => ({ text })));
      expect(await Promise.all(ids.map(read))).toEqual(ids.map((text) => ({ text })));
    });

    test('what was changed is read as it is now, at once and everywhere, what was not there before too', async () => {
      const { load, rows } = fakeTable({ alice: { text: 'before' } });
      const [here, there] = [world.cache.reader('profile', load), world.other.reader('profile', load)];
      expect([await here('alice'), await there('new')]).toEqual([{ text: 'before' }, undefined]);
      const done = await world.cache.invalidate([
        { kind: 'profile', id: 'alice' },
        { kind: 'profile', id: 'new' },
      ]);
      rows.alice = { text: 'after' };
      rows.new = { text: 'new' };
      done();
      for (const read of [here, there]) expect([await read('alice'), await read('new')]).toEqual([rows.alice, rows.new]);
    });

    test('what was loaded before a change and comes late is not found after it', async () => {
      const { load, rows, state } = fakeTable({ alice: { text: 'before' } });
      const read = world.cache.reader('profile', load);
      const { promise, resolve } = Promise.withResolvers<void>();
      state.hold = promise;
      const slow = read('alice');
      await expect.poll(() => state.calls.length).toBe(1);
      const done = await world.other.invalidate([{ kind: 'profile', id: 'alice' }]);
      rows.alice = { text: 'after' };
      done();
      resolve();
      state.hold = undefined;
      expect(await slow).toEqual({ text: 'before' });
      for (let i = 0; i < 3; i++) expect(await read('alice')).toEqual({ text: 'after' });
    });

    test('what was loaded while it is being changed is not found after it', async () => {
      const { load, rows } = fakeTable({ alice: { text: 'before' } });
      const read = world.cache.reader('profile', load);
      const done = await world.other.invalidate([{ kind: 'profile', id: 'alice' }]);
      expect(await read('alice')).toEqual({ text: 'before' });
      rows.alice = { text: 'after' };
      done();
      expect(await read('alice')).toEqual({ text: 'after' });
    });

    test('two change the same thing at once: neither uncovers what the other has not committed yet', async () => {
      const { load, rows } = fakeTable({ alice: { text: '0' } });
      const read = world.cache.reader('profile', load);
      const key = { kind: 'profile', id: 'alice' };
      const [first, second] = [await world.cache.invalidate([key]), await world.other.invalidate([key])];
      rows.alice = { text: '1' };
      first();
      expect(await read('alice')).toEqual({ text: '1' });
      rows.alice = { text: '2' };
      // The second dies here: nobody says that its change has ended.
      expect(await read('alice')).toEqual({ text: '2' });
      second();
      expect(await read('alice')).toEqual({ text: '2' });
    });

    test('where loading fails the reader is told, and the next one loads again', async () => {
      let fails = true;
      const read = world.cache.reader('profile', async () => {
        if (fails) throw new Error('the store is away');
        return [{ text: 'a' }];
      });
      await expect(read('alice')).rejects.toThrow('the store is away');
      fails = false;
      expect(await read('alice')).toEqual({ text: 'a' });
    });
  });
}
