// The contract of the port Cache: every adapter passes it.
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

/** A table to load from. It records the calls, and delays their answers while `delay` is set. */
export function fakeTable(rows: Record<string, Profile>) {
  const calls: (readonly string[])[] = [];
  const state = { rows, calls, delay: undefined as Promise<void> | undefined };
  return {
    ...state,
    state,
    load: async (ids: readonly string[]): Promise<(Profile | undefined)[]> => {
      calls.push(ids);
      const found = ids.map((id) => rows[id]);
      await state.delay;
      return found;
    },
  };
}

/** The test suite of the port. Each fixture is empty. */
export function cacheContract(name: string, makeFixture: () => Promise<CacheFixture>): void {
  describe(`${name}: cache`, () => {
    let fixture: CacheFixture;

    beforeEach(async () => {
      fixture = await makeFixture();
    });
    afterEach(() => fixture.release());

    test('reads of one turn of the event loop are loaded together, each id once', async () => {
      const { load, calls } = fakeTable({ alice: { text: 'a' }, bob: { text: 'b' } });
      const read = fixture.cache.reader('profile', load);
      const found = await Promise.all(['alice', 'bob', 'alice', 'nobody'].map(read));
      expect(found).toEqual([{ text: 'a' }, { text: 'b' }, { text: 'a' }, undefined]);
      expect(calls).toEqual([['alice', 'bob', 'nobody']]);
    });

    test('a cached value of any content is returned unchanged, and kinds do not mix', async () => {
      const value = { text: 'v"\u0000é💬\\', list: [1, { deep: null }], none: '' };
      const read = fixture.cache.reader('one', async () => [value]);
      const readOther = fixture.cache.reader('other', async () => [{ text: 'other' }]);
      for (let i = 0; i < 2; i++) {
        expect(await read('x')).toEqual(value);
        expect(await readOther('x')).toEqual({ text: 'other' });
      }
    });

    test('more ids than fit into one load are all read', async () => {
      const read = fixture.cache.reader('many', async (ids) => ids.map((text) => ({ text })));
      const ids = Array.from({ length: 1200 }, (_, i) => `id-${i}`);
      expect(await Promise.all(ids.map(read))).toEqual(ids.map((text) => ({ text })));
      expect(await Promise.all(ids.map(read))).toEqual(ids.map((text) => ({ text })));
    });

    test('after a write every instance reads the new value at once, also of an id that did not exist before', async () => {
      const { load, rows } = fakeTable({ alice: { text: 'before' } });
      const [here, there] = [fixture.cache.reader('profile', load), fixture.other.reader('profile', load)];
      expect([await here('alice'), await there('new')]).toEqual([{ text: 'before' }, undefined]);
      const done = await fixture.cache.invalidate([
        { kind: 'profile', id: 'alice' },
        { kind: 'profile', id: 'new' },
      ]);
      rows.alice = { text: 'after' };
      rows.new = { text: 'new' };
      done();
      for (const read of [here, there]) expect([await read('alice'), await read('new')]).toEqual([rows.alice, rows.new]);
    });

    test('a reader that loaded before a write and fills the cache after it does not expose the old value', async () => {
      const { load, rows, state } = fakeTable({ alice: { text: 'before' } });
      const read = fixture.cache.reader('profile', load);
      const { promise, resolve } = Promise.withResolvers<void>();
      state.delay = promise;
      const slow = read('alice');
      await expect.poll(() => state.calls.length).toBe(1);
      const done = await fixture.other.invalidate([{ kind: 'profile', id: 'alice' }]);
      rows.alice = { text: 'after' };
      done();
      resolve();
      state.delay = undefined;
      expect(await slow).toEqual({ text: 'before' });
      for (let i = 0; i < 3; i++) expect(await read('alice')).toEqual({ text: 'after' });
    });

    test('a value loaded during a write is not read after the write', async () => {
      const { load, rows } = fakeTable({ alice: { text: 'before' } });
      const read = fixture.cache.reader('profile', load);
      const done = await fixture.other.invalidate([{ kind: 'profile', id: 'alice' }]);
      expect(await read('alice')).toEqual({ text: 'before' });
      rows.alice = { text: 'after' };
      done();
      expect(await read('alice')).toEqual({ text: 'after' });
    });

    test('when two writers change one value, readers get no outdated value after the first writer has ended', async () => {
      const { load, rows } = fakeTable({ alice: { text: '0' } });
      const read = fixture.cache.reader('profile', load);
      const key = { kind: 'profile', id: 'alice' };
      const [first, second] = [await fixture.cache.invalidate([key]), await fixture.other.invalidate([key])];
      rows.alice = { text: '1' };
      first();
      expect(await read('alice')).toEqual({ text: '1' });
      rows.alice = { text: '2' };
      // The second writer has not ended its invalidation yet.
      expect(await read('alice')).toEqual({ text: '2' });
      second();
      expect(await read('alice')).toEqual({ text: '2' });
    });

    test('a failed load rejects the read, and the next read loads again', async () => {
      let fails = true;
      const read = fixture.cache.reader('profile', async () => {
        if (fails) throw new Error('the store is unavailable');
        return [{ text: 'a' }];
      });
      await expect(read('alice')).rejects.toThrow('the store is unavailable');
      fails = false;
      expect(await read('alice')).toEqual({ text: 'a' });
    });
  });
}
