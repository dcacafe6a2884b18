import { createRequire } from 'node:module';
import kafkajs, { type ProducerBatch, type RecordMetadata } from 'kafkajs';
import { afterEach, describe, expect, test, vi } from 'vitest';
import { type Log, MAX_RECORD_BYTES, type OutgoingRecord } from '../ports/index.ts';
import { record, series } from '../testing/bus/bus-member.ts';
import { reachability } from './client.ts';
import { type KafkaProducer, OrderedProducer } from './producer.ts';

const quiet: Log = { debug: () => undefined, info: () => undefined, warn: () => undefined, error: () => undefined };
const open: OrderedProducer[] = [];
afterEach(async () => {
  await Promise.all(open.splice(0).map((one) => one.close()));
});

type Sent = { topic: string; partition: number; text: string };
const flat = (batch: ProducerBatch): Sent[] =>
  (batch.topicMessages ?? []).flatMap(({ topic, messages }) =>
    messages.map(({ partition, value }) => ({ topic, partition: partition ?? -1, text: String(value) })),
  );
const acknowledge = (sent: readonly Sent[]): RecordMetadata[] => {
  const keys = new Set(sent.map(({ topic, partition }) => `${topic}/${partition}`));
  return [...keys].map((key) => ({ topicName: key.split('/')[0] ?? '', partition: Number(key.split('/')[1]), errorCode: 0 }));
};

/** A producer on `sendBatch` alone. */
function producerOf(sendBatch: KafkaProducer['sendBatch'], log = quiet) {
  const fake = { connect: vi.fn(async () => undefined), sendBatch: vi.fn(sendBatch), disconnect: vi.fn(async () => undefined) };
  const state = reachability(['b'], quiet);
  const producer = new OrderedProducer(() => fake, state, log);
  open.push(producer);
  return { fake, state, producer };
}

