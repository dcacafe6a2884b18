// Publishes records to Kafka in order, one batch in flight. Records count as durable only when the reply names their partition.
import type { Producer } from 'kafkajs';
import { noMetrics } from '../memory/no-metrics.ts';
import { type CounterMetric, type Log, MAX_RECORD_BYTES, type OutgoingRecord } from '../ports/index.ts';
import { closedError, kafkaErrorType, type Reachability, withTimeout } from './client.ts';

// kafkajs groups the messages of a batch in quadratic time: above this it costs more than it saves.
const MAX_BATCH_RECORDS = 500;
const MAX_BATCH_BYTES = 512 * 1024;
const RETRY_MS = 100;
const MAX_RETRY_MS = 500;
// Longer than kafkajs retries by itself. It guards against a promise of kafkajs that never settles.
const ATTEMPT_TIMEOUT_MS = 30_000;
const CLOSE_TIMEOUT_MS = 5000;
const DISCONNECT_TIMEOUT_MS = 2000;
const ALL_REPLICAS = -1;

export type KafkaProducer = Pick<Producer, 'connect' | 'sendBatch' | 'disconnect'>;

/** One call of `publish`. */
interface PublishCall {
  /** Records that are not acknowledged yet. */
  pending: number;
  readonly done: PromiseWithResolvers<void>;
}

interface PendingRecord {
  readonly record: OutgoingRecord;
  readonly call: PublishCall;
}

export class OrderedProducer {
  readonly #newProducer: () => KafkaProducer;
  readonly #reach: Reachability;
  readonly #log: Log;
  readonly #retries: CounterMetric;
  readonly #closing = Promise.withResolvers<void>();
  #queue: PendingRecord[] = [];
  #running: Promise<void> | undefined;
  #producer: KafkaProducer | undefined;
  #isClosed = false;

  /**
   * `newProducer` makes a kafkajs producer without idempotence: with it, and with retries, kafkajs loses batches. It is called
   * again after each failure, because a producer that has failed may not recover.
   */
  constructor(
    newProducer: () => KafkaProducer,
    reach: Reachability,
    log: Log,
    retries: CounterMetric = noMetrics.counter('', ''),
  ) {
    this.#retries = retries;
    this.#newProducer = newProducer;
    this.#reach = reach;
    this.#log = log;
  }

  /** As Bus.publish. */
  publish(records: readonly OutgoingRecord[]): Promise<void> {
    if (this.#isClosed) return Promise.reject(closedError());
    if (records.length === 0) return Promise.resolve();
    const call: PublishCall = { pending: records.length, done: Promise.withResolvers<void>() };
    for (const record of records) this.#queue.push({ record, call });
    this.#running ??= this.#run();
    return call.done.promise;
  }

  async close(): Promise<void> {
    this.#isClosed = true;
    for (const { call } of this.#queue) call.done.reject(closedError());
    this.#queue = [];
    this.#closing.resolve();
    await withTimeout(this.#running ?? Promise.resolve(), CLOSE_TIMEOUT_MS, undefined);
    await withTimeout(this.#discardProducer(), DISCONNECT_TIMEOUT_MS, undefined);
  }

  async #run(): Promise<void> {
    while (this.#queue.length > 0) await this.#deliver(this.#takeBatch());
    this.#running = undefined;
  }

  #takeBatch(): PendingRecord[] {
    let bytes = 0;
    let count = 0;
    for (const { record } of this.#queue) {
      bytes += record.value.length;
      if (count > 0 && (bytes > MAX_BATCH_BYTES || count === MAX_BATCH_RECORDS)) break;
      count++;
    }
    const batch = this.#queue.slice(0, count);
    this.#queue = this.#queue.slice(count);
    return batch;
  }

  /** Resolves when the whole batch is durable, or the producer is closed. */
  async #deliver(batch: readonly PendingRecord[]): Promise<void> {
    const fits = ({ record }: PendingRecord): boolean => record.value.length <= MAX_RECORD_BYTES;
    for (const pending of batch) if (!fits(pending)) this.#drop(pending);
    let rest = batch.filter(fits);
    for (let waitMs = RETRY_MS; rest.length > 0 && !this.#isClosed; waitMs = Math.min(waitMs * 2, MAX_RETRY_MS)) {
      try {
        const durable = await this.#send(rest.map(({ record }) => record));
        rest = rest.filter((pending) => {
          if (!durable.has(partitionName(pending.record.topic, pending.record.partition))) return true;
          acknowledge(pending);
          return false;
        });
        this.#reach.markReachable();
        if (rest.length === 0) return;
        const missing = [...new Set(rest.map(({ record }) => partitionName(record.topic, record.partition)))];
        this.#log.warn({ missing, records: rest.length }, 'Kafka did not store the records of these partitions, retrying');
      } catch (error) {
        if (kafkaErrorType(error) === 'MESSAGE_TOO_LARGE') return this.#deliverSingly(rest);
        this.#reach.markUnreachable(error);
        await this.#discardProducer();
      }
      this.#retries.add();
      await withTimeout(this.#closing.promise, waitMs, undefined);
    }
    for (const { call } of rest) call.done.reject(closedError());
  }

  /** For a topic whose size limit somebody has lowered: sends records one by one, and drops only those that Kafka refuses. */
  async #deliverSingly(batch: readonly PendingRecord[]): Promise<void> {
    const [only] = batch;
    if (only && batch.length === 1) this.#drop(only);
    else for (const pending of batch) await this.#deliver([pending]);
  }

  /** Drops a record that is too large: a retry would block all later records for ever. */
  #drop(pending: PendingRecord): void {
    const { topic, partition, value } = pending.record;
    this.#log.error({ topic, partition, bytes: value.length, maxBytes: MAX_RECORD_BYTES }, 'record too large, dropped');
    acknowledge(pending);
  }

  /** The partitions, as "topic/partition", whose records are durable. */
  async #send(records: readonly OutgoingRecord[]): Promise<Set<string>> {
    if (!this.#producer) {
      const producer = this.#newProducer();
      await producer.connect();
      this.#producer = producer;
    }
    const sending = this.#producer.sendBatch({ acks: ALL_REPLICAS, topicMessages: byTopic(records) });
    const replies = await withTimeout(sending, ATTEMPT_TIMEOUT_MS, undefined);
    if (!replies) throw new Error('Kafka did not answer a produce request');
    // A partition whose leader moved during the batch is missing from the reply: it was never sent.
    const accepted = replies.filter(({ errorCode }) => errorCode === 0);
    return new Set(accepted.map(({ topicName, partition }) => partitionName(topicName, partition)));
  }

  async #discardProducer(): Promise<void> {
    const producer = this.#producer;
    this.#producer = undefined;
    await producer?.disconnect().catch((error: unknown) => this.#log.debug({ err: error }, 'producer did not disconnect'));
  }
}

function acknowledge({ call }: PendingRecord): void {
  if (--call.pending === 0) call.done.resolve();
}

function partitionName(topic: string, partition: number): string {
  return `${topic}/${partition}`;
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
