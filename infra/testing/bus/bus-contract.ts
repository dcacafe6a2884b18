// Contract suite of the Bus port.
import { describe, expect, test } from 'vitest';
import { SetupError } from '../../ports/index.ts';
import { busAssignmentContract } from './bus-assignment-contract.ts';
import { record, series } from './bus-member.ts';
import { busRecordsContract } from './bus-records-contract.ts';
import { type BusFixture, type BusSuite, busSuite, HOUR_MS, WAIT } from './bus-suite.ts';

/** Runs the suite on the fixture that `newFixture` makes. */
export function busContract(name: string, newWorld: () => Promise<BusFixture>): void {
  describe(`${name}: a bus`, () => {
    const suite = busSuite(newWorld);
    busRecordsContract(suite);
    busAssignmentContract(suite);
    followersMissNothing(suite);
    topicsAreKept(suite);
  });
}

function followersMissNothing(suite: BusSuite): void {
  test('a follower starts at the end and gets everything that is published after `follow` resolved', async () => {
    const topic = await suite.newTopic(3);
    await suite.bus.publish([...series(topic, 1, 0, 5), ...series(topic, 2, 0, 5)]);
    const seen: string[] = [];
    let missed = 0;
    const following = await suite.fixture.bus('two').follow({
      topic,
      partition: 1,
      onRecords: (records) => void seen.push(...records.map((r) => Buffer.from(r.value).toString())),
      onGap: () => missed++,
    });
    await suite.bus.publish([...series(topic, 1, 5, 8), ...series(topic, 2, 5, 8)]);
    await suite.bus.publish(series(topic, 1, 8, 10));
    await expect.poll(() => seen.length, WAIT).toBe(5);
    expect(seen).toEqual(series(topic, 1, 5, 10).map((r) => String(r.value)));
    expect(missed).toBe(0);
    await following.close();
    await suite.bus.publish(series(topic, 1, 10, 11));
    expect(seen).toHaveLength(5);
  });

  test('two followers of one partition both get everything', async () => {
    const topic = await suite.newTopic(1);
    const seen: number[][] = [[], []];
    for (const [i, mine] of seen.entries())
      suite.closeLater(
        await suite.fixture.bus(`follower ${i}`).follow({
          topic,
          partition: 0,
          onRecords: (records) => void mine.push(...records.map((r) => r.offset)),
          onGap: () => mine.push(-1),
        }),
      );
    await suite.bus.publish(series(topic, 0, 0, 4));
    await expect
      .poll(() => seen, WAIT)
      .toEqual([
        [0, 1, 2, 3],
        [0, 1, 2, 3],
      ]);
  });
}

function topicsAreKept(suite: BusSuite): void {
  test('topics are created once; a higher partition count is refused', async () => {
    const topic = await suite.newTopic(2);
    await suite.bus.ensureTopics([{ name: topic, partitions: 2, retentionMs: HOUR_MS }]);
    await expect(suite.bus.ensureTopics([{ name: topic, partitions: 3, retentionMs: HOUR_MS }])).rejects.toThrow(SetupError);
  });

  test('a topic that another one rules out is refused, and nothing is created', async () => {
    const prefix = `${suite.fixture.topic()}.`;
    const spec = (suffix: string) => ({
      name: `${prefix}${suffix}`,
      partitions: 1,
      retentionMs: HOUR_MS,
      onlyOne: { prefix, describeOther: (other: string) => `there is ${other}` },
    });
    const beside = { name: suite.fixture.topic(), partitions: 1, retentionMs: HOUR_MS };
    await suite.bus.ensureTopics([spec('8')]);
    await suite.bus.ensureTopics([spec('8')]);
    const refused = suite.bus.ensureTopics([beside, spec('16')]);
    await expect(refused).rejects.toThrow(new SetupError(`there is ${prefix}8`));
    await suite.bus.ensureTopics([{ ...beside, partitions: 2 }]);
  });

  test('close drains the consumers, publishes their last records and ends everything', async () => {
    const closing = (await suite.newFixture()).bus('closing');
    const topic = suite.fixture.topic();
    await closing.ensureTopics([{ name: topic, partitions: 1, retentionMs: HOUR_MS }]);
    let answered = false;
    await closing.consume({
      group: topic,
      topic,
      onAssigned: async () => new Map([[0, 0]]),
      async onRevoked() {
        await closing.publish([record(topic, 0, 'answer')]);
        answered = true;
      },
      onRecords: () => undefined,
    });
    const seen: string[] = [];
    await closing.follow({ topic, partition: 0, onRecords: () => seen.push('record'), onGap: () => seen.push('missed') });
    await closing.close();
    expect(answered).toBe(true);
    const after = seen.length;
    await expect(closing.publish([record(topic, 0, 'late')])).rejects.toThrow('closed');
    await expect(closing.ensureTopics([])).rejects.toThrow('closed');
    expect(seen).toHaveLength(after);
    await closing.close();
  });
}
