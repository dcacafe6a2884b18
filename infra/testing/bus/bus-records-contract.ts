// Contract suite of the Bus port: every record arrives, in order, from the start that the store gives.
import { expect, test } from 'vitest';
import { MAX_RECORD_BYTES } from '../../ports/index.ts';
import { HandledRecords, joinTestMember, series } from './bus-member.ts';
import { type BusSuite, WAIT } from './bus-suite.ts';

export function busRecordsContract(suite: BusSuite): void {
  test('records of a partition arrive in the order of the publish calls, with offsets that rise by one', async () => {
    const topic = await suite.newTopic(2);
    const handled = new HandledRecords();
    suite.closeLater(await joinTestMember(suite.bus, topic, topic, handled));
    await Promise.all([
      suite.bus.publish([...series(topic, 0, 0, 3), ...series(topic, 1, 0, 2)]),
      suite.bus.publish(series(topic, 0, 3, 4)),
      suite.bus.publish([...series(topic, 1, 2, 5), ...series(topic, 0, 4, 9)]),
    ]);
    await expect.poll(() => handled.count(), WAIT).toBe(14);
    expect(handled.texts.get(0)).toEqual(series(topic, 0, 0, 9).map((r) => String(r.value)));
    expect(handled.texts.get(1)).toEqual(series(topic, 1, 0, 5).map((r) => String(r.value)));
    expect([handled.duplicates, handled.skipped]).toEqual([0, 0]);
  });

  test('a consumer that joins later receives thousands of records that were published in one call', async () => {
    const topic = await suite.newTopic(1);
    const all = series(topic, 0, 0, 3000).map((r) => ({ ...r, value: Buffer.concat([r.value, Buffer.alloc(200, 32)]) }));
    await suite.bus.publish(all);
    const handled = new HandledRecords();
    suite.closeLater(await joinTestMember(suite.fixture.bus('two'), topic, topic, handled));
    await expect.poll(() => handled.count(), WAIT).toBe(3000);
    expect(handled.texts.get(0)).toEqual(all.map((r) => String(r.value)));
  });

  test('the largest record arrives; a larger one is dropped, and the records with it and after it arrive', async () => {
    const topic = await suite.newTopic(2);
    const sizes: [number, number][] = [];
    const large = (bytes: number) => ({ topic, partition: 1, value: new Uint8Array(bytes) });
    await Promise.all([
      suite.bus.publish([...series(topic, 0, 0, 1), large(MAX_RECORD_BYTES + 1), large(3)]),
      suite.bus.publish([large(MAX_RECORD_BYTES), large(5)]),
    ]);
    suite.closeLater(
      await suite.bus.consume({
        group: topic,
        topic,
        onAssigned: async (partitions) => new Map(partitions.map((p) => [p.partition, p.earliest])),
        onRevoked: async () => undefined,
        onRecords: (partition, records) => void sizes.push(...records.map((r): [number, number] => [partition, r.value.length])),
      }),
    );
    await expect
      .poll(() => sizes.filter(([partition]) => partition === 1), WAIT)
      .toEqual([3, MAX_RECORD_BYTES, 5].map((size) => [1, size]));
    await expect.poll(() => sizes.filter(([partition]) => partition === 0), WAIT).toEqual([[0, 3]]);
  });

  test('publishing nothing resolves', async () => {
    await suite.bus.publish([]);
  });

  test('onAssigned gets the offset range of the log and decides where to start, regardless of committed offsets', async () => {
    const topic = await suite.newTopic(2);
    await suite.bus.publish([...series(topic, 0, 0, 10), ...series(topic, 1, 0, 4)]);
    const handled = new HandledRecords();
    const first = await joinTestMember(suite.bus, topic, topic, handled);
    expect([...first.owned].sort((a, b) => a.partition - b.partition)).toEqual([
      { partition: 0, earliest: 0, end: 10 },
      { partition: 1, earliest: 0, end: 4 },
    ]);
    await expect.poll(() => handled.count(), WAIT).toBe(14);
    first.commit(
      new Map([
        [0, 10],
        [1, 4],
      ]),
    );
    await first.close();
    handled.positions.set(0, 3);
    handled.positions.set(1, 4);
    suite.closeLater(await joinTestMember(suite.bus, topic, topic, handled));
    await expect.poll(() => handled.count(), WAIT).toBe(21);
    expect(handled.texts.get(0)?.slice(10)).toEqual(series(topic, 0, 3, 10).map((r) => String(r.value)));
    expect([handled.duplicates, handled.skipped]).toEqual([0, 0]);
  });

  test('a partition whose start is out of range is paused, and the other partitions deliver records', async () => {
    const topic = await suite.newTopic(2);
    await suite.bus.publish([...series(topic, 0, 0, 5), ...series(topic, 1, 0, 5)]);
    const handled = new HandledRecords();
    suite.closeLater(
      await joinTestMember(suite.bus, topic, topic, handled, {
        starts: new Map([
          [0, 1000],
          [1, 0],
        ]),
      }),
    );
    await expect.poll(() => handled.texts.get(1)?.length, WAIT).toBe(5);
    await suite.bus.publish([...series(topic, 0, 5, 6), ...series(topic, 1, 5, 6)]);
    await expect.poll(() => handled.texts.get(1)?.length, WAIT).toBe(6);
    expect(handled.texts.get(0)).toBeUndefined();
  });

  test('a paused partition gets no records while others flow, and resumes where it stopped', async () => {
    const topic = await suite.newTopic(2);
    const handled = new HandledRecords();
    const reader = suite.closeLater(await joinTestMember(suite.bus, topic, topic, handled));
    await suite.bus.publish([...series(topic, 0, 0, 5), ...series(topic, 1, 0, 5)]);
    await expect.poll(() => handled.count(), WAIT).toBe(10);
    reader.pause(0);
    for (let i = 5; i < 25; i++) await suite.bus.publish([...series(topic, 0, i, i + 1), ...series(topic, 1, i, i + 1)]);
    await expect.poll(() => handled.texts.get(1)?.length, WAIT).toBe(25);
    const before = handled.texts.get(0)?.length ?? 0;
    expect(before).toBeLessThan(25);
    reader.resume(0);
    await expect.poll(() => handled.texts.get(0)?.length, WAIT).toBe(25);
    expect(handled.texts.get(0)).toEqual(series(topic, 0, 0, 25).map((r) => String(r.value)));
    expect([handled.duplicates, handled.skipped]).toEqual([0, 0]);
  });

  test('an onAssigned that throws is called again', async () => {
    const topic = await suite.newTopic(1);
    await suite.bus.publish(series(topic, 0, 0, 1));
    const got: number[] = [];
    let calls = 0;
    suite.closeLater(
      await suite.bus.consume({
        group: topic,
        topic,
        async onAssigned() {
          if (++calls === 1) throw new Error('the store is unavailable');
          return new Map([[0, 0]]);
        },
        onRevoked: async () => undefined,
        onRecords: (_, records) => void got.push(...records.map((r) => r.offset)),
      }),
    );
    await expect.poll(() => got, WAIT).toEqual([0]);
    expect(calls).toBe(2);
  });
}
