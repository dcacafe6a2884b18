// An example of a consumer of domain events (docs/events.md). It posts a push notification to a webhook for each user who was
// offline when a message was stored.
//
//     npm run example:offline-push -- --kafka 127.0.0.1:9092 --topic im.events.1 --public-key IM_PACK_PUBLIC_KEY \
//       --webhook http://127.0.0.1:8080/push
//
// Any number of processes share the work. A restarted process continues after its last committed offset. A message is posted at
// least once, with an Idempotency-Key.
import { setTimeout as sleep } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { Kafka, logLevel } from 'kafkajs';
import { domainEventVerifier, type LogPlace } from '../proto/pack-signature.ts';
import { im } from '../proto/rpc.ts';
import './kafkajs-timers.ts';

// The partitions of a killed consumer move to another one after this time. A broker allows no less than 6 s by default.
const SESSION_TIMEOUT_MS = 6000;
// A notification about an old message is useless: after a long stop, or at the first start, older events are skipped.
const MAX_AGE_MS = 60 * 60_000;
// A takeover between server instances repeats events shortly after the first time.
const MAX_REMEMBERED = 100_000;
const POST_TIMEOUT_MS = 5000;
const FIRST_RETRY_MS = 100;
const MAX_RETRY_MS = 3000;

export interface PushNotification {
  /** Unique for each message and user. */
  readonly id: string;
  readonly userId: string;
  readonly conversationId: string;
  readonly seq: number;
  readonly senderId: string;
  /** "TEXT", "IMAGE" … */
  readonly kind: string;
  readonly text: string;
  readonly time: number;
}

/** The notifications for one record of im.events. Throws when the record cannot be decoded. */
export function pushNotifications(record: Uint8Array, now: number): PushNotification[] {
  return im.Pack.decode(record).envelopes.flatMap(({ kind, payload }) => {
    if (kind !== im.Envelope.Kind.DOMAIN_EVENT || !payload) return [];
    const { id, absentUserIds, messageStored } = im.DomainEvent.decode(payload);
    // Edits, recalls, reactions and group events notify no offline user.
    if (!messageStored || (messageStored.kind ?? 0) > im.MessageKind.CUSTOM) return [];
    const { conversationId = '', seq = 0, senderId = '', text = '', time = 0 } = messageStored as im.Message;
    if (time < now - MAX_AGE_MS) return [];
    const message = { conversationId, seq, senderId, kind: im.MessageKind[messageStored.kind ?? 0] ?? '', text, time };
    return absentUserIds.map((userId) => ({ id: `${id}/${userId}`, userId, ...message }));
  });
}

/** Posts until the webhook accepts or finally refuses the notification. Calls `isActive` before each attempt; false stops. */
async function post(webhook: string, notification: PushNotification, isActive: () => Promise<boolean>): Promise<boolean> {
  for (let waitMs = FIRST_RETRY_MS; await isActive(); waitMs = Math.min(waitMs * 2, MAX_RETRY_MS)) {
    const failure = await fetch(webhook, {
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
    if (!failure) return true;
    log('webhook failed', { id: notification.id, ...failure });
    // Give up after a client error: retries would fail for ever and block all later notifications.
    if (failure.status >= 400 && failure.status < 500 && ![408, 425, 429].includes(failure.status)) return true;
    await sleep(waitMs);
  }
  return false;
}

/** Consumes until stopped. Calls `onFailed` when it cannot continue. */
export async function offlinePush(options: {
  brokers: string[];
  topic: string;
  group: string;
  webhook: string;
  /** IM_PACK_PUBLIC_KEY; several while it is being rotated. Records of anybody else are skipped. */
  publicKeys: readonly Uint8Array[];
  onFailed(error: Error): void;
}): Promise<{ stop(): Promise<void> }> {
  const kafka = new Kafka({ clientId: options.group, brokers: options.brokers, logLevel: logLevel.ERROR });
  const consumer = kafka.consumer({ groupId: options.group, sessionTimeout: SESSION_TIMEOUT_MS, heartbeatInterval: 1000 });
  consumer.on(consumer.events.CRASH, ({ payload }) => {
    if (!payload.restart) options.onFailed(payload.error);
  });
  const verify = domainEventVerifier(options.publicKeys);
  const posted = new Set<string>();
  await consumer.connect();
  // For a group without a committed offset. With a start at the end, a restart would miss events of a partition that was empty
  // before.
  await consumer.subscribe({ topic: options.topic, fromBeginning: true });
  await consumer.run({
    partitionsConsumedConcurrently: 8,
    eachBatchAutoResolve: false,
    eachBatch: async ({ batch, heartbeat, isRunning, isStale, resolveOffset, commitOffsetsIfNecessary }) => {
      const isActive = async (): Promise<boolean> => {
        await heartbeat();
        return isRunning() && !isStale();
      };
      for (const { offset, value } of batch.messages) {
        const place = { topic: options.topic, partition: batch.partition };
        for (const notification of decodeNotifications(value, { place, offset, verify })) {
          if (posted.has(notification.id)) continue;
          // The offset stays unresolved: the next owner of the partition starts with this record.
          if (!(await post(options.webhook, notification, isActive))) return;
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

function decodeNotifications(
  value: Uint8Array | null,
  { place, offset, verify }: { place: LogPlace; offset: string; verify(place: LogPlace, record: Uint8Array): void },
): PushNotification[] {
  try {
    if (!value) return [];
    verify(place, value);
    return pushNotifications(value, Date.now());
  } catch (error) {
    log('record cannot be verified or decoded, skipped', { ...place, offset, error });
    return [];
  }
}

function log(message: string, fields: { readonly [name: string]: unknown }): void {
  const { error, ...rest } = fields;
  process.stderr.write(`${message} ${JSON.stringify({ ...rest, ...(error !== undefined && { error: String(error) }) })}\n`);
}

if (import.meta.main) {
  const { values } = parseArgs({
    options: {
      kafka: { type: 'string', default: '127.0.0.1:9092' },
      topic: { type: 'string', default: 'im.events.1' },
      group: { type: 'string', default: 'offline-push' },
      'public-key': { type: 'string', default: '' },
      webhook: { type: 'string', default: 'http://127.0.0.1:8080/push' },
    },
  });
  const { topic, group, webhook } = values;
  const onFailed = (error: Error): never => {
    log('consumer failed', { error });
    process.exit(1);
  };
  const publicKeys = values['public-key'].split(',').map((key) => Buffer.from(key, 'base64url'));
  if (publicKeys.some(({ length }) => length !== 64)) {
    log('--public-key is missing or wrong: give the IM_PACK_PUBLIC_KEY of the gates', {});
    process.exit(2);
  }
  const brokers = values.kafka.split(',');
  const consumer = await offlinePush({ brokers, topic, group, webhook, publicKeys, onFailed }).catch(onFailed);
  // npm repeats the Ctrl-C of a terminal, so a signal may come twice.
  let isStopping = false;
  for (const signal of ['SIGINT', 'SIGTERM'] as const)
    process.on(signal, () => {
      if (!isStopping) consumer.stop().then(() => process.exit(0), onFailed);
      isStopping = true;
    });
}
