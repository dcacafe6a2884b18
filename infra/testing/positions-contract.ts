// Contract suite of the Batches port: positions, producers and outbox, for stores with and without tables.
import { beforeAll, describe, expect, test } from 'vitest';
import { newId } from '../../proto/ids.ts';
import { type Batches, type Claim, type PartitionRange, PositionMoved } from '../ports/index.ts';
import { commitBatch, outboxRow, outboxTexts, readPosition, type StoreFixture, testPartition } from './batch-fixture.ts';

const TOPIC = 'test.topic';

export function range(partition: number, earliest = 0): PartitionRange {
  return { partition, earliest, end: earliest };
}

export function claim(partition: number, start: number, end: number, options: Partial<Claim> = {}): Claim {
  return { partition, start, end, published: start, producers: new Map(), ...options };
}

const nothing = async (): Promise<void> => undefined;

/** Adds its tests to the surrounding suite. `suite` may be called once the suite's `beforeAll` has run. */
export function positionsContract(suite: () => StoreFixture<unknown>): void {
  let fixture: StoreFixture<unknown>;
  let batches: Batches<unknown>;
  beforeAll(() => {
    fixture = suite();
    batches = fixture.connect();
  });

  describe('positions', () => {
    test('a missing position is created at the earliest offset and stays there', async () => {
      const group = newId();
      const made = await batches.loadPositions(group, TOPIC, [range(0, 5), range(3, 0)]);
      expect(made.get(0)).toEqual({ next: 5, published: 5, producers: new Map() });
      expect(made.get(3)).toEqual({ next: 0, published: 0, producers: new Map() });
      const again = await batches.loadPositions(group, TOPIC, [range(0, 9)]);
      expect([...again]).toEqual([[0, { next: 5, published: 5, producers: new Map() }]]);
    });

    test('loadPositions returns what a batch advanced: next, published and the last pack of each producer', async () => {
      const group = newId();
      await batches.loadPositions(group, TOPIC, [range(0, 0), range(1, 10)]);
      const first = batches.open(group, TOPIC, [
        claim(0, 0, 4, {
          producers: new Map([
            ['gate-a', 2],
            ['gate-b', 1],
          ]),
        }),
        claim(1, 10, 11, { producers: new Map([['gate-a', 7]]) }),
      ]);
      await first.commit([]);
      const second = batches.open(group, TOPIC, [claim(0, 4, 6, { published: 3, producers: new Map([['gate-a', 4]]) })]);
      await second.commit([]);
      const loaded = await fixture.connect().loadPositions(group, TOPIC, [range(0, 0), range(1, 0)]);
      expect(loaded.get(0)).toEqual({
        next: 6,
        published: 3,
        producers: new Map([
          ['gate-a', 4],
          ['gate-b', 1],
        ]),
      });
      expect(loaded.get(1)).toEqual({ next: 11, published: 10, producers: new Map([['gate-a', 7]]) });
    });

    test('offsets and pack numbers are exact up to 2^53', async () => {
      const group = newId();
      const start = 2 ** 53 - 10;
      await batches.loadPositions(group, TOPIC, [range(0, start)]);
      const producers = new Map([['gate-a', 2 ** 53 - 1]]);
      const row = outboxRow(start, 0, 'far out');
      await batches.open(group, TOPIC, [claim(0, start, start + 1, { producers })]).commit([row]);
      const at = { next: start + 1, published: start, producers };
      expect((await batches.loadPositions(group, TOPIC, [range(0, 0)])).get(0)).toEqual(at);
      expect(await batches.readOutbox(group, TOPIC, 0, start, start + 1)).toHaveLength(1);
      expect(await batches.readOutbox(group, TOPIC, 0, start - 1, start)).toEqual([]);
      await batches.open(group, TOPIC, [claim(0, start + 1, start + 2)]).commit([]);
      expect(await batches.readOutbox(group, TOPIC, 0, 0, 2 ** 53 - 1)).toEqual([]);
    });

    test('more outcomes than a server takes in one statement are kept', { timeout: 30_000 }, async () => {
      const from = await testPartition(batches);
      const large = 'x'.repeat(700_000);
      const outbox = Array.from({ length: 40 }, (_, i) => outboxRow(0, i, large));
      await commitBatch(batches, from, nothing, { outbox });
      const kept = await batches.readOutbox(from.group, from.topic, 0, 0, 1);
      expect(kept.map(({ index, outcome }) => `${index} ${outcome.length}`)).toEqual(outbox.map((_, i) => `${i} 700000`));
    });

    test('positions of different groups, topics and partitions are independent', async () => {
      const [group, other] = [newId(), newId()];
      for (const each of [group, other]) await batches.loadPositions(each, TOPIC, [range(0, 0), range(1, 0)]);
      await batches.loadPositions(group, 'another.topic', [range(0, 0)]);
      await batches.open(group, TOPIC, [claim(0, 0, 3)]).commit([outboxRow(0, 0, 'mine')]);
      expect((await batches.loadPositions(group, TOPIC, [range(1, 0)])).get(1)?.next).toBe(0);
      expect((await batches.loadPositions(group, 'another.topic', [range(0, 0)])).get(0)?.next).toBe(0);
      expect((await batches.loadPositions(other, TOPIC, [range(0, 0)])).get(0)?.next).toBe(0);
      expect(await batches.readOutbox(other, TOPIC, 0, 0, 10)).toEqual([]);
      expect(await batches.readOutbox(group, 'another.topic', 0, 0, 10)).toEqual([]);
    });

    test('advancePublished advances `published` and never moves it back', async () => {
      const from = await testPartition(batches);
      await commitBatch(batches, from, nothing, { claim: { end: 10, published: 0 } });
      await batches.advancePublished(from.group, from.topic, new Map([[0, 8]]));
      expect(await readPosition(batches, from)).toMatchObject({ next: 10, published: 8 });
      await batches.advancePublished(from.group, from.topic, new Map([[0, 5]]));
      expect(await readPosition(batches, from)).toMatchObject({ next: 10, published: 8 });
      await commitBatch(batches, from, nothing, { claim: { end: 11, published: 2 } });
      expect(await readPosition(batches, from)).toMatchObject({ next: 11, published: 8 });
    });

    test('`published` never passes `next`', async () => {
      const from = await testPartition(batches);
      await commitBatch(batches, from, nothing, { claim: { end: 4 } });
      await batches.advancePublished(from.group, from.topic, new Map([[0, 9]]));
      expect(await readPosition(batches, from)).toMatchObject({ next: 4, published: 4 });
    });
  });

  describe('the position of a batch', () => {
    test('advances without commands, also in an isolated batch', async () => {
      const from = await testPartition(batches);
      await commitBatch(batches, from, nothing, { outbox: [outboxRow(0, 0, 'answer')] });
      await commitBatch(batches, from, nothing, { isolated: true, outbox: [outboxRow(1, 0, 'singly')] });
      expect(await readPosition(batches, from)).toMatchObject({ next: 2 });
      expect(await outboxTexts(batches, from)).toEqual(['0.0 answer', '1.0 singly']);
    });

    test('advances with commands that write nothing, whether kept or discarded', async () => {
      const from = await testPartition(batches);
      for (const isolated of [false, true]) {
        const pass = async (batch: ReturnType<typeof batches.open>) => {
          await batch.beginCommand().keep();
          expect(await batch.beginCommand().discard()).toBe(true);
        };
        await commitBatch(batches, from, pass, { isolated });
      }
      expect(await readPosition(batches, from)).toMatchObject({ next: 2 });
    });

    test('does not advance before the commit, nor with a batch that was rolled back, even twice', async () => {
      const from = await testPartition(batches);
      const batch = batches.open(from.group, from.topic, [from.claim()]);
      await batch.beginCommand().keep();
      expect(await readPosition(fixture.connect(), from)).toMatchObject({ next: 0 });
      await batch.rollback();
      await batch.rollback();
      await expect(batch.commit([outboxRow(0, 0, 'answer')])).rejects.toThrow();
      expect(await readPosition(batches, from)).toMatchObject({ next: 0 });
      expect(await outboxTexts(batches, from)).toEqual([]);
    });

    test('can advance after another batch was rolled back before its first read', async () => {
      const from = await testPartition(batches);
      await batches.open(from.group, from.topic, [from.claim()]).rollback();
      await commitBatch(batches, from, nothing);
      expect(await readPosition(batches, from)).toMatchObject({ next: 1 });
    });

    test('cannot be advanced by a batch without claims', async () => {
      const from = await testPartition(batches);
      const unclaimed = batches.open(from.group, from.topic, []);
      await expect(unclaimed.commit([])).rejects.toThrow('without claims');
      await unclaimed.rollback();
      expect(await readPosition(batches, from)).toMatchObject({ next: 0 });
    });
  });

  describe('a moved position', () => {
    test('a batch that does not start at the stored position stores nothing, and its error names the partition', async () => {
      const group = newId();
      await batches.loadPositions(group, TOPIC, [range(0), range(1), range(2)]);
      await batches.open(group, TOPIC, [claim(1, 0, 2)]).commit([]);
      for (const stale of [claim(1, 0, 1), claim(1, 0, 2), claim(1, 1, 3)]) {
        const batch = batches.open(group, TOPIC, [claim(0, 0, 1), stale, claim(2, 0, 1)]);
        await expect(batch.commit([outboxRow(0, 0, 'answer')])).rejects.toThrow(new PositionMoved([1]));
        await batch.rollback();
      }
      const loaded = await batches.loadPositions(group, TOPIC, [range(0), range(1), range(2)]);
      expect([...loaded.values()].map(({ next }) => next)).toEqual([0, 2, 0]);
      expect(await batches.readOutbox(group, TOPIC, 0, 0, 10)).toEqual([]);
    });

    test('of many batches open on the same records exactly one is stored, with its outcomes', async () => {
      const from = await testPartition(batches);
      const runs = Array.from({ length: 4 }, async (_, i) => {
        const outbox = [outboxRow(0, 0, `answer ${i}`)];
        await commitBatch(fixture.connect(), { ...from }, nothing, { outbox });
      });
      const ends = await Promise.allSettled(runs);
      const winner = ends.findIndex(({ status }) => status === 'fulfilled');
      const losers = ends.filter((end) => end.status === 'rejected');
      expect(losers.map(({ reason }) => reason)).toEqual(losers.map(() => new PositionMoved([0])));
      expect(losers).toHaveLength(3);
      expect(await readPosition(batches, from)).toMatchObject({ next: 1 });
      expect(await outboxTexts(batches, from)).toEqual([`0.0 answer ${winner}`]);
    });
  });

  describe('the outbox', () => {
    test('keeps outcomes byte for byte, in the order of offset and index', async () => {
      const from = await testPartition(batches);
      const bytes = Uint8Array.from({ length: 256 }, (_, i) => i);
      await commitBatch(batches, from, nothing, {
        claim: { end: 12 },
        outbox: [
          outboxRow(11, 0, 'e'),
          outboxRow(2, 10, 'c'),
          outboxRow(2, 9, 'b'),
          { partition: 0, offset: 1, index: 0, outcome: bytes },
          outboxRow(3, 0, 'd'),
        ],
      });
      const rows = await batches.readOutbox(from.group, from.topic, 0, 0, 100);
      expect(rows.map(({ partition, offset, index }) => [partition, offset, index])).toEqual([
        [0, 1, 0],
        [0, 2, 9],
        [0, 2, 10],
        [0, 3, 0],
        [0, 11, 0],
      ]);
      expect([...(rows[0]?.outcome ?? [])]).toEqual([...bytes]);
      const part = await batches.readOutbox(from.group, from.topic, 0, 2, 3);
      expect(part.map(({ index }) => index)).toEqual([9, 10]);
    });

    test('keeps equal outcomes of several commands', async () => {
      const from = await testPartition(batches);
      const outbox = [outboxRow(0, 0, ''), outboxRow(0, 1, ''), outboxRow(1, 0, ''), outboxRow(1, 1, '')];
      await commitBatch(batches, from, nothing, { claim: { end: 2 }, outbox });
      expect(await outboxTexts(batches, from)).toEqual(['0.0 ', '0.1 ', '1.0 ', '1.1 ']);
    });

    test('drops rows below `published`, whether it is advanced with a batch or alone', async () => {
      const from = await testPartition(batches);
      await commitBatch(batches, from, nothing, {
        claim: { end: 6 },
        outbox: [0, 1, 2, 3, 4, 5].map((offset) => outboxRow(offset, 0, 'x')),
      });
      await batches.advancePublished(from.group, from.topic, new Map([[0, 2]]));
      expect(await outboxTexts(batches, from)).toEqual(['2.0 x', '3.0 x', '4.0 x', '5.0 x']);
      await commitBatch(batches, from, nothing, { claim: { end: 7, published: 5 }, outbox: [outboxRow(6, 0, 'y')] });
      expect(await outboxTexts(batches, from)).toEqual(['5.0 x', '6.0 y']);
      await commitBatch(batches, from, nothing, { claim: { end: 8, published: 7 } });
      expect(await outboxTexts(batches, from)).toEqual([]);
      await commitBatch(batches, from, nothing, { claim: { end: 9, published: 8 }, outbox: [outboxRow(8, 0, 'z')] });
      expect(await outboxTexts(batches, from)).toEqual(['8.0 z']);
      await commitBatch(batches, from, nothing, { claim: { end: 10, published: 9 } });
      expect(await outboxTexts(batches, from)).toEqual([]);
    });
  });
}
