// Detects repeated ids among the most recent ones.

/** Returns a function that is true for an id it has not seen among the last `limit`, and always for the empty id. */
export function recentIds(limit: number): (id: string) => boolean {
  const seen = new Set<string>();
  return (id) => {
    if (id === '') return true;
    if (seen.has(id)) return false;
    seen.add(id);
    if (seen.size > limit) seen.delete(seen.values().next().value ?? '');
    return true;
  };
}
