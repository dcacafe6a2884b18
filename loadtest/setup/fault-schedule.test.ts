import { expect, test } from 'vitest';
import type { PlannedFault } from '../cli/planned-faults.ts';
import { FaultSchedule } from './fault-schedule.ts';

const fault = (process: string, atSeconds: number): PlannedFault => ({ kind: 'kill', process, atSeconds });

test('each fault is injected at its moment, also while an earlier one is not over', async () => {
  const began: string[] = [];
  const schedule = new FaultSchedule([fault('slow', 0.02), fault('fast', 0.06), fault('first', 0)], async ({ process }) => {
    began.push(process);
    if (process === 'slow') await expect.poll(() => began).toContain('fast');
  });
  schedule.start();
  const injected = await schedule.finish();
  expect(injected.map(({ process }) => process)).toEqual(['first', 'slow', 'fast']);
  expect(began).toEqual(['first', 'slow', 'fast']);
  for (const { startedMs, readyMs } of injected) expect(readyMs).toBeGreaterThanOrEqual(startedMs);
});

test('a process that does not come back is an error of the run', async () => {
  const schedule = new FaultSchedule([fault('logic', 0)], () => Promise.reject(new Error('not ready')));
  schedule.start();
  await expect(schedule.finish()).rejects.toThrow('not ready');
});

test('a run that ends early injects nothing more', async () => {
  const began: string[] = [];
  const schedule = new FaultSchedule([fault('logic', 0.05)], async ({ process }) => void began.push(process));
  schedule.start();
  schedule.stop();
  const later = new FaultSchedule([fault('gate', 0.1)], async ({ process }) => void began.push(process));
  later.start();
  await later.finish();
  expect(began).toEqual(['gate']);
});
