import { expect, test } from 'vitest';
import { calibration } from './calibration.ts';
import { assertQuiet, judgeCost, MachineBusyError, medianCost } from './cost-check.ts';

const cost = (units: number) => ({ units, microsPerMessage: 100, microsPerUnit: 25 });

test('a cost of 25 % above the record is good, and one of 26 % fails with the remedy', () => {
  expect(judgeCost(cost(4), cost(5))).toEqual({ isGood: true, text: expect.stringContaining('+25 % of the recorded 4: good') });
  expect(judgeCost(cost(4), cost(3)).isGood).toBe(true);
  const failed = judgeCost(cost(4), cost(5.05));
  expect(failed.isGood).toBe(false);
  expect(failed.text).toMatch(/\+26 % of the recorded 4: FAILED.*npm run bench -- --record/);
});

test('a machine on which a burst takes longer than 15 s is too busy to tell', () => {
  expect(() => assertQuiet(15_000)).not.toThrow();
  expect(() => assertQuiet(15_600)).toThrow(new MachineBusyError('this machine is too busy, 4000 messages took 16 s'));
});

test('one slow burst does not change the cost', () => {
  expect(medianCost([cost(4), cost(4.2), cost(90)]).units).toBe(4.2);
});

test('the calibration measures processor time, about the same each time', () => {
  const measure = calibration();
  const [first, second] = [measure(15), measure(15)];
  expect(first).toBeGreaterThan(0);
  expect(second / first).toBeGreaterThan(0.2);
  expect(second / first).toBeLessThan(5);
});
