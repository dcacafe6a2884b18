import kafkajs, { type Kafka, type KafkaMessage } from 'kafkajs';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import type { Log } from '../ports/index.ts';
import { stickyAssigner } from './assigners.ts';
import { reachability } from './client.ts';
import { ConsumerMembership, SHARED_POLLING } from './membership.ts';
import type { JoinHooks } from './patches.ts';
import { fakeKafka } from './testing/fake-kafka.ts';

const quiet: Log = { debug: () => undefined, info: () => undefined, warn: () => undefined, error: () => undefined };
const noHooks: JoinHooks = {
  beforeFirstJoin: async () => undefined,
  beforeRejoin: async () => undefined,
  afterJoin: async () => undefined,
  onOffsetOutOfRange: () => undefined,
};

let open: ConsumerMembership | undefined;
beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(async () => {
  await open?.close();
  vi.useRealTimers();
});

function join(kafka: Kafka, onRecords: (partition: number, messages: readonly KafkaMessage[]) => void = () => undefined) {
  const onLeaving = vi.fn(async () => undefined);
  const state = reachability(['b'], quiet);
  open = new ConsumerMembership({
    ...{ kafka, clientId: 'c', topic: 't', reach: state, log: quiet, onRecords, onLeaving },
    polling: SHARED_POLLING,
    groupId: () => 'g',
    assigner: (hooks) => stickyAssigner(hooks, () => ({ generation: -1, owned: [] }), Infinity),
    onJoined: async () => undefined,
  });
  open.ready.catch(() => undefined);
  return { leaving: onLeaving, state };
}

test('a consumer is replaced after 30 s without an answer from Kafka, and not earlier', async () => {
  const { kafka, consumers } = fakeKafka();
  const { leaving, state } = join(kafka);
  for (let second = 0; second < 60; second += 10) {
    await vi.advanceTimersByTimeAsync(10_000);
    consumers[0]?.emit('request', { apiName: 'Heartbeat' });
  }
  expect(consumers).toHaveLength(1);
  for (let second = 0; second < 32; second += 8) {
    await vi.advanceTimersByTimeAsync(8000);
    consumers[0]?.emit('request', { apiName: 'Metadata' });
  }
  expect(consumers).toHaveLength(2);
  expect(leaving).toHaveBeenCalledTimes(1);
  expect(state.reachable).toBe(false);
});

test('an idle member lets Kafka hold its fetches longer, until records come', async () => {
  const { kafka, consumers } = fakeKafka();
  join(kafka);
  await vi.advanceTimersByTimeAsync(1);
  await consumers[0]?.join({ partition: 0, earliest: 0, end: 0 });
  expect(consumers[0]?.maxWaitTime).toBe(100);
  await vi.advanceTimersByTimeAsync(4000);
  expect(consumers[0]?.maxWaitTime).toBe(200);
  await consumers[0]?.deliver(0, [0]);
  expect(consumers[0]?.maxWaitTime).toBe(100);
});

test('records of a replaced consumer are dropped', async () => {
  const { kafka, consumers } = fakeKafka();
  const got: number[] = [];
  join(kafka, (partition) => void got.push(partition));
  await vi.advanceTimersByTimeAsync(1);
  await consumers[0]?.deliver(1, [0]);
  consumers[0]?.emit('crash', { error: new Error('gone') });
  await vi.advanceTimersByTimeAsync(1000);
  expect(consumers).toHaveLength(2);
  await consumers[0]?.deliver(2, [0]);
  await consumers[1]?.deliver(3, [0]);
  expect(got).toEqual([1, 3]);
});

test('a consumer that joins late, after its replacement or after close, leaves the group at once', async () => {
  const { kafka, consumers } = fakeKafka();
  join(kafka);
  await vi.advanceTimersByTimeAsync(1);
  consumers[0]?.emit('crash', { error: new Error('gone') });
  await vi.advanceTimersByTimeAsync(1000);
  const range = { partition: 0, earliest: 0, end: 0 };
  await expect(consumers[0]?.join(range)).rejects.toThrow('abandoned');
  await consumers[1]?.join(range);
  await open?.close();
  await expect(consumers[1]?.join(range)).rejects.toThrow('abandoned');
  expect(consumers.map(({ left }) => left)).toEqual([true, true]);
});

test('members keep the partitions that they claim, and a member with an undecodable claim keeps none', async () => {
  const { MemberAssignment, MemberMetadata } = kafkajs.AssignerProtocol;
  const cluster = { findTopicPartitionMetadata: () => [0, 1, 2, 3] };
  const make = (owned: number[]) =>
    stickyAssigner(
      noHooks,
      () => ({ generation: 4, owned }),
      Infinity,
    )({ cluster: cluster as never, groupId: 'g', logger: {} as never });
  const metadata = [make([0, 3]), make([]), make([1, 2])].map((one) => one.protocol({ topics: ['t'] }).metadata);
  metadata[1] = MemberMetadata.encode({
    version: 1,
    topics: ['t'],
    userData: Buffer.from('{"generation":"x","owned":[null,"1"]'),
  });
  const members = metadata.map((memberMetadata, i) => ({ memberId: `m${i}`, memberMetadata }));
  const assigned = await make([]).assign({ members, topics: ['t'] });
  const shares = new Map(
    assigned.map((one) => [one.memberId, MemberAssignment.decode(one.memberAssignment)?.assignment.t ?? []]),
  );
  expect([...shares.values()].flat().sort()).toEqual([0, 1, 2, 3]);
  expect(shares.get('m0')).toEqual([0, 3]);
  expect(shares.get('m2')?.every((partition) => [1, 2].includes(partition))).toBe(true);
  expect(shares.get('m1')).toHaveLength(1);
});
