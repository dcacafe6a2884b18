// Reads what a topic holds now, without its consumer groups noticing.
import { setTimeout as sleep } from 'node:timers/promises';
import type { Bus, LogRecord } from '../../infra/ports/index.ts';
import { newId } from '../../proto/ids.ts';
import { im } from '../../proto/rpc.ts';

const MAX_WAIT_MS = 60_000;

/** An envelope and its place in Kafka. */
export interface PlacedEnvelope {
  readonly topic: string;
  readonly partition: number;
  readonly offset: number;
  /** Its position in the pack. */
  readonly index: number;
  readonly envelope: im.Envelope;
}

/**
 * Calls `onEnvelope` for the envelopes of the last `maxRecords` records of each partition, oldest first. Signatures are not
 * checked: it only shows what is there. Resolves when it has seen what the topic held at its start.
 */
export async function readTopic(
  bus: Bus,
  topic: string,
  maxRecords: number,
  onEnvelope: (placed: PlacedEnvelope) => void,
): Promise<void> {
  const { promise: end, resolve } = Promise.withResolvers<void>();
  const open = new Map<number, number>();
  const consumption = await bus.consume({
    group: `trace.${newId()}`,
    topic,
    onAssigned: async (ranges) => {
      const starts = new Map<number, number>();
      for (const { partition, earliest, end: last } of ranges) {
        starts.set(partition, Math.max(earliest, last - maxRecords));
        if (last > earliest) open.set(partition, last);
      }
      if (open.size === 0) resolve();
      return starts;
    },
    onRevoked: async () => undefined,
    onRecords: (partition, records) => {
      for (const record of records) for (const placed of decode(topic, partition, record)) onEnvelope(placed);
      if ((records.at(-1)?.offset ?? -1) + 1 >= (open.get(partition) ?? Number.POSITIVE_INFINITY)) open.delete(partition);
      if (open.size === 0) resolve();
    },
  });
  const hasAnswered = await Promise.race([end.then(() => true), sleep(MAX_WAIT_MS, false, { ref: false })]);
  await consumption.close();
  if (!hasAnswered)
    throw new Error(`${topic} was not read within ${MAX_WAIT_MS / 1000} s: are IM_KAFKA_BROKERS and IM_TOPIC_GENERATION right?`);
}

function decode(topic: string, partition: number, { offset, value }: LogRecord): PlacedEnvelope[] {
  try {
    const { envelopes } = im.Pack.decode(Buffer.from(value));
    return envelopes.map((envelope, index) => ({ topic, partition, offset, index, envelope: envelope as im.Envelope }));
  } catch {
    // A record that is no pack belongs to no trace: `npm run dead-letters -- list` shows it.
    return [];
  }
}
