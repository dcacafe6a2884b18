// For tests: a cache in memory that keeps whatever it was given until it is told of a change. Whoever forgets to tell it reads what was.
import type { Cache, CacheKey } from '../../ports/index.ts';

const nameOf = ({ kind, id }: CacheKey): string => `${kind} ${id}`;

export interface MapCache extends Cache {
  /** What was loaded, in order. */
  readonly loaded: string[];
  /** What was said to be changing, in order; with "!" when that had ended. */
  readonly invalidations: string[];
}

export function mapCache(): MapCache {
  const values = new Map<string, object>();
  const changing = new Map<string, number>();
  /** How often each was changed: what was loaded before is not kept after. */
  const changes = new Map<string, number>();
  const loaded: string[] = [];
  const invalidations: string[] = [];

  return {
    loaded,
    invalidations,
    reader: <Value extends object>(kind: string, load: (ids: readonly string[]) => Promise<readonly (Value | undefined)[]>) => {
      return async (id: string): Promise<Value | undefined> => {
        const name = nameOf({ kind, id });
        const known = values.get(name);
        if (known) return known as Value;
        const before = changes.get(name);
        loaded.push(name);
        const [found] = await load([id]);
        if (found && !changing.has(name) && changes.get(name) === before) values.set(name, found);
        return found;
      };
    },
    async invalidate(keys) {
      const names = keys.map(nameOf);
      invalidations.push(...names);
      for (const name of names) {
        changes.set(name, (changes.get(name) ?? 0) + 1);
        changing.set(name, (changing.get(name) ?? 0) + 1);
        values.delete(name);
      }
      return () => {
        for (const name of names) {
          invalidations.push(`!${name}`);
          const others = (changing.get(name) ?? 1) - 1;
          if (others > 0) changing.set(name, others);
          else changing.delete(name);
        }
      };
    },
  };
}
