// Assigns the partitions of a topic to the members of a consumer group, so that as few as possible move.

/** A member and the partitions that it owns now. If two members claim a partition, the one with the higher generation owns it. */
export interface AssignmentMember {
  readonly id: string;
  readonly generation: number;
  readonly owned: readonly number[];
}

/**
 * Assigns partitions 0…count-1 to `members` (at least one), evenly: their totals differ by at most one. Each member keeps the
 * partitions that it owns, up to its total. The result does not depend on the order of `members`.
 */
export function assignPartitions(count: number, members: readonly AssignmentMember[]): Map<string, number[]> {
  const ranked = [...members].sort(
    (a, b) => b.generation - a.generation || b.owned.length - a.owned.length || (a.id < b.id ? -1 : 1),
  );
  const fewest = Math.floor(count / ranked.length);
  let membersWithOneMore = count - fewest * ranked.length;
  const unassigned = new Set(Array.from({ length: count }, (_, partition) => partition));
  const assignments = ranked.map(({ id, owned }) => ({ id, owned, partitions: [] as number[] }));
  for (const { owned, partitions } of assignments) {
    for (const partition of owned) {
      const isFull = partitions.length > fewest || (partitions.length === fewest && membersWithOneMore === 0);
      if (!unassigned.has(partition) || isFull) continue;
      if (partitions.length === fewest) membersWithOneMore--;
      partitions.push(partition);
      unassigned.delete(partition);
    }
  }
  for (const partition of unassigned) {
    const smallest = assignments.reduce((a, b) => (b.partitions.length < a.partitions.length ? b : a));
    smallest.partitions.push(partition);
  }
  return new Map(assignments.map(({ id, partitions }) => [id, partitions.sort((a, b) => a - b)]));
}