describe('publishing to Kafka', () => {
  test('a batch is sent again, unchanged, only to the partitions that the reply does not confirm', async () => {
    const log: Sent[] = [];
    let calls = 0;
    const { producer, fake } = producerOf(async (batch) => {
      // The first reply omits partition 1, which was never written; the second names it with an error.
      const taken = ++calls > 2 ? flat(batch) : flat(batch).filter(({ partition }) => partition !== 1);
      log.push(...taken);
      const refused = calls === 2 ? [{ topicName: 't', partition: 1, errorCode: 6 }] : [];
      return [...acknowledge(taken), ...refused];
    });
    await producer.publish([...series('t', 0, 0, 3), ...series('t', 1, 0, 3), ...series('t', 2, 0, 1)]);
    expect(fake.sendBatch.mock.calls.map(([batch]) => flat(batch).map(({ text }) => text))).toEqual([
      ['0:0', '0:1', '0:2', '1:0', '1:1', '1:2', '2:0'],
      ['1:0', '1:1', '1:2'],
      ['1:0', '1:1', '1:2'],
    ]);
    expect(log.filter(({ partition }) => partition === 1).map(({ text }) => text)).toEqual(['1:0', '1:1', '1:2']);
  });

  test('one batch is in flight at a time, calls keep their order, and each resolves when its records are durable', async () => {
    const answers: (() => void)[] = [];
    const { producer, fake } = producerOf(
      (batch) => new Promise((resolve) => answers.push(() => resolve(acknowledge(flat(batch))))),
    );
    const ended: number[] = [];
    for (let i = 0; i < 4; i++) void producer.publish([record('t', i % 2, String(i))]).then(() => ended.push(i));
    await vi.waitFor(() => expect(answers).toHaveLength(1));
    expect(ended).toEqual([]);
    answers[0]?.();
    await vi.waitFor(() => expect(answers).toHaveLength(2));
    answers[1]?.();
    await vi.waitFor(() => expect(ended).toEqual([0, 1, 2, 3]));
    expect(fake.sendBatch.mock.calls.flatMap(([batch]) => flat(batch).map(({ text }) => text))).toEqual(['0', '1', '2', '3']);
  });

  test('a batch holds at most 500 records and 512 KB', async () => {
    const { producer, fake } = producerOf(async (batch) => acknowledge(flat(batch)));
    const large = Array.from(
      { length: 5 },
      (_, i): OutgoingRecord => ({ topic: 't', partition: i, value: new Uint8Array(200_000) }),
    );
    await producer.publish([...series('t', 0, 0, 1100), ...large]);
    const sizes = fake.sendBatch.mock.calls.map(([batch]) => flat(batch).length);
    expect(sizes.slice(0, 2)).toEqual([500, 500]);
    expect(sizes.reduce((a, b) => a + b)).toBe(1105);
    for (const [batch] of fake.sendBatch.mock.calls)
      expect(flat(batch).reduce((sum, { text }) => sum + text.length, 0)).toBeLessThanOrEqual(512 * 1024);
  });

  test('while Kafka is unavailable a new producer retries the same records, and the bus is reported unreachable', async () => {
    let failures = 4;
    const { producer, fake, state } = producerOf(async (batch) => {
      if (failures-- > 0) throw new Error('ECONNREFUSED');
      return acknowledge(flat(batch));
    });
    const published = producer.publish(series('t', 0, 0, 2));
    const later = producer.publish(series('t', 0, 2, 3));
    await vi.waitFor(() => expect(state.reachable).toBe(false));
    await Promise.all([published, later]);
    expect(state.reachable).toBe(true);
    expect(fake.sendBatch.mock.calls.map(([batch]) => flat(batch).map(({ text }) => text))).toEqual([
      ...Array(5).fill(['0:0', '0:1']),
      ['0:2'],
    ]);
    expect(fake.connect).toHaveBeenCalledTimes(5);
  });

  test('a record over the limit is logged and dropped, and the records around it are published', async () => {
    const error = vi.fn();
    const { producer, fake, state } = producerOf(async (batch) => acknowledge(flat(batch)), { ...quiet, error });
    const large = { topic: 't', partition: 7, value: new Uint8Array(MAX_RECORD_BYTES + 1) };
    await Promise.all([producer.publish([large]), producer.publish([...series('t', 0, 0, 1), large, ...series('t', 0, 1, 2)])]);
    expect(fake.sendBatch.mock.calls.flatMap(([batch]) => flat(batch).map(({ text }) => text))).toEqual(['0:0', '0:1']);
    const fields = { topic: 't', partition: 7, bytes: MAX_RECORD_BYTES + 1, maxBytes: MAX_RECORD_BYTES };
    expect(error.mock.calls.map(([logged]) => logged)).toEqual([fields, fields]);
    expect(state.reachable).toBe(true);
  });

  test('a record that Kafka refuses as too large is dropped alone', async () => {
    const error = vi.fn();
    const log: string[] = [];
    const { producer, state } = producerOf(
      async (batch) => {
        const sent = flat(batch);
        if (sent.some(({ text }) => text === '0:1'))
          throw new kafkajs.KafkaJSProtocolError({ type: 'MESSAGE_TOO_LARGE', code: 10 } as never);
        log.push(...sent.map(({ text }) => text));
        return acknowledge(sent);
      },
      { ...quiet, error },
    );
    await producer.publish(series('t', 0, 0, 3));
    await producer.publish(series('t', 0, 3, 4));
    expect(log).toEqual(['0:0', '0:2', '0:3']);
    expect(error).toHaveBeenCalledTimes(1);
    expect(state.reachable).toBe(true);
  });

  test('publish rejects only after close, and then every pending call', async () => {
    const { producer } = producerOf(async () => {
      throw new Error('ECONNREFUSED');
    });
    const waiting = [producer.publish(series('t', 0, 0, 1)), producer.publish(series('t', 0, 1, 2))].map((p) =>
      p.then(
        () => 'durable',
        (error: Error) => error.message,
      ),
    );
    await producer.close();
    expect(await Promise.all(waiting)).toEqual(['the bus is closed', 'the bus is closed']);
    await expect(producer.publish(series('t', 0, 2, 3))).rejects.toThrow('the bus is closed');
  });

  test('publish requires acknowledgements of all replicas', async () => {
    const { producer, fake } = producerOf(async (batch) => acknowledge(flat(batch)));
    await producer.publish(series('t', 0, 0, 1));
    expect(fake.sendBatch.mock.calls[0]?.[0].acks).toBe(-1);
  });
});

