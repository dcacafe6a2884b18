import { expect, test } from 'vitest';
import { CHAOS_KINDS, FAULT_KINDS } from '../cli/planned-faults.ts';
import { listNames, planChaos } from './schedule.ts';

const choice = (changes: object = {}) => ({ seed: 1, seconds: 120, only: [], brokers: 1, hasSmallDisk: false, ...changes });

test('the same seed makes the same schedule, another one another', () => {
  expect(planChaos(choice())).toEqual(planChaos(choice()));
  expect(planChaos(choice({ seed: 2 }))).not.toEqual(planChaos(choice()));
});

test('many seeds together make every kind of fault, in order, and leave time to come back', () => {
  const kinds = new Set<string>();
  for (let seed = 0; seed < 50; seed++) {
    const faults = planChaos(choice({ seed, brokers: 3, hasSmallDisk: true }));
    expect(faults.length).toBeGreaterThan(8);
    expect(faults.map(({ atSeconds }) => atSeconds)).toEqual(faults.map(({ atSeconds }) => atSeconds).sort((a, b) => a - b));
    for (const { kind, atSeconds } of faults) {
      kinds.add(kind);
      expect(atSeconds + (kind === 'freeze' ? 10 : 0)).toBeLessThanOrEqual(105);
    }
  }
  expect([...kinds].sort()).toEqual([...FAULT_KINDS, ...CHAOS_KINDS].sort());
});

test('--only chooses kinds, processes and roles', () => {
  const only = (...names: string[]) => planChaos(choice({ only: names, seconds: 600 }));
  expect(new Set(only('kill', 'kafka').map(({ kind, process }) => `${kind} ${process}`))).toEqual(new Set(['kill kafka']));
  expect(new Set(only('gate', 'drain').map(({ process }) => process))).toEqual(new Set(['gate-0', 'gate-1']));
  expect(new Set(only('slow', 'redis').map(({ process }) => process.split(':')[1]))).toEqual(new Set(['redis']));
  expect(() => only('roll', 'kafka')).toThrow(`--only roll,kafka leaves no fault: ${listNames().join(', ')}`);
});

test('the leader, the controller and two brokers are lost only where there are three, and only small disks are filled', () => {
  const processes = (changes: object) => new Set(planChaos(choice({ seconds: 3000, ...changes })).map(({ process }) => process));
  expect([...processes({ brokers: 3 })]).toEqual(expect.arrayContaining(['kafka-leader', 'kafka-controller', 'kafka-two']));
  expect([...processes({})].filter((process) => /leader|controller|two/.test(process))).toEqual([]);
  expect(() => planChaos(choice({ only: ['fill-disk'] }))).toThrow('--only fill-disk leaves no fault');
  expect(planChaos(choice({ only: ['fill-disk'], hasSmallDisk: true })).length).toBeGreaterThan(5);
});

test('each kind comes once before one comes again, and faults keep the gap that is asked for', () => {
  const faults = planChaos(choice({ seconds: 600, gapSeconds: 14, hasSmallDisk: true }));
  const kinds = FAULT_KINDS.length + CHAOS_KINDS.length;
  expect(new Set(faults.slice(0, kinds).map(({ kind }) => kind)).size).toBe(kinds);
  const gaps = faults.slice(1).map(({ atSeconds }, i) => atSeconds - (faults[i]?.atSeconds ?? 0));
  expect(Math.min(...gaps)).toBeGreaterThan(13.8);
});
