import { expect, test } from 'vitest';
import type { PlannedFault } from '../cli/planned-faults.ts';
import { shrinkSchedule } from './shrink.ts';

const faults = Array.from({ length: 16 }, (_, at): PlannedFault => ({ kind: 'kill', process: `logic-${at}`, atSeconds: at }));
const needs =
  (...names: string[]) =>
  async (some: readonly PlannedFault[]): Promise<boolean> =>
    names.every((name) => some.some(({ process }) => process === name));

test('what remains are the faults that a failure needs', async () => {
  expect((await shrinkSchedule(faults, needs('logic-3'), 100)).map(({ process }) => process)).toEqual(['logic-3']);
  const two = await shrinkSchedule(faults, needs('logic-3', 'logic-12'), 100);
  expect(two.map(({ process }) => process)).toEqual(['logic-3', 'logic-12']);
});

test('the number of runs is bounded, and a failure that does not come back keeps the schedule', async () => {
  let runs = 0;
  const never = async (): Promise<boolean> => {
    runs++;
    return false;
  };
  expect(await shrinkSchedule(faults, never, 10)).toEqual(faults);
  expect(runs).toBe(10);
});
