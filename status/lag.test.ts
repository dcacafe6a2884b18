import { expect, test } from 'vitest';
import { im } from '../proto/rpc.ts';
import { LagHistory } from './lag.ts';
import { Members } from './members.ts';

type Partitions = im.InstanceReport.Partition.$Properties[];

function lagFixture(ends: readonly number[] = []) {
  let nowMs = 0;
  let number = 0;
  const members = new Members(() => nowMs);
  const topics = { service: (name: string) => `im.${name.toLowerCase()}.1` };
  const readEnds = async () => new Map([['im.logic.1', new Map(ends.entries())]]);
  const history = new LagHistory({ members, services: ['Logic', 'Verify'], topics, partitions: 2, readEnds, now: () => nowMs });
  return {
    history,
    report(instance: string, partitions: Partitions, process = instance): void {
      const services = [{ service: 'logic', owned: partitions.length, partitions }];
      const report = { role: 'logic', instance, process, number: ++number, services };
      members.take(im.InstanceReport.decode(im.InstanceReport.encode(report).finish()) as im.InstanceReport);
      history.sample();
    },
    /** Reports come through meanwhile. */
    pass(ms: number): void {
      for (let passed = 0; passed < ms; passed += 500) {
        nowMs += 500;
        members.markHeard();
      }
      history.sample();
    },
    logic: async () => (await history.describe())[0]?.partitions ?? [],
  };
}

test('each partition has its owner, position, lag and whether it is paused; one without an owner is shown as such', async () => {
  const { history, report } = lagFixture();
  report('logic-0', [{ partition: 0, position: 7, lag: 3, paused: true }]);
  expect(await history.describe()).toEqual([
    {
      service: 'logic',
      topic: 'im.logic.1',
      partitions: [
        { partition: 0, owner: 'logic-0', position: 7, lag: 3, oldestSeconds: 0, paused: true },
        { partition: 1, owner: '', position: undefined, lag: undefined, oldestSeconds: undefined, paused: false },
      ],
    },
    {
      service: 'verify',
      topic: 'im.verify.1',
      partitions: [0, 1].map((partition) => ({
        ...{ partition, owner: '', position: undefined, lag: undefined, oldestSeconds: undefined, paused: false },
      })),
    },
  ]);
});

test('the age is that of the oldest record that waits, and goes with it', async () => {
  const { report, pass, logic } = lagFixture();
  const ageOf = async (position: number, lag: number) => {
    report('logic-0', [{ partition: 0, position, lag }]);
    return (await logic())[0]?.oldestSeconds;
  };
  expect(await ageOf(5, 0)).toBeUndefined();
  expect(await ageOf(5, 2)).toBe(0);
  pass(3000);
  expect(await ageOf(5, 10)).toBe(3);
  pass(2000);
  expect(await ageOf(6, 9)).toBe(5);
  // Offset 7 and those behind it were first reported 2 s ago.
  expect(await ageOf(7, 8)).toBe(2);
  expect(await ageOf(15, 0)).toBeUndefined();
});

test('a partition whose owner dies belongs to nobody, with what the owner last said, until another one has it', async () => {
  const { report, pass, logic } = lagFixture();
  report('logic-0', [{ partition: 0, position: 7, lag: 3 }]);
  for (let i = 0; i < 10; i++) {
    pass(500);
    report('logic-1', []);
  }
  expect((await logic())[0]).toEqual({ partition: 0, owner: '', position: 7, lag: 3, oldestSeconds: 5, paused: false });
  report('logic-1', [{ partition: 0, position: 8, lag: 4 }]);
  expect((await logic())[0]).toMatchObject({ owner: 'logic-1', position: 8, lag: 4, oldestSeconds: 5 });
});

test('an owner that gives a partition away leaves it to nobody, and an old report does not take it back', async () => {
  const { report, logic } = lagFixture();
  report('logic-0', [{ partition: 0, position: 7, lag: 0 }]);
  report('logic-0', []);
  expect((await logic())[0]?.owner).toBe('');
  report('logic-1', [{ partition: 0, position: 9, lag: 0 }]);
  report('logic-0', [{ partition: 0, position: 7, lag: 0 }]);
  expect((await logic())[0]).toMatchObject({ owner: 'logic-1', position: 9 });
});

test('what Kafka holds of a partition without an owner counts as waiting', async () => {
  const { report, pass, logic } = lagFixture([12, 99]);
  report('logic-0', [{ partition: 0, position: 7, lag: 0 }]);
  expect((await logic())[0]).toMatchObject({ owner: 'logic-0', lag: 0 });
  report('logic-0', []);
  expect((await logic())[0]).toMatchObject({ owner: '', position: 7, lag: 5, oldestSeconds: 0 });
  pass(2000);
  expect((await logic())[0]).toMatchObject({ owner: '', lag: 5, oldestSeconds: 2 });
  // Where it began is not known.
  expect((await logic())[1]).toMatchObject({ owner: '', lag: undefined });
});
