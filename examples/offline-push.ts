// An example of a consumer of events (docs/events.md): whom a message concerns and who was not connected when it was stored gets a push notification, by a webhook.
//
//     npm run example:offline-push -- --kafka 127.0.0.1:9092 --topic im.events.1 --webhook http://127.0.0.1:8080/push
//
// Any number of processes share the work. Started again, each goes on where it has got to; a message is posted at least once, with an Idempotency-Key.
import { setTimeout as sleep } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { Kafka, logLevel } from 'kafkajs';
// kafkajs 2.2.4 arms timers with negative delays, of which Node warns. In a program of your own copy that one patch, or leave the warning.
import '../infra/kafka/patches.ts';
import { im } from '../proto/rpc.ts';

// A partition whose consumer was killed moves to another one after this time; 6 s is the least that a broker allows by default.
const SESSION_TIMEOUT_MS = 6000;
// Nobody wants to be told in the evening of what was said in the morning: after a long stop, or at its very first start, it passes over what is older.
const MAX_AGE_MS = 60 * 60_000;
// Events come again after a takeover, shortly after the first time.
const MAX_REMEMBERED = 100_000;
const POST_TIMEOUT_MS = 5000;
const FIRST_RETRY_MS = 100;
const MAX_RETRY_MS = 3000;

export interface PushNotification {
  /** Unique for each message and user. */
  readonly id: string;
  readonly user: string;
  readonly conversation: string;
  readonly seq: number;
  readonly sender: string;
  /** "TEXT", "IMAGE" … */
  readonly kind: string;
  readonly text: string;
  readonly time: number;
}

/** Whom to notify of what is in a record of im.events. Throws where it is none. */
export function pushNotifications(record: Uint8Array, now: number): PushNotification[] {
  return im.Pack.decode(record).envelopes.flatMap(({ kind, payload }) => {
    if (kind !== im.Envelope.Kind.DOMAIN_EVENT || !payload) return [];
    const { id, absent, messageStored } = im.DomainEvent.decode(payload);
    // Edits, recalls, reactions and what happens in a group are told to nobody who is away.
    if (!messageStored || (messageStored.kind ?? 0) > im.MessageKind.CUSTOM) return [];
    const { conversation = '', seq = 0, sender = '', text = '', time = 0 } = messageStored as im.Message;
    if (time < now - MAX_AGE_MS) return [];
    const message = { conversation, seq, sender, kind: im.MessageKind[messageStored.kind ?? 0] ?? '', text, time };
    return absent.map((user) => ({ id: `${id}/${user}`, user, ...message }));
  });
}

/** Posts until the webhook takes it or says that it never will; `goOn` is asked before each try. False where it was given up. */
async function post(webhook: string, notification: PushNotification, goOn: () => Promise<boolean>): Promise<boolean> {
  for (let waitMs = FIRST_RETRY_MS; await goOn(); waitMs = Math.min(waitMs * 2, MAX_RETRY_MS)) {
    const problem = await fetch(webhook, {
      method: 'POST',
      headers: { 'content-type': 'application/json', 'idempotency-key': notification.id },
      body: JSON.stringify(notification),
      signal: AbortSignal.timeout(POST_TIMEOUT_MS),
    }).then(
      async (response) => {
        await response.body?.cancel();
        return response.ok ? undefined : { status: response.status };
      },
      (error: unknown) => ({ status: 0, error }),
    );
    if (!problem) return true;
    say('not taken by the webhook', { id: notification.id, ...problem });
    // Refused for what it is: it will be refused again, and all others would wait behind it.
    if (problem.status >= 400 && problem.status < 500 && ![408, 425, 429].includes(problem.status)) return true;
    await sleep(waitMs);
  }
  return false;
}

/** Consumes until stopped. `failed` is told when it cannot go on. */
export async function offlinePush(options: {
  brokers: string[];
  topic: string;
  group: string;
  webhook: string;
  failed(error: Error): void;
}): Promise<{ stop(): Promise<void> }> {
  const kafka = new Kafka({ clientId: options.group, brokers: options.brokers, logLevel: logLevel.ERROR });
  const consumer = kafka.consumer({ groupId: options.group, sessionTimeout: SESSION_TIMEOUT_MS, heartbeatInterval: 1000 });
  consumer.on(consumer.events.CRASH, ({ payload }) => {
    if (!payload.restart) options.failed(payload.error);
  });
  const posted = new Set<string>();
  await consumer.connect();
  // Only where the group has no committed offset yet; "from the end" would miss what comes between two starts in a partition that was still empty at the first.
  await consumer.subscribe({ topic: options.topic, fromBeginning: true });
  await consumer.run({
    partitionsConsumedConcurrently: 8,
    eachBatchAutoResolve: false,
    eachBatch: async ({ batch, heartbeat, isRunning, isStale, resolveOffset, commitOffsetsIfNecessary }) => {
      const goOn = async (): Promise<boolean> => {
        await heartbeat();
        return isRunning() && !isStale();
      };
      for (const { offset, value } of batch.messages) {
        for (const notification of readable(value, { partition: batch.partition, offset })) {
          if (posted.has(notification.id)) continue;
          // Not resolved: who goes on with the partition begins with this record.
          if (!(await post(options.webhook, notification, goOn))) return;
          posted.add(notification.id);
          for (const oldest of posted) {
            if (posted.size <= MAX_REMEMBERED) break;
            posted.delete(oldest);
          }
        }
        resolveOffset(offset);
      }
      await commitOffsetsIfNecessary();
    },
  });
  return { stop: () => consumer.disconnect() };
}

function readable(value: Uint8Array | null, where: object): PushNotification[] {
  try {
    return value ? pushNotifications(value, Date.now()) : [];
  } catch (error) {
    say('a record nobody can read was passed over', { ...where, error });
    return [];
  }
}

function say(what: string, fields: { readonly [name: string]: unknown }): void {
  const { error, ...rest } = fields;
  process.stderr.write(`${what} ${JSON.stringify({ ...rest, ...(error !== undefined && { error: String(error) }) })}\n`);
}

if (import.meta.main) {
  const { values } = parseArgs({
    options: {
      kafka: { type: 'string', default: '127.0.0.1:9092' },
      topic: { type: 'string', default: 'im.events.1' },
      group: { type: 'string', default: 'offline-push' },
      webhook: { type: 'string', default: 'http://127.0.0.1:8080/push' },
    },
  });
  const { topic, group, webhook } = values;
  const failed = (error: Error): never => {
    say('cannot go on', { error });
    process.exit(1);
  };
  const consumer = await offlinePush({ brokers: values.kafka.split(','), topic, group, webhook, failed }).catch(failed);
  for (const signal of ['SIGINT', 'SIGTERM'] as const)
    process.once(signal, () => consumer.stop().then(() => process.exit(0), failed));
}
