import { describe, expect, test } from 'vitest';
import { im } from '../proto/rpc.ts';
import { Members } from './members.ts';

function report(fields: im.InstanceReport.$Properties): im.InstanceReport {
  const full = { role: 'gate', instance: 'gate-0', process: 'first', number: 1, ...fields };
  return im.InstanceReport.decode(im.InstanceReport.encode(full).finish()) as im.InstanceReport;
}

/** Members with a clock of the test, and their own reports that come back each second. */
function membersAt() {
  let now = 1000;
  const members = new Members(() => now);
  members.markHeard();
  return {
    members,
    names: () => members.list().map(({ report: { instance } }) => instance),
    /** Seconds in which own reports come back. */
    hear(seconds: number) {
      for (let i = 0; i < seconds; i++) {
        now += 1000;
        members.markHeard();
      }
    },
    /** Seconds in which nothing comes through the log. */
    hearNothing(seconds: number) {
      now += seconds * 1000;
    },
  };
}

describe('the members', () => {
  test('an instance is a member with its first report, and is gone after three missing ones', () => {
    const { members, names, hear } = membersAt();
    members.take(report({}));
    members.take(report({ role: 'logic', instance: 'logic-0', process: 'other' }));
    expect(names()).toEqual(['gate-0', 'logic-0']);
    for (let number = 2; number <= 5; number++) {
      hear(1);
      members.take(report({ number }));
    }
    expect(names()).toEqual(['gate-0']);
    hear(3);
    expect(names()).toEqual(['gate-0']);
    hear(1);
    expect(names()).toEqual([]);
  });

  test('everybody has been heard when others had the time to report since the first own report', () => {
    const { members, hear, hearNothing } = membersAt();
    hear(1);
    expect(members.hasHeardAll).toBe(false);
    hear(1);
    expect(members.hasHeardAll).toBe(true);
    hearNothing(600);
    expect(members.hasHeardAll).toBe(false);
    expect(members.hasOnceHeardAll).toBe(true);
  });

  test('an outage of the log is no death: nobody is gone until own reports come back and others do not', () => {
    const { members, names, hear, hearNothing } = membersAt();
    members.take(report({}));
    hearNothing(600);
    expect(members.isHearing).toBe(false);
    hear(1);
    expect(members.isHearing).toBe(true);
    expect(names()).toEqual(['gate-0']);
    // The others get 5 s to reach the log again.
    expect(members.knowsAbsence).toBe(false);
    hear(6);
    expect(names()).toEqual(['gate-0']);
    hear(3);
    expect(names()).toEqual([]);
  });

  test('a restarted instance replaces its former process, whose late reports are stale', () => {
    const { members } = membersAt();
    members.take(report({ number: 50 }));
    members.take(report({ process: 'second' }));
    members.take(report({ number: 50 }));
    members.take(report({ number: 3 }));
    expect(members.list().map(({ report: { process } }) => process)).toEqual(['second']);
    expect(members.dropped).toEqual({ stale: 2, malformed: 0, excess: 0 });
  });

  test('a repeated report is stale, also one of a member that is gone', () => {
    const { members, names, hear } = membersAt();
    members.take(report({ number: 7 }));
    members.take(report({ number: 7 }));
    hear(5);
    members.take(report({ number: 7 }));
    expect(names()).toEqual([]);
    expect(members.dropped.stale).toBe(2);
    members.take(report({ number: 8 }));
    expect(names()).toEqual(['gate-0']);
  });

  test('two living processes of one name are told, for as long as both live', () => {
    const { members, hear } = membersAt();
    const isDoubled = () => members.list()[0]?.isDoubled;
    for (let number = 1; number <= 3; number++) {
      members.take(report({ number }));
      members.take(report({ number, process: 'rival' }));
      hear(1);
    }
    expect(isDoubled()).toBe(true);
    for (let number = 4; number <= 9; number++) {
      members.take(report({ number, process: 'rival' }));
      hear(1);
    }
    expect(isDoubled()).toBe(false);
  });

  test('an instance that was gone and reports again is no second process of its name', () => {
    const { members, hear } = membersAt();
    members.take(report({ number: 1 }));
    hear(5);
    members.take(report({ number: 2 }));
    expect(members.list().map(({ isDoubled }) => isDoubled)).toEqual([false]);
  });

  test('reports without a name, a process or a number are malformed', () => {
    const { members, names } = membersAt();
    for (const fields of [{ role: '' }, { instance: '' }, { process: '' }, { number: 0 }]) members.take(report(fields));
    expect(names()).toEqual([]);
    expect(members.dropped.malformed).toBe(4);
  });

  test('a member keeps an earlier report of the same process, from which rates are known', () => {
    const { members } = membersAt();
    const earlier = (): number | undefined => members.list()[0]?.before?.number;
    members.take(report({ number: 1, measuredAtMs: 1000 }));
    expect(earlier()).toBeUndefined();
    for (let number = 2; number <= 20; number++) {
      members.take(report({ number, measuredAtMs: number * 1000 }));
      expect(earlier()).toBeLessThan(number);
      expect(number - (earlier() ?? 0)).toBeLessThanOrEqual(6);
    }
    expect(20 - (earlier() ?? 0)).toBeGreaterThanOrEqual(3);
    members.take(report({ process: 'second', number: 1, measuredAtMs: 500 }));
    expect(earlier()).toBeUndefined();
  });
});
