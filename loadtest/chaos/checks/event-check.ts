// Compares the stored messages with the published domain events. One has no event when a process dies behind a commit and nobody
// replays.
import { setTimeout as sleep } from 'node:timers/promises';
import { kafkaBus } from '../../../infra/kafka/bus.ts';
import type { Log, LogRecord } from '../../../infra/ports/index.ts';
import { formatMessageId } from '../../../proto/id-text.ts';
import { im, topicNames } from '../../../proto/rpc.ts';
import type { StoredText } from '../../proof/fate-file.ts';

const GENERATION = 1;
/** A takeover at the end of a run publishes what it finds within seconds; a busy machine needs longer. */
const PUBLISHED_MS = 30_000;
const READ_MS = 60_000;
const ignore = (): void => undefined;
const silentLog: Log = { debug: ignore, info: ignore, warn: ignore, error: ignore };

/**
 * One sentence for each difference that is still there after half a minute: stored messages without a domain event, and domain
 * events of messages that are not stored.
 */
export async function checkEvents(kafka: string, readStored: () => Promise<readonly StoredText[]>): Promise<string[]> {
  const endMs = performance.now() + PUBLISHED_MS;
  for (;;) {
    // Before the store: a message is there when its domain event is published.
    const published = await readPublishedTexts(kafka);
    const storedIds = (await readStored()).map(({ conversationId, seq }) => formatMessageId(conversationId, seq));
    const faults = compareEvents(new Set(storedIds), published);
    if (faults.length === 0 || performance.now() > endMs) return faults;
    await sleep(1_000);
  }
}

/** Both are sets of message ids. */
export function compareEvents(storedIds: ReadonlySet<string>, published: ReadonlySet<string>): string[] {
  const missing = [...storedIds].filter((id) => !published.has(id)).length;
  const invented = [...published].filter((id) => !storedIds.has(id)).length;
  return [
    ...(missing > 0 ? [`${missing} of ${storedIds.size} stored messages have no domain event`] : []),
    ...(invented > 0 ? [`${invented} domain events are of messages that are not stored`] : []),
  ];
}

/** The ids of the messages in the topic of domain events, from its beginning to its end. */
async function readPublishedTexts(kafka: string): Promise<ReadonlySet<string>> {
  const bus = kafkaBus({ brokers: kafka.split(','), instance: 'chaos-events', replication: 1, log: silentLog });
  const ids = new Set<string>();
  const unread = new Map<number, number>();
  const { promise: read, resolve } = Promise.withResolvers<void>();
  const markRead = (partition: number, next: number): void => {
    if (next >= (unread.get(partition) ?? 0)) unread.delete(partition);
    if (unread.size === 0) resolve();
  };
  try {
    await bus.consume({
      group: 'chaos-events',
      topic: topicNames(GENERATION).events,
      async onAssigned(ranges) {
        for (const { partition, earliest, end } of ranges) if (end > earliest) unread.set(partition, end);
        if (unread.size === 0) resolve();
        return new Map(ranges.map(({ partition, earliest }) => [partition, earliest]));
      },
      onRevoked: async () => undefined,
      onRecords(partition, records) {
        for (const id of records.flatMap(listTexts)) ids.add(id);
        markRead(partition, (records.at(-1)?.offset ?? -1) + 1);
      },
    });
    await Promise.race([read, sleep(READ_MS, undefined, { ref: false })]);
    return ids;
  } finally {
    await bus.close();
  }
}

/** The ids of the messages of users whose events the record holds. */
export function listTexts({ value }: Pick<LogRecord, 'value'>): string[] {
  return im.Pack.decode(Buffer.from(value)).envelopes.flatMap(({ payload }) => {
    const { id, messageStored } = im.DomainEvent.decode(payload ?? new Uint8Array());
    return messageStored && (messageStored.kind ?? 0) === 0 ? [id] : [];
  });
}
