import { expect, test } from 'vitest';
import { buildReport, formatReport } from '../report/report.ts';
import { measurementsFixture } from '../report/testing/result-fixture.ts';
import { findGeneratorLimits, GeneratorMeter } from './generator-meter.ts';

test('a process that blocks its event loop is found', async () => {
  const meter = new GeneratorMeter();
  meter.start();
  await new Promise((resolve) => setTimeout(resolve, 50));
  for (let blocked = 0; blocked < 4; blocked++) {
    const untilMs = performance.now() + 200;
    while (performance.now() < untilMs) Math.hypot(3, 4);
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
  meter.stop();
  const busy = meter.result('load process 1');
  expect(busy.loopDelayMs).toBeGreaterThan(150);
  expect(busy.cpuPercent).toBeGreaterThan(0);
  expect(findGeneratorLimits([busy], 0)).toContainEqual(
    expect.stringMatching(/^the event loop of load process 1 came [\d.]+ ms/),
  );
});

test('each limit is a sentence, and the report says that the generator was the limit', () => {
  const idle = { name: 'load process 1', cpuPercent: 90, loopDelayMs: 50 };
  expect(findGeneratorLimits([idle], 50)).toEqual([]);
  const limits = findGeneratorLimits([idle, { name: 'load process 2', cpuPercent: 97.5, loopDelayMs: 80 }], 51);
  expect(limits).toEqual([
    'messages were sent 51 ms late (p99)',
    'load process 2 used 97.5 % of a core',
    'the event loop of load process 2 came 80 ms late (p99)',
  ]);
  const report = { ...buildReport(measurementsFixture()), generatorLimited: true, generatorLimits: limits };
  expect(formatReport(report)).toMatch(/^GENERATOR {5}messages were sent 51 ms late \(p99\)\n.*load process 2 used/m);
  expect(formatReport(report)).toContain('so the generator was the limit: add --workers, cores, or --generators');
  expect(formatReport(buildReport(measurementsFixture()))).not.toContain('GENERATOR');
});
