// What never changes once it has a version: kept in the memory of the process, those that are asked for, up to a bound.

/** Lists by name and version. The newest version of each name alone: an older one is not asked for again. */
export interface VersionCache {
  get(name: string, version: number): readonly string[] | undefined;
  set(name: string, version: number, list: readonly string[]): void;
}

/** Holds lists with at most so many entries in all; what was not asked for the longest goes first. */
export function versionCache(maxEntries: number): VersionCache {
  // A Map is in the order in which its keys came.
  const all = new Map<string, { readonly version: number; readonly list: readonly string[] }>();
  let entries = 0;
  const size = (list: readonly string[]): number => list.length + 1;

  function forget(name: string): void {
    entries -= size(all.get(name)?.list ?? []);
    all.delete(name);
  }

  return {
    get(name, version) {
      const found = all.get(name);
      if (found?.version !== version) return undefined;
      all.delete(name);
      all.set(name, found);
      return found.list;
    },
    set(name, version, list) {
      const before = all.get(name);
      if (before && before.version > version) return;
      if (before) forget(name);
      if (size(list) > maxEntries) return;
      all.set(name, { version, list });
      entries += size(list);
      while (entries > maxEntries) forget(all.keys().next().value ?? '');
    },
  };
}
