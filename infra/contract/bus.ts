// What every Bus promises, as tests.
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Bus, MAX_RECORD_BYTES } from '../ports.ts';
import { Handled, member, record, series } from './bus-member.ts';

/** Where a suite runs: one log, and buses as several processes would have them. */
export interface BusWorld {
  /** The bus of a process with that name; where everything is one process, always the same one. */
  bus(instance: string): Bus;
  /** A topic name that was never used. */
  topic(): string;
  close(): Promise<void>;
}

const HOUR_MS = 3_600_000;
const WAIT = { timeout: 20_000, interval: 10 };

/** Runs the suite on the world `makeWorld` makes. */
export function busContract(name: string, makeWorld: () => Promise<BusWorld>): void {
  describe(`${name}: a bus`, () => {
    let world: BusWorld;
    let bus: Bus;
    const open: { close(): Promise<void> }[] = [];
    const opened = <T extends { close(): Promise<void> }>(one: T): T => {
      open.push(one);
      return one;
    };
    const newTopic = async (partitions: number): Promise<string> => {
      const topic = world.topic();
      await bus.ensureTopics([{ name: topic, partitions, retentionMs: HOUR_MS }]);
      return topic;
    };

    beforeAll(async () => {
      world = await makeWorld();
      bus = world.bus('one');
    });
    afterAll(async () => {
      await Promise.all(open.map((one) => one.close()));
      await world.close();
    });

    test('records of a partition arrive in the order of the publish calls, with offsets that rise by one', async () => {
      const topic = await newTopic(2);
      const handled = new Handled();
      opened(await member(bus, topic, topic, handled));
      await Promise.all([
        bus.publish([...series(topic, 0, 0, 3), ...series(topic, 1, 0, 2)]),
        bus.publish(series(topic, 0, 3, 4)),
        bus.publish([...series(topic, 1, 2, 5), ...series(topic, 0, 4, 9)]),
      ]);
      await expect.poll(() => handled.count(), WAIT).toBe(14);
      expect(handled.texts.get(0)).toEqual(series(topic, 0, 0, 9).map((r) => String(r.value)));
      expect(handled.texts.get(1)).toEqual(series(topic, 1, 0, 5).map((r) => String(r.value)));
      expect([handled.twice, handled.skipped]).toEqual([0, 0]);
    });

    test('what was published before anybody listened is there, with thousands of records in one call', async () => {
      const topic = await newTopic(1);
      const all = series(topic, 0, 0, 3000).map((r) => ({ ...r, value: Buffer.concat([r.value, Buffer.alloc(200, 32)]) }));
      await bus.publish(all);
      const handled = new Handled();
      opened(await member(world.bus('two'), topic, topic, handled));
      await expect.poll(() => handled.count(), WAIT).toBe(3000);
      expect(handled.texts.get(0)).toEqual(all.map((r) => String(r.value)));
    });

    test('the largest record arrives; a larger one is dropped, and what is published with it and after it arrives', async () => {
      const topic = await newTopic(2);
      const sizes: [number, number][] = [];
      const large = (bytes: number) => ({ topic, partition: 1, value: new Uint8Array(bytes) });
      await Promise.all([
        bus.publish([...series(topic, 0, 0, 1), large(MAX_RECORD_BYTES + 1), large(3)]),
        bus.publish([large(MAX_RECORD_BYTES), large(5)]),
      ]);
      opened(
        await bus.consume({
          group: topic,
          topic,
          assigned: async (partitions) => new Map(partitions.map((p) => [p.partition, p.earliest])),
          drain: async () => undefined,
          records: (partition, records) => void sizes.push(...records.map((r): [number, number] => [partition, r.value.length])),
        }),
      );
      await expect
        .poll(() => sizes.filter(([partition]) => partition === 1), WAIT)
        .toEqual([3, MAX_RECORD_BYTES, 5].map((size) => [1, size]));
      await expect.poll(() => sizes.filter(([partition]) => partition === 0), WAIT).toEqual([[0, 3]]);
    });

    test('publishing nothing resolves', async () => {
      await bus.publish([]);
    });

    test('assigned is told what the log holds, and its answer decides where to start, whatever was committed', async () => {
      const topic = await newTopic(2);
      await bus.publish([...series(topic, 0, 0, 10), ...series(topic, 1, 0, 4)]);
      const handled = new Handled();
      const first = await member(bus, topic, topic, handled);
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
      opened(await member(bus, topic, topic, handled));
      await expect.poll(() => handled.count(), WAIT).toBe(21);
      expect(handled.texts.get(0)?.slice(10)).toEqual(series(topic, 0, 3, 10).map((r) => String(r.value)));
      expect([handled.twice, handled.skipped]).toEqual([0, 0]);
    });

    test('a partition whose start is not in the log stands still, the others flow', async () => {
      const topic = await newTopic(2);
      await bus.publish([...series(topic, 0, 0, 5), ...series(topic, 1, 0, 5)]);
      const handled = new Handled();
      opened(
        await member(bus, topic, topic, handled, {
          starts: new Map([
            [0, 1000],
            [1, 0],
          ]),
        }),
      );
      await expect.poll(() => handled.texts.get(1)?.length, WAIT).toBe(5);
      await bus.publish([...series(topic, 0, 5, 6), ...series(topic, 1, 5, 6)]);
      await expect.poll(() => handled.texts.get(1)?.length, WAIT).toBe(6);
      expect(handled.texts.get(0)).toBeUndefined();
    });

    test('a paused partition stands still while others flow, and goes on where it stopped', async () => {
      const topic = await newTopic(2);
      const handled = new Handled();
      const reader = opened(await member(bus, topic, topic, handled));
      await bus.publish([...series(topic, 0, 0, 5), ...series(topic, 1, 0, 5)]);
      await expect.poll(() => handled.count(), WAIT).toBe(10);
      reader.pause(0);
      for (let i = 5; i < 25; i++) await bus.publish([...series(topic, 0, i, i + 1), ...series(topic, 1, i, i + 1)]);
      await expect.poll(() => handled.texts.get(1)?.length, WAIT).toBe(25);
      const before = handled.texts.get(0)?.length ?? 0;
      expect(before).toBeLessThan(25);
      reader.resume(0);
      await expect.poll(() => handled.texts.get(0)?.length, WAIT).toBe(25);
      expect(handled.texts.get(0)).toEqual(series(topic, 0, 0, 25).map((r) => String(r.value)));
      expect([handled.twice, handled.skipped]).toEqual([0, 0]);
    });

    test('each partition has exactly one owner, who drains before it moves', async () => {
      const topic = await newTopic(4);
      const handled = new Handled();
      const one = opened(await member(bus, topic, topic, handled));
      expect(one.events).toEqual(['assigned 0,1,2,3']);
      const two = await member(world.bus('two'), topic, topic, handled);
      await expect.poll(() => one.owned.length + two.owned.length, WAIT).toBe(4);
      expect(two.owned).toHaveLength(2);
      expect([...one.owned, ...two.owned].map((p) => p.partition).sort()).toEqual([0, 1, 2, 3]);
      expect(one.events.slice(0, 2)).toEqual(['assigned 0,1,2,3', 'drained']);
      expect(one.events[2]).toMatch(/^assigned \d,\d$/);
      await two.close();
      expect(two.events.at(-1)).toBe('drained');
      await expect.poll(() => one.owned.length, WAIT).toBe(4);
      expect([...one.events, ...two.events].filter((e) => e.startsWith('records'))).toEqual([]);
    });

    test('a member that does not drain in time holds the others up for no longer than a session, and stays one', async () => {
      const topic = await newTopic(4);
      const stuck = Promise.withResolvers<void>();
      const owned: number[] = [];
      opened(
        await bus.consume({
          group: topic,
          topic,
          async assigned(partitions) {
            owned.push(partitions.length);
            return new Map();
          },
          drain: () => stuck.promise,
          records: () => undefined,
        }),
      );
      const startedAtMs = Date.now();
      const two = opened(await member(world.bus('two'), topic, topic, new Handled()));
      expect(Date.now() - startedAtMs).toBeLessThan(5000);
      await expect.poll(() => owned, WAIT).toEqual([4, 2]);
      expect(two.events[0]).toMatch(/^assigned \d,\d$/);
      stuck.resolve();
    });

    test('when members come and go, nobody loses a partition without need', async () => {
      const topic = await newTopic(6);
      const handled = new Handled();
      const one = opened(await member(bus, topic, topic, handled));
      const two = opened(await member(world.bus('two'), topic, topic, handled));
      await expect.poll(() => [one, two].map((m) => m.owned.length), WAIT).toEqual([3, 3]);
      const before = [one, two].map((m) => m.owned.map((p) => p.partition));
      const three = await member(world.bus('three'), topic, topic, handled);
      await expect.poll(() => [one, two, three].map((m) => m.owned.length), WAIT).toEqual([2, 2, 2]);
      const shared = [one, two].map((m) => m.owned.map((p) => p.partition));
      for (const [i, mine] of shared.entries()) expect(before[i]).toEqual(expect.arrayContaining(mine));
      await three.close();
      await expect.poll(() => [one, two].map((m) => m.owned.length), WAIT).toEqual([3, 3]);
      for (const [i, mine] of shared.entries())
        expect([one, two][i]?.owned.map((p) => p.partition)).toEqual(expect.arrayContaining(mine));
    });

    test('a pause holds over rebalances until it is resumed', async () => {
      const topic = await newTopic(2);
      const handled = new Handled();
      const one = opened(await member(bus, topic, topic, handled));
      one.pause(0);
      one.pause(1);
      const two = await member(world.bus('two'), topic, topic, handled);
      await expect.poll(() => [one.owned.length, two.owned.length], WAIT).toEqual([1, 1]);
      const theirs = two.owned[0]?.partition ?? -1;
      await bus.publish([...series(topic, 0, 0, 3), ...series(topic, 1, 0, 3)]);
      await expect.poll(() => handled.texts.get(theirs)?.length, WAIT).toBe(3);
      await two.close();
      await expect.poll(() => one.owned.length, WAIT).toBe(2);
      one.resume(theirs);
      await bus.publish(series(topic, theirs, 3, 6));
      await expect.poll(() => handled.texts.get(theirs)?.length, WAIT).toBe(6);
      expect(handled.texts.get(1 - theirs)).toBeUndefined();
      one.resume(1 - theirs);
      await expect.poll(() => handled.texts.get(1 - theirs)?.length, WAIT).toBe(3);
      expect([handled.twice, handled.skipped]).toEqual([0, 0]);
    });

    test('a member beyond the number of partitions is assigned none and takes over when the other goes', async () => {
      const topic = await newTopic(1);
      const handled = new Handled();
      const one = await member(bus, topic, topic, handled);
      const two = opened(await member(world.bus('two'), topic, topic, handled));
      await expect.poll(() => [one.owned.length, two.owned.length].sort(), WAIT).toEqual([0, 1]);
      await one.close();
      await bus.publish(series(topic, 0, 0, 3));
      await expect.poll(() => handled.count(), WAIT).toBe(3);
      expect(two.owned).toHaveLength(1);
    });

    test('while members come and go under traffic every record is handled once and in order', async () => {
      const topic = await newTopic(4);
      const handled = new Handled();
      const one = opened(await member(bus, topic, topic, handled, { workTurns: 3 }));
      let sent = 0;
      let stop = false;
      const traffic = (async () => {
        while (!stop) {
          const next = sent + 20;
          await bus.publish([0, 1, 2, 3].flatMap((p) => series(topic, p, sent, next)));
          sent = next;
          await new Promise((resolve) => setTimeout(resolve, 2));
        }
      })();
      await expect.poll(() => handled.count(), WAIT).toBeGreaterThan(200);
      for (const instance of ['two', 'three']) {
        const two = await member(world.bus(instance), topic, topic, handled, { workTurns: 3 });
        const before = handled.count();
        await expect.poll(() => two.owned.length === 2 && handled.count() > before + 200, WAIT).toBe(true);
        await two.close();
        await expect.poll(() => one.owned.length, WAIT).toBe(4);
      }
      stop = true;
      await traffic;
      await expect.poll(() => handled.count(), WAIT).toBe(sent * 4);
      for (const p of [0, 1, 2, 3]) expect(handled.texts.get(p)).toEqual(series(topic, p, 0, sent).map((r) => String(r.value)));
      expect([handled.twice, handled.skipped]).toEqual([0, 0]);
    });

    test('following starts at the end and misses nothing published after it resolved', async () => {
      const topic = await newTopic(3);
      await bus.publish([...series(topic, 1, 0, 5), ...series(topic, 2, 0, 5)]);
      const seen: string[] = [];
      let missed = 0;
      const following = await world.bus('two').follow({
        topic,
        partition: 1,
        records: (records) => void seen.push(...records.map((r) => Buffer.from(r.value).toString())),
        missed: () => missed++,
      });
      await bus.publish([...series(topic, 1, 5, 8), ...series(topic, 2, 5, 8)]);
      await bus.publish(series(topic, 1, 8, 10));
      await expect.poll(() => seen.length, WAIT).toBe(5);
      expect(seen).toEqual(series(topic, 1, 5, 10).map((r) => String(r.value)));
      expect(missed).toBe(0);
      await following.close();
      await bus.publish(series(topic, 1, 10, 11));
      expect(seen).toHaveLength(5);
    });

    test('two followers of one partition both get everything', async () => {
      const topic = await newTopic(1);
      const seen: number[][] = [[], []];
      for (const [i, mine] of seen.entries())
        opened(
          await world.bus(`follower ${i}`).follow({
            topic,
            partition: 0,
            records: (records) => void mine.push(...records.map((r) => r.offset)),
            missed: () => mine.push(-1),
          }),
        );
      await bus.publish(series(topic, 0, 0, 4));
      await expect
        .poll(() => seen, WAIT)
        .toEqual([
          [0, 1, 2, 3],
          [0, 1, 2, 3],
        ]);
    });

    test('topics are made once; another partition count is refused', async () => {
      const topic = await newTopic(2);
      await bus.ensureTopics([{ name: topic, partitions: 2, retentionMs: HOUR_MS }]);
      await expect(bus.ensureTopics([{ name: topic, partitions: 3, retentionMs: HOUR_MS }])).rejects.toThrow(/2 partitions/);
    });

    test('an assigned that throws is asked again', async () => {
      const topic = await newTopic(1);
      await bus.publish(series(topic, 0, 0, 1));
      const got: number[] = [];
      let tries = 0;
      opened(
        await bus.consume({
          group: topic,
          topic,
          async assigned() {
            if (++tries === 1) throw new Error('the store is away');
            return new Map([[0, 0]]);
          },
          drain: async () => undefined,
          records: (_, records) => void got.push(...records.map((r) => r.offset)),
        }),
      );
      await expect.poll(() => got, WAIT).toEqual([0]);
      expect(tries).toBe(2);
    });

    test('close drains consumers, whose last answers are still published, and ends everything', async () => {
      const closing = (await makeWorld()).bus('closing');
      const topic = world.topic();
      await closing.ensureTopics([{ name: topic, partitions: 1, retentionMs: HOUR_MS }]);
      let answered = false;
      await closing.consume({
        group: topic,
        topic,
        assigned: async () => new Map([[0, 0]]),
        async drain() {
          await closing.publish([record(topic, 0, 'answer')]);
          answered = true;
        },
        records: () => undefined,
      });
      const seen: string[] = [];
      await closing.follow({ topic, partition: 0, records: () => seen.push('record'), missed: () => seen.push('missed') });
      await closing.close();
      expect(answered).toBe(true);
      const after = seen.length;
      await expect(closing.publish([record(topic, 0, 'late')])).rejects.toThrow('closed');
      await expect(closing.ensureTopics([])).rejects.toThrow('closed');
      expect(seen).toHaveLength(after);
      await closing.close();
    });
  });
}
