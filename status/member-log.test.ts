import { expect, test } from 'vitest';
import type { Log } from '../infra/ports/index.ts';
import { im } from '../proto/rpc.ts';
import { MemberLog } from './member-log.ts';
import { Members } from './members.ts';

const HOUR_MS = 3_600_000;

/** Members whose log lines are kept, with clocks of the test. */
function membersAt() {
  let nowMs = 1000;
  const lines: string[] = [];
  const note =
    (level: string) =>
    (fields: object, message: string): void =>
      void lines.push(`${level} ${(fields as { member?: string }).member ?? ''}: ${message}`);
  const log: Log = { debug: note('debug'), info: note('info'), warn: note('warn'), error: note('error') };
  const members = new Members(() => nowMs);
  let left = 10;
  const memberLog = new MemberLog(log, { take: () => left-- > 0 }, () => nowMs);
  memberLog.follow(members);
  members.markHeard();
  return {
    lines,
    take(fields: im.InstanceReport.$Properties) {
      const full = { role: 'gate', instance: 'gate-0', process: 'first', ...fields };
      const report = im.InstanceReport.decode(im.InstanceReport.encode(full).finish()) as im.InstanceReport;
      const dropped = members.take(report);
      if (dropped) memberLog.logDropped(dropped, report);
      else memberLog.checkClock(report);
    },
    now: () => nowMs,
    hear(seconds: number) {
      for (let i = 0; i < seconds; i++) {
        nowMs += 1000;
        members.markHeard();
      }
    },
  };
}

test('an operator reads who comes, restarts, lacks something, stops and dies', () => {
  const { lines, take, hear } = membersAt();
  take({ number: 1 });
  take({ number: 2 });
  take({ number: 3, missing: ['Kafka: is unavailable'] });
  take({ number: 4 });
  hear(4);
  take({ process: 'second', number: 1 });
  take({ process: 'third', number: 1 });
  take({ process: 'third', number: 2, draining: true });
  hear(4);
  expect(lines).toEqual([
    'info gate-0: instance joined',
    'warn gate-0: instance not ready',
    'info gate-0: instance changed',
    'warn gate-0: instance gone: three reports are missing',
    'info gate-0: instance joined',
    'info gate-0: instance restarted',
    'info gate-0: instance changed',
    'info gate-0: instance stopped',
  ]);
});

test('two instances of one name are one line, not one per report', () => {
  const { lines, take, hear } = membersAt();
  for (let number = 1; number <= 20; number++) {
    take({ number });
    take({ process: 'rival', number });
    hear(1);
  }
  expect(lines.filter((line) => line.includes('two processes use this IM_INSTANCE'))).toHaveLength(1);
  expect(lines).toHaveLength(3);
});

test('reports of the past and reports without a name are dropped with a line each, ten a minute at most', () => {
  const { lines, take } = membersAt();
  take({ number: 7 });
  take({ number: 7 });
  take({ role: '', number: 8 });
  for (let i = 0; i < 1000; i++) take({ number: 5 });
  expect(lines[1]).toBe(
    'warn gate-0: report dropped: it is older than what is known, or of a process that another one has replaced',
  );
  expect(lines[2]).toContain('report dropped: it lacks fields');
  expect(lines).toHaveLength(11);
});

test('a clock that is an hour off is one line, and one when it is right again; it makes nobody dead', () => {
  const { lines, take, now, hear } = membersAt();
  for (let number = 1; number <= 10; number++) {
    take({ number, checkup: { wallClock: now() + HOUR_MS } });
    hear(1);
  }
  take({ number: 11, checkup: { wallClock: now() - 2000 } });
  expect(lines).toEqual([
    'info gate-0: instance joined',
    'warn gate-0: the clock of an instance differs from mine: run NTP on both machines',
    'info gate-0: the clock of an instance is right again',
  ]);
});
