import { afterEach, expect, test, vi } from 'vitest';
import type { Log, PartitionRange } from '../ports/index.ts';
import { reachability } from './client.ts';
import { KafkaConsumer } from './consumer.ts';
import { type FakeConsumer, fakeKafka } from './testing/fake-kafka.ts';

const quiet: Log = { debug: () => undefined, info: () => undefined, warn: () => undefined, error: () => undefined };
let open: { close(): Promise<void> } | undefined;
afterEach(async () => {
  await open?.close();
  vi.useRealTimers();
});

/** A group member that owns partition 3. `consumer(n)` resolves with its n-th kafkajs consumer. */
function consume(
  assigned: (ranges: readonly PartitionRange[]) => Promise<ReadonlyMap<number, number>>,
  drain: () => Promise<void> = async () => undefined,
) {
  const { kafka, consumers } = fakeKafka();
  const events: string[] = [];
  const consumption = new KafkaConsumer({
    ...{ kafka, clientId: 'c', group: 'g', topic: 't', maxPartitions: Infinity, reach: reachability(['b'], quiet), log: quiet },
    async onAssigned(ranges) {
      events.push('assigned');
      const starts = await assigned(ranges);
      events.push('answered');
      return starts;
    },
    async onRevoked() {
      await drain();
      events.push('drained');
    },
    onRecords: (_, records) => void events.push(records.map(({ offset }) => offset).join()),
  });
  open = consumption;
  const next = async (n: number): Promise<FakeConsumer> => {
    await vi.waitFor(() => expect(consumers).toHaveLength(n));
    await new Promise((resolve) => setImmediate(resolve));
    return consumers[n - 1] as FakeConsumer;
  };
  return { consumption, events, next };
}
const range = { partition: 3, earliest: 0, end: 50 };

test('a consumer passes records on without a gap, and fetches again when kafkajs skips some', async () => {
  const { events, next } = consume(async () => new Map([[3, 20]]));
  const one = await next(1);
  await one.join(range);
  expect(one.seeks).toEqual(['20']);
  await one.deliver(3, [18, 19, 20, 21]);
  await one.deliver(3, [25, 26]);
  expect(one.seeks).toEqual(['20', '22']);
  await one.deliver(3, [22]);
  await one.deliver(4, [0]);
  expect(events).toEqual(['assigned', 'answered', '20,21', '22']);
});

test('a slow onAssigned does not delay the join, and no record flows before it resolves', async () => {
  const answer = Promise.withResolvers<ReadonlyMap<number, number>>();
  const { consumption, events, next } = consume(() => answer.promise);
  const one = await next(1);
  await one.join(range);
  await consumption.ready;
  await one.deliver(3, [0, 1]);
  expect(events).toEqual(['assigned']);
  answer.resolve(new Map([[3, 5]]));
  await vi.waitFor(() => expect(one.seeks).toEqual(['5']));
  await one.deliver(3, [5]);
  expect(events).toEqual(['assigned', 'answered', '5']);
});

test('a member whose consumer died drains before it asks for a new start; onRevoked waits for a running onAssigned', async () => {
  const answers = [Promise.withResolvers<ReadonlyMap<number, number>>(), Promise.withResolvers<ReadonlyMap<number, number>>()];
  let asked = 0;
  const { events, next } = consume(() => answers[asked++]?.promise ?? Promise.reject(new Error('asked too often')));
  const one = await next(1);
  const joining = one.join(range);
  await vi.waitFor(() => expect(events).toEqual(['assigned']));
  one.emit('crash', { error: new Error('gone') });
  answers[0]?.resolve(new Map([[3, 5]]));
  await joining;
  const two = await next(2);
  expect(events).toEqual(['assigned', 'answered', 'drained']);
  expect(one.seeks).toEqual([]);
  answers[1]?.resolve(new Map([[3, 7]]));
  await two.join(range);
  await two.deliver(3, [7]);
  expect(events.slice(3)).toEqual(['assigned', 'answered', '7']);
});

test('close calls onRevoked once, and later records are dropped', async () => {
  const { consumption, events, next } = consume(async () => new Map([[3, 0]]));
  const one = await next(1);
  await one.join(range);
  await one.deliver(3, [0]);
  await consumption.close();
  await one.deliver(3, [1]);
  expect(events).toEqual(['assigned', 'answered', '0', 'drained']);
});

test.each(['assigned', 'drain'])(
  'when the drain of one assignment times out because of a slow %s, the next assignment is still drained at its own end',
  async (slow) => {
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'setInterval', 'clearInterval', 'Date'] });
    const stuck = Promise.withResolvers<void>();
    let [asked, drained] = [0, 0];
    const { consumption, events, next } = consume(
      async () => {
        if (++asked === 1 && slow === 'assigned') await stuck.promise;
        return new Map([[3, 0]]);
      },
      async () => {
        if (++drained === 1 && slow === 'drain') await stuck.promise;
      },
    );
    const one = await next(1);
    const joining = one.join(range);
    await vi.advanceTimersByTimeAsync(1000);
    await joining;
    one.emit('crash', { error: new Error('gone') });
    await vi.advanceTimersByTimeAsync(10_000);
    const two = await next(2);
    await two.join(range);
    events.length = 0;
    stuck.resolve();
    await vi.advanceTimersByTimeAsync(1000);
    expect(events).toEqual([slow === 'assigned' ? 'answered' : 'drained']);
    await consumption.close();
    expect(events.slice(1)).toEqual(['drained']);
  },
);
