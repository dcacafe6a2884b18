import { expect, test } from 'vitest';
import { checkConditions, describeMet, parseConditions } from './conditions.ts';
import { isMetric, readMetric } from './metrics.ts';

const RESULT = { lost: 1, deliveryMs: { p50: 3, p90: 8, p99: 120, max: 300 }, cpu: { gate: 12.5 }, groupDeliveryMs: null };

function met(text: string): string[] {
  const mistakes: string[] = [];
  const conditions = parseConditions(text, mistakes);
  expect(mistakes).toEqual([]);
  return checkConditions(RESULT, conditions).flatMap((checked) => (checked.met ? [checked.text] : []));
}

test('a condition is met by the number of its name, with each operator', () => {
  expect(met('deliveryP99>100, lost>0')).toEqual(['deliveryP99>100', 'lost>0']);
  expect(met('deliveryP99>120,deliveryP99<120,lost!=1,cpu.gate>12.5')).toEqual([]);
  expect(met('deliveryP99>=120,deliveryP99<=120,lost=1,cpu.gate>12.4,deliveryMax<300.5')).toHaveLength(5);
});

test('what a run did not measure counts as met, and is said so', () => {
  const checked = checkConditions(RESULT, parseConditions('groupDeliveryP99>100,cpu.logic>1,resume.secondsToLast>5', []));
  expect(describeMet(checked)).toEqual([
    'groupDeliveryP99>100: not measured',
    'cpu.logic>1: not measured',
    'resume.secondsToLast>5: not measured',
  ]);
  expect(describeMet(checkConditions(RESULT, parseConditions('lost>0', [])))).toEqual(['lost>0: it is 1']);
});

test('a condition that no result can meet is a mistake, in one sentence each', () => {
  const mistakes: string[] = [];
  expect(parseConditions('los>0,lost,lost>x,sustained=1,deliveryMs>3,toString>0,', mistakes)).toEqual([]);
  expect(mistakes).toHaveLength(7);
  expect(mistakes[0]).toContain('"los"');
  expect(mistakes[1]).toContain('not "lost"');
});

test('metrics are the numbers of the schema, also in sections and maps', () => {
  for (const name of ['lost', 'ackP50', 'deliveryMax', 'cpu.gate', 'kibPerConnection', 'logIns.busy', 'reconnects.syncP99'])
    expect(isMetric(name), name).toBe(true);
  expect(isMetric('backgroundCommands.MarkRead.answerP99')).toBe(true);
  for (const name of ['', 'scenario', 'cpu', 'logIns', 'deliveryMs', 'ackP95', 'exitCode.x'])
    expect(isMetric(name), name).toBe(false);
  expect(readMetric(RESULT, 'deliveryMax')).toBe(300);
  expect(readMetric(RESULT, 'groupDeliveryP50')).toBeUndefined();
});
