import { afterEach, expect, test, vi } from 'vitest';
import type { Log } from '../ports/index.ts';
import { reachability } from './client.ts';
import { kafkaFollower } from './follower.ts';
import type { ConsumerMembership } from './membership.ts';
import { type FakeConsumer, fakeKafka } from './testing/fake-kafka.ts';

const quiet: Log = { debug: () => undefined, info: () => undefined, warn: () => undefined, error: () => undefined };
let open: ConsumerMembership | undefined;
afterEach(() => open?.close());

function follow() {
  const { kafka, consumers } = fakeKafka();
  const client = { kafka, cutSockets: vi.fn() };
  const events: (number | string)[] = [];
  open = kafkaFollower({
    ...{ client, clientId: 'c', topic: 't', partition: 2, reach: reachability(['b'], quiet), log: quiet },
    onRecords: (records) => void events.push(...records.map(({ offset }) => offset)),
    onGap: () => events.push('missed'),
  });
  const next = async (n: number): Promise<FakeConsumer> => {
    await vi.waitFor(() => expect(consumers).toHaveLength(n));
    await new Promise((resolve) => setImmediate(resolve));
    return consumers[n - 1] as FakeConsumer;
  };
  return { events, next, client, ready: open.ready };
}

test('a follower starts at the end of the log, and is ready when its start is fixed', async () => {
  const { events, next, ready } = follow();
  const one = await next(1);
  await one.join({ partition: 2, earliest: 3, end: 10 });
  await ready;
  expect(one.seeks).toEqual(['10']);
  await one.deliver(2, [8, 9, 10, 11]);
  expect(events).toEqual([10, 11]);
});

test('a rebuilt follower continues where the last one stopped', async () => {
  const { events, next } = follow();
  const one = await next(1);
  await one.join({ partition: 2, earliest: 0, end: 10 });
  await one.deliver(2, [10, 11]);
  one.emit('crash', { error: new Error('gone') });
  const two = await next(2);
  await two.join({ partition: 2, earliest: 0, end: 20 });
  expect(two.seeks).toEqual(['12']);
  await two.deliver(2, [12]);
  expect(events).toEqual([10, 11, 12]);
});

test('a rebuilt follower waits for no dead predecessor: it has a group of its own', async () => {
  const { next } = follow();
  const one = await next(1);
  await one.join({ partition: 2, earliest: 0, end: 10 });
  one.emit('crash', { error: new Error('gone') });
  expect((await next(2)).groupId).not.toBe(one.groupId);
});

test.each([
  { what: 'records it had not read were deleted', log: { earliest: 15, end: 20 }, from: 15 },
  { what: 'the log has become shorter', log: { earliest: 0, end: 4 }, from: 4 },
])('a follower reports a gap and continues after it when $what', async ({ log, from }) => {
  const { events, next } = follow();
  const one = await next(1);
  await one.join({ partition: 2, earliest: 0, end: 10 });
  await one.deliver(2, [10]);
  one.emit('crash', { error: new Error('gone') });
  const two = await next(2);
  await two.join({ partition: 2, ...log });
  expect(two.seeks).toEqual([String(from)]);
  await two.deliver(2, [from]);
  expect(events).toEqual([10, 'missed', from]);
});

test('a follower seeks back when records do not follow the last one', async () => {
  const { events, next } = follow();
  const one = await next(1);
  await one.join({ partition: 2, earliest: 0, end: 10 });
  await one.deliver(2, [13, 14]);
  expect(events).toEqual([]);
  expect(one.seeks).toEqual(['10', '10']);
  await one.deliver(2, [10, 11, 14]);
  expect(events).toEqual([10, 11]);
});

test('a follower that closes waits for no fetch: it cuts its sockets', async () => {
  const { next, client, ready } = follow();
  await (await next(1)).join({ partition: 2, earliest: 0, end: 10 });
  await ready;
  expect(client.cutSockets).not.toHaveBeenCalled();
  await open?.close();
  expect(client.cutSockets).toHaveBeenCalledTimes(1);
});
