// Publishes in order, one batch under way, and believes no answer that does not name every partition.
import type { Producer } from 'kafkajs';
import { type Log, MAX_RECORD_BYTES, type OutgoingRecord } from '../ports/index.ts';
import { closedError, kafkaErrorType, type Reachability, withTimeout } from './client.ts';

// kafkajs groups the messages of a batch in quadratic time; above this it costs more than it saves.
const MAX_BATCH_RECORDS = 500;
const MAX_BATCH_BYTES = 512 * 1024;
const RETRY_MS = 100;
const MAX_RETRY_MS = 500;
// Longer than kafkajs takes to give up by itself: this is for a promise that never settles.
const ATTEMPT_TIMEOUT_MS = 30_000;
const ALL_REPLICAS = -1;

export type KafkaProducer = Pick<Producer, 'connect' | 'sendBatch' | 'disconnect'>;

export interface OrderedProducer {
  /** As Bus.publish. */
  publish(records: readonly OutgoingRecord[]): Promise<void>;
  close(): Promise<void>;
}

interface Call {
  /** Records not yet acknowledged. */
  left: number;
  readonly done: PromiseWithResolvers<void>;
}
interface Queued {
  readonly record: OutgoingRecord;
  readonly call: Call;
}

const keyOf = (topic: string, partition: number): string => `${topic}/${partition}`;

/** `newProducer` makes a kafkajs producer without idempotence: with it, and retries, kafkajs loses batches. Used again and again, since one that has failed may not recover. */
export function orderedProducer(newProducer: () => KafkaProducer, reach: Reachability, log: Log): OrderedProducer {
  let queue: Queued[] = [];
  let running: Promise<void> | undefined;
  let producer: KafkaProducer | undefined;
  const closing = Promise.withResolvers<void>();
  let closed = false;

  function nextBatch(): Queued[] {
    let bytes = 0;
    let count = 0;
    for (const { record } of queue) {
      bytes += record.value.length;
      if (count > 0 && (bytes > MAX_BATCH_BYTES || count === MAX_BATCH_RECORDS)) break;
      count++;
    }
    const batch = queue.slice(0, count);
    queue = queue.slice(count);
    return batch;
  }

  async function send(records: readonly OutgoingRecord[]): Promise<Set<string>> {
    if (!producer) {
      const opened = newProducer();
      await opened.connect();
      producer = opened;
    }
    const answer = await withTimeout(
      producer.sendBatch({ acks: ALL_REPLICAS, topicMessages: byTopic(records) }),
      ATTEMPT_TIMEOUT_MS,
      undefined,
    );
    if (!answer) throw new Error('Kafka did not answer a produce request');
    // errorCode 0 alone: a partition whose leader moved during the batch is missing from the answer, and was never sent.
    return new Set(answer.filter((one) => one.errorCode === 0).map((one) => keyOf(one.topicName, one.partition)));
  }

  async function forgetProducer(): Promise<void> {
    const broken = producer;
    producer = undefined;
    await broken?.disconnect().catch((error: unknown) => log.debug({ err: error }, 'a broken producer did not disconnect'));
  }

  function settled({ call }: Queued): void {
    if (--call.left === 0) call.done.resolve();
  }

  /** Sent again and again it would hold up everything behind it for ever. */
  function drop(one: Queued): void {
    const { topic, partition, value } = one.record;
    log.error(
      { topic, partition, bytes: value.length, maxBytes: MAX_RECORD_BYTES },
      'a record too large for the log was dropped',
    );
    settled(one);
  }

  /** Resolves when the whole batch is durable, or the bus is closed. */
  async function deliver(batch: readonly Queued[]): Promise<void> {
    const fits = ({ record }: Queued): boolean => record.value.length <= MAX_RECORD_BYTES;
    for (const one of batch) if (!fits(one)) drop(one);
    let rest = batch.filter(fits);
    for (let waitMs = RETRY_MS; rest.length > 0 && !closed; waitMs = Math.min(waitMs * 2, MAX_RETRY_MS)) {
      try {
        const durable = await send(rest.map(({ record }) => record));
        rest = rest.filter((one) => {
          if (!durable.has(keyOf(one.record.topic, one.record.partition))) return true;
          settled(one);
          return false;
        });
        reach.markReachable();
        if (rest.length === 0) return;
        const missing = [...new Set(rest.map(({ record }) => keyOf(record.topic, record.partition)))];
        log.warn({ missing, records: rest.length }, 'Kafka did not take these partitions: sending them again');
      } catch (error) {
        if (kafkaErrorType(error) === 'MESSAGE_TOO_LARGE') return deliverSingly(rest);
        reach.markUnreachable(error);
        await forgetProducer();
      }
      await withTimeout(closing.promise, waitMs, undefined);
    }
    for (const { call } of rest) call.done.reject(closedError());
  }

  /** For a topic that takes less than ours do, because others made it or changed it: what it refuses alone is dropped. */
  async function deliverSingly(batch: readonly Queued[]): Promise<void> {
    const [only] = batch;
    if (only && batch.length === 1) drop(only);
    else for (const one of batch) await deliver([one]);
  }

  async function run(): Promise<void> {
    while (queue.length > 0) await deliver(nextBatch());
    running = undefined;
  }

  return {
    publish(records) {
      if (closed) return Promise.reject(closedError());
      if (records.length === 0) return Promise.resolve();
      const call: Call = { left: records.length, done: Promise.withResolvers<void>() };
      for (const record of records) queue.push({ record, call });
      running ??= run();
      return call.done.promise;
    },
    async close() {
      closed = true;
      for (const { call } of queue) call.done.reject(closedError());
      queue = [];
      closing.resolve();
      await withTimeout(running ?? Promise.resolve(), 5000, undefined);
      await withTimeout(forgetProducer(), 2000, undefined);
    },
  };
}

function byTopic(records: readonly OutgoingRecord[]) {
  const topics = new Map<string, { partition: number; value: Buffer }[]>();
  for (const { topic, partition, value } of records) {
    const message = { partition, value: Buffer.from(value.buffer, value.byteOffset, value.byteLength) };
    const messages = topics.get(topic);
    if (messages) messages.push(message);
    else topics.set(topic, [message]);
  }
  return [...topics].map(([topic, messages]) => ({ topic, messages }));
}
