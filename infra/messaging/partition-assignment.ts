// Who of a consumer group gets which partition, so that as few as possible move.

/** A member and what it owns now; where two claim a partition, the one of the higher generation has it. */
export interface AssignmentMember {
  readonly id: string;
  readonly generation: number;
  readonly owned: readonly number[];
}

/** Shares partitions 0…count-1 evenly (they differ by one at most) among at least one member; each keeps what it owns up to its share. The same input gives the same answer in any order. */
export function assignPartitions(count: number, members: readonly AssignmentMember[]): Map<string, number[]> {
  const ranked = [...members].sort(
    (a, b) => b.generation - a.generation || b.owned.length - a.owned.length || (a.id < b.id ? -1 : 1),
  );
  const least = Math.floor(count / ranked.length);
  let larger = count - least * ranked.length;
  const free = new Set(Array.from({ length: count }, (_, partition) => partition));
  const shares = ranked.map((member) => ({ id: member.id, owned: member.owned, got: [] as number[] }));
  for (const { owned, got } of shares) {
    for (const partition of owned) {
      if (!free.has(partition) || got.length > least || (got.length === least && larger === 0)) continue;
      if (got.length === least) larger--;
      got.push(partition);
      free.delete(partition);
    }
  }
  for (const partition of free) {
    const smallest = shares.reduce((a, b) => (b.got.length < a.got.length ? b : a));
    smallest.got.push(partition);
  }
  return new Map(shares.map(({ id, got }) => [id, got.sort((a, b) => a - b)]));
}
