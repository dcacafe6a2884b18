// The version cache keeps lists in the memory of the process. A list is valid for one version of its owner's row. LRU eviction.
import { noMetrics } from '../memory/no-metrics.ts';
import type { Metrics } from '../ports/index.ts';

/** Lists by name and version. Keeps only the newest version of each name, because versions only rise. */
export interface VersionCache {
  get(name: string, version: number): readonly string[] | undefined;
  set(name: string, version: number, list: readonly string[]): void;
}

/**
 * Holds at most `maxEntries` entries over all lists, and evicts the least recently used lists. An empty list counts as one
 * entry.
 */
export function versionCache(maxEntries: number, metrics: Metrics = noMetrics): VersionCache {
  const reads = metrics.counters('im_version_cache_reads_total', 'Reads of lists that are cached by version.', 'result');
  const hits = reads.of('hit');
  const misses = reads.of('miss');
  // A Map iterates in the order of insertion: least recently used first.
  const lists = new Map<string, { readonly version: number; readonly list: readonly string[] }>();
  let entries = 0;
  const sizeOf = (list: readonly string[]): number => list.length + 1;

  function evict(name: string): void {
    entries -= sizeOf(lists.get(name)?.list ?? []);
    lists.delete(name);
  }

  return {
    get(name, version) {
      const found = lists.get(name);
      if (found?.version !== version) {
        misses.add();
        return undefined;
      }
      hits.add();
      lists.delete(name);
      lists.set(name, found);
      return found.list;
    },
    set(name, version, list) {
      const before = lists.get(name);
      if (before && before.version > version) return;
      if (before) evict(name);
      if (sizeOf(list) > maxEntries) return;
      lists.set(name, { version, list });
      entries += sizeOf(list);
      while (entries > maxEntries) evict(lists.keys().next().value ?? '');
    },
  };
}
