// Looks for messages whose domain event was never published: as when a process dies behind a commit and nobody replays.
import { setTimeout as sleep } from 'node:timers/promises';
import { kafkaBus } from '../../../infra/kafka/bus.ts';
import type { Log, LogRecord } from '../../../infra/ports/index.ts';
import { im, topicNames } from '../../../proto/rpc.ts';

const GENERATION = 1;
/** A takeover at the end of a run publishes what it finds within seconds; a busy machine needs longer. */
const PUBLISHED_MS = 30_000;
const READ_MS = 60_000;
const ignore = (): void => undefined;
const silentLog: Log = { debug: ignore, info: ignore, warn: ignore, error: ignore };

/** Undefined when every one of `texts` stored messages has its domain event within half a minute; else a sentence. */
export async function checkEvents(kafka: string, texts: number): Promise<string | undefined> {
  const endMs = performance.now() + PUBLISHED_MS;
  for (;;) {
    const published = await countPublishedTexts(kafka);
    if (published >= texts) return undefined;
    if (performance.now() > endMs) return `${texts} messages are stored, and ${published} have a domain event`;
    await sleep(1_000);
  }
}

/** Reads the topic of domain events from its beginning to its end. */
async function countPublishedTexts(kafka: string): Promise<number> {
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
    return ids.size;
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
