import { expect, test } from 'vitest';
import { parseFlags } from '../cli/flags.ts';
import type { LoadResult } from '../driver/load-driver.ts';
import type { ResumeResult } from '../driver/resume-tracker.ts';
import { Histogram } from '../ledger/histogram.ts';
import { NO_SECTIONS } from '../report/sections.ts';
import { reconnectStorm } from './reconnect-storm.ts';

function cut(clients: number, resumed: number): ResumeResult {
  const times = new Histogram();
  for (let client = 0; client < resumed; client++) times.record(100);
  return { cut: clients, resumed, lastMs: 100, resumedMs: times, awayMs: times, curve: [resumed] };
}

function parse(...argv: string[]) {
  const flags = parseFlags(['--scenario', 'reconnect-storm', ...argv]);
  if (flags === 'help') throw new TypeError('no help');
  return flags;
}

test('the cuts are spread over the measured part, and each is in the report with its curve of returns', () => {
  const flags = parse('--seconds', '20');
  expect(reconnectStorm.plan(flags).storm).toEqual({ afterSeconds: 5, cut: true, again: [10, 15] });
  const results = [{ resumes: [cut(5, 5), cut(5, 4)] }, { resumes: [cut(5, 5), cut(4, 4)] }] as unknown as LoadResult[];
  const sections = { ...NO_SECTIONS, ...reconnectStorm.sections?.(flags, results) };
  expect(sections.returns).toMatchObject([
    { second: 5, cut: 10, resumed: 10, curve: [10] },
    { second: 10, cut: 9, resumed: 8, curve: [8] },
    { second: 15, cut: 0, resumed: 0 },
  ]);
  expect(reconnectStorm.reportLines?.(sections)).toContainEqual(['cut 2', 'after 10 s of the measured part']);
  expect(reconnectStorm.verdict?.(sections)).toBe('broken');
});

test('the verdict is fine when all come back each time, and nothing when no connection was cut', () => {
  const verdict = (resumes: readonly ResumeResult[]) => {
    const results = [{ resumes }] as unknown as LoadResult[];
    return reconnectStorm.verdict?.({ ...NO_SECTIONS, ...reconnectStorm.sections?.(parse('--cuts', '1'), results) });
  };
  expect(verdict([cut(5, 5)])).toBe('fine');
  expect(verdict([cut(0, 0)])).toBe('nothing');
  expect(verdict([])).toBe('nothing');
});
