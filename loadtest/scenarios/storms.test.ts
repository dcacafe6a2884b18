import { expect, test } from 'vitest';
import type { ResumeResult } from '../driver/resume-tracker.ts';
import { Histogram } from '../ledger/histogram.ts';
import { buildReport, exitCodeFor, formatReport, type Report } from '../report/report.ts';
import { NO_SECTIONS } from '../report/sections.ts';
import { measurementsFixture } from '../report/testing/result-fixture.ts';
import { buildLogInReport } from './login-storm.ts';
import { buildResumeReport } from './resume-storm.ts';

const MEASURED = measurementsFixture({ clients: 2, rate: 0, connected: 2, events: [] });

function resumed(cut: number, afterMs: readonly number[]): ResumeResult {
  const resumedMs = new Histogram();
  for (const ms of afterMs) resumedMs.record(ms);
  const curve = afterMs.some((ms) => ms >= 1000) ? [2, 0, 1] : [afterMs.length];
  return { cut, resumed: afterMs.length, lastMs: resumedMs.maxMs, resumedMs, awayMs: resumedMs, curve };
}

function logInReport(succeeded: number, busy: number, failed: Record<string, number>): Report {
  const [succeededMs, busyMs, retryAfterMs] = [new Histogram(), new Histogram(), new Histogram()];
  const offered = succeeded + busy + Object.values(failed).reduce((sum, times) => sum + times, 0);
  const result = { offered, succeeded, busy, failed, succeededPerSecond: succeeded, succeededMs, busyMs, retryAfterMs };
  return buildReport({
    ...MEASURED,
    scenario: 'login-storm',
    sections: { ...NO_SECTIONS, logIns: buildLogInReport(offered, result) },
  });
}

test('the report counts the clients of all load processes together, and its time is that of the last client of all', () => {
  const report = buildResumeReport('gates', [resumed(3, [100, 200, 500]), resumed(3, [50, 2000, 100])]);
  expect(report).toMatchObject({ by: 'gates', cut: 6, resumed: 6, secondsToLast: 2, perSecond: 3 });
  expect(report.resumedMs.max).toBe(2000);
  expect(report.curve).toEqual([5, 0, 1]);
});

test('the exit code is 1 when a client does not come back, and 2 when the storm cut no connection', () => {
  const storm = { ...buildReport({ ...MEASURED, scenario: 'resume-storm' }) };
  expect(exitCodeFor({ ...storm, resume: buildResumeReport('connections', [resumed(2, [10, 20])]) })).toBe(0);
  expect(exitCodeFor({ ...storm, resume: buildResumeReport('connections', [resumed(2, [10])]) })).toBe(1);
  expect(exitCodeFor({ ...storm, resume: buildResumeReport('connections', [resumed(0, [])]) })).toBe(2);
});

test('the exit code is 2 when no log-in reached the hashing threads', () => {
  expect(exitCodeFor(logInReport(1, 9, {}))).toBe(0);
  expect(exitCodeFor(logInReport(0, 10, {}))).toBe(0);
  expect(exitCodeFor(logInReport(0, 0, { TOO_MANY_TRIES: 10 }))).toBe(2);
});

test('the table shows every reason for which log-ins failed', () => {
  const table = formatReport(logInReport(3, 4, { TOO_MANY_TRIES: 2, 'no answer': 1 }));
  for (const text of ['10 offered', '3 succeeded', '4 told BUSY', 'failed 2 × TOO_MANY_TRIES', 'failed 1 × no answer'])
    expect(table).toContain(text);
});
