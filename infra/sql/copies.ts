// Readings from the cache: copies of what is committed, made by a statement of their own where there is none.
import { type Cache, type CacheKey, StoreFailed } from '../ports.ts';
import type { Reader } from './connection.ts';
import type { CopiedReading } from './tables.ts';

/** What the engine asks instead of the database. */
export interface Copies {
  /** As it is committed. Throws StoreFailed where neither the cache nor the database answers. */
  read<Value extends object>(reading: CopiedReading<Value>, id: string): Promise<Value | undefined>;
  /** See Cache. */
  changing(keys: readonly CacheKey[]): Promise<() => void>;
}

/** Copies in `cache` of what `reader` reads. */
export function copies(cache: Cache, { dialect, read }: Reader): Copies {
  const kinds = new Map<CopiedReading<object>, (id: string) => Promise<object | undefined>>();

  function kindOf<Value extends object>(reading: CopiedReading<Value>): (id: string) => Promise<object | undefined> {
    const known = kinds.get(reading);
    if (known) return known;
    const made = cache.reader(reading.kind, async (ids): Promise<(Value | undefined)[]> => {
      try {
        return reading.answer(await read(reading.sql(ids, dialect)), ids);
      } catch (error) {
        throw new StoreFailed(`nothing can be read of ${reading.kind}`, { cause: error });
      }
    });
    kinds.set(reading, made);
    return made;
  }

  return {
    read: async <Value extends object>(reading: CopiedReading<Value>, id: string) =>
      (await kindOf(reading)(id)) as Value | undefined,
    changing: (keys) => cache.changing(keys),
  };
}

/** The name of a thing among the keys of all kinds. */
export function nameOf({ kind, id }: CacheKey): string {
  return `${kind} ${id}`;
}
