import { expect, test } from 'vitest';
import { listNames, planChaos } from './schedule.ts';

const choice = (changes: object = {}) => ({ seed: 1, seconds: 120, only: [], ...changes });

test('the same seed makes the same schedule, another one another', () => {
  expect(planChaos(choice())).toEqual(planChaos(choice()));
  expect(planChaos(choice({ seed: 2 }))).not.toEqual(planChaos(choice()));
});

test('many seeds together make every kind of fault, in order, and leave time to come back', () => {
  const kinds = new Set<string>();
  for (let seed = 0; seed < 50; seed++) {
    const faults = planChaos(choice({ seed }));
    expect(faults.length).toBeGreaterThan(8);
    expect(faults.map(({ atSeconds }) => atSeconds)).toEqual(faults.map(({ atSeconds }) => atSeconds).sort((a, b) => a - b));
    for (const { kind, atSeconds } of faults) {
      kinds.add(kind);
      expect(atSeconds + (kind === 'freeze' ? 10 : 0)).toBeLessThanOrEqual(105);
    }
  }
  expect([...kinds].sort()).toEqual(['cut-connections', 'freeze', 'kill', 'repeat', 'restart', 'roll', 'scale']);
});

test('--only chooses kinds, processes and roles', () => {
  const only = (...names: string[]) => planChaos(choice({ only: names, seconds: 600 }));
  expect(new Set(only('kill', 'kafka').map(({ kind, process }) => `${kind} ${process}`))).toEqual(new Set(['kill kafka']));
  expect(new Set(only('gate').map(({ process }) => process))).toEqual(new Set(['gate-0', 'gate-1']));
  expect(() => only('roll', 'kafka')).toThrow(`--only roll,kafka leaves no fault: ${listNames().join(', ')}`);
});
