// Finds a small part of a schedule that still fails.
import type { PlannedFault } from '../cli/planned-faults.ts';

/**
 * Leaves out ever smaller pieces of the schedule as long as what remains fails. `fails` runs a schedule. At most `maxRuns` runs.
 * A failure that does not always come back ends with a larger schedule.
 */
export async function shrinkSchedule(
  faults: readonly PlannedFault[],
  fails: (faults: readonly PlannedFault[]) => Promise<boolean>,
  maxRuns: number,
): Promise<readonly PlannedFault[]> {
  let smallest = faults;
  let runs = 0;
  for (
    let piece = Math.ceil(faults.length / 2);
    piece >= 1 && smallest.length > 1;
    piece = piece === 1 ? 0 : Math.ceil(piece / 2)
  ) {
    for (let from = 0; from < smallest.length && smallest.length > 1; ) {
      if (runs++ >= maxRuns) return smallest;
      const rest = [...smallest.slice(0, from), ...smallest.slice(from + piece)];
      if (rest.length > 0 && (await fails(rest))) smallest = rest;
      else from += piece;
    }
  }
  return smallest;
}