describe('kafkajs on two brokers, when a leader moves during a batch', () => {
  /**
   * kafkajs's own sender on two brokers: broker 1 dies at the first request, and its partition moves to broker 2, which has
   * already replied.
   */
  function movingCluster() {
    const require = createRequire(import.meta.url);
    const sendMessages = require('kafkajs/src/producer/sendMessages') as (parts: object) => KafkaProducer['sendBatch'];
    const createRetry = require('kafkajs/src/retry') as (options: object) => unknown;
    const written: string[] = [];
    const leaders: Record<number, number> = { 0: 1, 1: 2 };
    const broker = (nodeId: number) => ({
      nodeId,
      async produce({
        topicData,
      }: {
        topicData: { topic: string; partitions: { partition: number; messages: { value: Buffer }[] }[] }[];
      }) {
        if (nodeId === 1) {
          await vi.waitFor(() => expect(written.length).toBeGreaterThan(0));
          leaders[0] = 2;
          throw Object.assign(new Error('broker 1 is gone'), { name: 'KafkaJSConnectionError', retriable: true });
        }
        const partitions = topicData.flatMap((topic) => topic.partitions);
        for (const { messages } of partitions) written.push(...messages.map(({ value }) => String(value)));
        return { topics: [{ topicName: 't', partitions: partitions.map(({ partition }) => ({ partition, errorCode: 0 })) }] };
      },
    });
    const brokers = new Map([1, 2].map((nodeId) => [nodeId, broker(nodeId)]));
    const cluster = {
      targetTopics: new Set(['t']),
      isConnected: () => true,
      addMultipleTargetTopics: async () => undefined,
      refreshMetadataIfNecessary: async () => undefined,
      refreshMetadata: async () => undefined,
      findTopicPartitionMetadata: () => [0, 1].map((partitionId) => ({ partitionId, leader: leaders[partitionId] })),
      findLeaderForPartitions: (_: string, partitions: string[]) =>
        Object.groupBy(partitions.map(Number), (partition) => String(leaders[partition])),
      findBroker: async ({ nodeId }: { nodeId: string }) => brokers.get(Number(nodeId)),
    };
    const nothing = (): undefined => undefined;
    const send = sendMessages({
      logger: { debug: nothing, error: nothing },
      cluster,
      partitioner: ({ message }: { message: { partition: number } }) => message.partition,
      eosManager: {
        acquireBrokerLock: nothing,
        releaseBrokerLock: nothing,
        isTransactional: () => false,
        getSequence: () => 0,
        updateSequence: nothing,
        getProducerId: () => -1,
        getProducerEpoch: () => 0,
      },
      retrier: createRetry({ initialRetryTime: 1, maxRetryTime: 2, retries: 3 }),
    });
    return { send, written };
  }
  const records = [...series('t', 0, 0, 3), ...series('t', 1, 0, 3)];

  test('kafkajs without our check resolves although records were never written', async () => {
    const { send, written } = movingCluster();
    const messages = records.map(({ partition, value }) => ({ partition, value: Buffer.from(value) }));
    await send({ acks: -1, topicMessages: [{ topic: 't', messages }] });
    expect(written).toEqual(['1:0', '1:1', '1:2']);
  });

  test('publish resolves only when every record is written, once and in order', async () => {
    const { send, written } = movingCluster();
    const { producer } = producerOf(send);
    await producer.publish(records);
    expect(written).toEqual(['1:0', '1:1', '1:2', '0:0', '0:1', '0:2']);
  });
});
