// What every Batches promises, as tests: effects and positions are one.
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { LogicStored } from '../../logic/ports.ts';
import { conversationOf, newId } from '../../proto/ids.ts';
import { type Batches, type Claim, DataError, type PartitionRange, PositionMoved } from '../ports.ts';
import { commandsContract } from './batches-commands.ts';
import {
  countBetween,
  kept,
  type LogicStoreWorld,
  message,
  outboxRow,
  outboxTexts,
  positionOf,
  reading,
  records,
  refusedMessage,
  stored,
} from './store-world.ts';

const TOPIC = 'test.topic';

export function batchesContract(name: string, makeWorld: () => Promise<LogicStoreWorld>): void {
  describe(`${name} keeps the promises of Batches:`, () => {
    let world: LogicStoreWorld;
    let batches: Batches<LogicStored>;
    beforeAll(async () => {
      world = await makeWorld();
      batches = world.connect();
    });
    afterAll(() => world.close());

    const range = (partition: number, earliest: number): PartitionRange => ({ partition, earliest, end: earliest });
    const claim = (partition: number, start: number, end: number, options: Partial<Claim> = {}): Claim => ({
      partition,
      start,
      end,
      published: start,
      producers: new Map(),
      ...options,
    });
    describe('positions', () => {
      test('a position that is missing is made at the earliest offset, and stays where it is', async () => {
        const group = newId();
        const made = await batches.load(group, TOPIC, [range(0, 5), range(3, 0)]);
        expect(made.get(0)).toEqual({ next: 5, published: 5, producers: new Map() });
        expect(made.get(3)).toEqual({ next: 0, published: 0, producers: new Map() });
        const again = await batches.load(group, TOPIC, [range(0, 9)]);
        expect([...again]).toEqual([[0, { next: 5, published: 5, producers: new Map() }]]);
      });

      test('what a batch advanced is loaded again: next, published and the last pack of each producer', async () => {
        const group = newId();
        await batches.load(group, TOPIC, [range(0, 0), range(1, 10)]);
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
        const loaded = await world.connect().load(group, TOPIC, [range(0, 0), range(1, 0)]);
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

      test('groups, topics and partitions do not touch each other', async () => {
        const [group, other] = [newId(), newId()];
        for (const each of [group, other]) await batches.load(each, TOPIC, [range(0, 0), range(1, 0)]);
        await batches.load(group, 'another.topic', [range(0, 0)]);
        await batches.open(group, TOPIC, [claim(0, 0, 3)]).commit([outboxRow(0, 0, 'mine')]);
        expect((await batches.load(group, TOPIC, [range(1, 0)])).get(1)?.next).toBe(0);
        expect((await batches.load(group, 'another.topic', [range(0, 0)])).get(0)?.next).toBe(0);
        expect((await batches.load(other, TOPIC, [range(0, 0)])).get(0)?.next).toBe(0);
        expect(await batches.outbox(other, TOPIC, 0, 0, 10)).toEqual([]);
        expect(await batches.outbox(group, 'another.topic', 0, 0, 10)).toEqual([]);
      });

      test('published moves on by itself and never back', async () => {
        const from = await records(batches);
        await stored(batches, from, async () => undefined, { claim: { end: 10, published: 0 } });
        await batches.published(from.group, from.topic, new Map([[0, 8]]));
        expect(await positionOf(batches, from)).toMatchObject({ next: 10, published: 8 });
        await batches.published(from.group, from.topic, new Map([[0, 5]]));
        expect(await positionOf(batches, from)).toMatchObject({ next: 10, published: 8 });
        await stored(batches, from, async () => undefined, { claim: { end: 11, published: 2 } });
        expect(await positionOf(batches, from)).toMatchObject({ next: 11, published: 8 });
      });

      test('published never passes next', async () => {
        const from = await records(batches);
        await stored(batches, from, async () => undefined, { claim: { end: 4 } });
        await batches.published(from.group, from.topic, new Map([[0, 9]]));
        expect(await positionOf(batches, from)).toMatchObject({ next: 4, published: 4 });
      });
    });

    describe('one transaction', () => {
      test('effects, positions and outbox rows are stored together', async () => {
        const from = await records(batches);
        const [alice, bob] = [newId(), newId()];
        await stored(batches, from, (batch) => kept(batch, ({ messages }) => messages.append(message(alice, bob))), {
          outbox: [outboxRow(0, 0, 'answer')],
        });
        expect(await countBetween(batches, alice, bob)).toBe(1);
        expect(await positionOf(batches, from)).toMatchObject({ next: 1 });
        expect(await outboxTexts(batches, from)).toEqual(['0.0 answer']);
      });

      test('a batch without writes, and one without commands, pass their records all the same', async () => {
        const from = await records(batches);
        await stored(batches, from, (batch) => kept(batch, ({ people }) => people.exists(newId())));
        await stored(batches, from, async () => undefined);
        expect(await positionOf(batches, from)).toMatchObject({ next: 2 });
      });

      test('before its commit nothing of a batch can be seen', async () => {
        const from = await records(batches);
        const [alice, bob] = [newId(), newId()];
        const batch = batches.open(from.group, from.topic, [from.claim()]);
        await kept(batch, ({ messages }) => messages.append(message(alice, bob)));
        const other = world.connect();
        const conversation = conversationOf(alice, bob);
        expect(await reading(other, ({ messages }) => messages.pull(alice, conversation, 0, 10))).toBeUndefined();
        await batch.commit([]);
        expect((await reading(other, ({ messages }) => messages.pull(alice, conversation, 0, 10)))?.lastSeq).toBe(1);
      });

      test('a batch that was rolled back leaves nothing, and neither does rolling back twice', async () => {
        const from = await records(batches);
        const [alice, bob] = [newId(), newId()];
        const batch = batches.open(from.group, from.topic, [from.claim()]);
        await kept(batch, ({ messages }) => messages.append(message(alice, bob)));
        await batch.rollback();
        await batch.rollback();
        expect(await countBetween(batches, alice, bob)).toBe(0);
        expect(await positionOf(batches, from)).toMatchObject({ next: 0 });
        const seq = await stored(batches, from, (next) => kept(next, ({ messages }) => messages.append(message(alice, bob))));
        expect(seq.message.seq).toBe(1);
      });

      test('a batch that was rolled back before it asked anything holds nobody up', async () => {
        const from = await records(batches);
        await batches.open(from.group, from.topic, [from.claim()]).rollback();
        await stored(batches, from, async () => undefined);
        expect(await positionOf(batches, from)).toMatchObject({ next: 1 });
      });

      test('a row the store refuses is a DataError, and the position stays with the effects', async () => {
        const from = await records(batches);
        const [alice, bob] = [newId(), newId()];
        const refused = stored(
          batches,
          from,
          async (batch) => {
            await kept(batch, ({ messages }) => messages.append(message(alice, bob)));
            await kept(batch, ({ messages }) => messages.append(refusedMessage(bob, alice)));
          },
          { outbox: [outboxRow(0, 0, 'answer')] },
        );
        await expect(refused).rejects.toBeInstanceOf(DataError);
        expect(await countBetween(batches, alice, bob)).toBe(0);
        expect(await positionOf(batches, from)).toMatchObject({ next: 0 });
        expect(await outboxTexts(batches, from)).toEqual([]);
      });
    });

    describe('somebody else went on', () => {
      test('a batch that starts where the row does not stand stores nothing and names the partition', async () => {
        const group = newId();
        const [alice, bob] = [newId(), newId()];
        await batches.load(group, TOPIC, [range(0, 0), range(1, 0), range(2, 0)]);
        await batches.open(group, TOPIC, [claim(1, 0, 2)]).commit([]);
        for (const stale of [claim(1, 0, 1), claim(1, 1, 3), claim(1, 3, 4)]) {
          const batch = batches.open(group, TOPIC, [claim(0, 0, 1), stale, claim(2, 0, 1)]);
          const run = async () => {
            await kept(batch, ({ messages }) => messages.append(message(alice, bob)));
            await batch.commit([]);
          };
          await expect(run()).rejects.toThrow(new PositionMoved([1]));
          await batch.rollback();
        }
        expect(await countBetween(batches, alice, bob)).toBe(0);
        const loaded = await batches.load(group, TOPIC, [range(0, 0), range(1, 0), range(2, 0)]);
        expect([...loaded.values()].map(({ next }) => next)).toEqual([0, 2, 0]);
      });

      test('of two batches open on the same records exactly one is stored', async () => {
        const from = await records(batches);
        const [alice, bob] = [newId(), newId()];
        const sent = message(alice, bob);
        const runs = [batches, world.connect()].map(async (each) => {
          await stored(each, from, (batch) => kept(batch, ({ messages }) => messages.append(sent)));
        });
        const ends = await Promise.allSettled(runs);
        expect(ends.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
        expect(ends.find((end) => end.status === 'rejected')?.reason).toBeInstanceOf(PositionMoved);
        expect(await countBetween(batches, alice, bob)).toBe(1);
        expect(await positionOf(batches, from)).toMatchObject({ next: 1 });
      });
    });

    commandsContract(() => world);

    describe('the outbox', () => {
      test('keeps outcomes byte for byte, in the order of offset and index', async () => {
        const from = await records(batches);
        const bytes = Uint8Array.from({ length: 256 }, (_, i) => i);
        await stored(batches, from, async () => undefined, {
          claim: { end: 12 },
          outbox: [
            outboxRow(11, 0, 'e'),
            outboxRow(2, 10, 'c'),
            outboxRow(2, 9, 'b'),
            { partition: 0, offset: 1, index: 0, outcome: bytes },
            outboxRow(3, 0, 'd'),
          ],
        });
        const rows = await batches.outbox(from.group, from.topic, 0, 0, 100);
        expect(rows.map(({ partition, offset, index }) => [partition, offset, index])).toEqual([
          [0, 1, 0],
          [0, 2, 9],
          [0, 2, 10],
          [0, 3, 0],
          [0, 11, 0],
        ]);
        expect([...(rows[0]?.outcome ?? [])]).toEqual([...bytes]);
        const part = await batches.outbox(from.group, from.topic, 0, 2, 3);
        expect(part.map(({ index }) => index)).toEqual([9, 10]);
      });

      test('forgets what lies below published, whether it rides on a batch or not', async () => {
        const from = await records(batches);
        await stored(batches, from, async () => undefined, {
          claim: { end: 6 },
          outbox: [0, 1, 2, 3, 4, 5].map((offset) => outboxRow(offset, 0, 'x')),
        });
        await batches.published(from.group, from.topic, new Map([[0, 2]]));
        expect(await outboxTexts(batches, from)).toEqual(['2.0 x', '3.0 x', '4.0 x', '5.0 x']);
        await stored(batches, from, async () => undefined, { claim: { end: 7, published: 5 }, outbox: [outboxRow(6, 0, 'y')] });
        expect(await outboxTexts(batches, from)).toEqual(['5.0 x', '6.0 y']);
        await stored(batches, from, async () => undefined, { claim: { end: 8, published: 7 } });
        expect(await outboxTexts(batches, from)).toEqual([]);
        await stored(batches, from, async () => undefined, { claim: { end: 9, published: 8 }, outbox: [outboxRow(8, 0, 'z')] });
        expect(await outboxTexts(batches, from)).toEqual(['8.0 z']);
        await stored(batches, from, async () => undefined, { claim: { end: 10, published: 9 } });
        expect(await outboxTexts(batches, from)).toEqual([]);
      });
    });
  });
}
