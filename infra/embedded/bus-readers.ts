// Hands records of the embedded log to those who read it, in bounded batches, one turn of the event loop each.
import type { LogRecord, PartitionRange } from '../ports.ts';
import type { Partition, RecordLog } from './bus-log.ts';

// Bounds how long one hand-over keeps the event loop, and what a paused reader still gets.
const MAX_RECORDS = 200;
const MAX_BYTES = 1024 * 1024;
// After the log could not be read.
const RETRY_MS = 200;

export interface Reader {
  readonly at: Partition;
  /** The offset it gets next. */
  next: number;
  paused: boolean;
  records(records: readonly LogRecord[]): void;
  /** Records from `next` on are gone; the reader gets nothing more until it is started again. */
  gap(range: PartitionRange): void;
}

export interface Readers {
  start(reader: Reader): void;
  stop(reader: Reader): void;
  /** There may be something for this reader now. */
  wake(reader: Reader): void;
  /** These partitions grew. */
  grown(partitions: ReadonlySet<Partition>): void;
  close(): void;
}

/** `failed` hears that the log could not be read, `read` that it could. */
export function readers(log: RecordLog, heard: { read(): void; failed(error: unknown): void }): Readers {
  const reading = new Map<Partition, Set<Reader>>();
  const awake = new Set<Reader>();
  let scheduled: NodeJS.Immediate | NodeJS.Timeout | undefined;
  let closed = false;

  function wake(reader: Reader): void {
    if (closed || reader.paused || reader.next >= reader.at.end || !reading.get(reader.at)?.has(reader)) return;
    awake.add(reader);
    scheduled ??= setImmediate(handOver);
  }

  function handOver(): void {
    scheduled = undefined;
    for (const reader of [...awake]) {
      awake.delete(reader);
      if (reader.paused || !reading.get(reader.at)?.has(reader)) continue;
      let records: LogRecord[];
      try {
        records = log.read(reader.at, reader.next, MAX_RECORDS, MAX_BYTES);
      } catch (error) {
        heard.failed(error);
        awake.add(reader);
        scheduled ??= setTimeout(handOver, RETRY_MS);
        return;
      }
      heard.read();
      const first = records[0];
      if (first?.offset !== reader.next) {
        stop(reader);
        reader.gap(log.range(reader.at));
        continue;
      }
      reader.next += records.length;
      reader.records(records);
      log.passed(reader.at, Math.min(...[...(reading.get(reader.at) ?? [])].map(({ next }) => next)));
      wake(reader);
    }
  }

  function stop(reader: Reader): void {
    reading.get(reader.at)?.delete(reader);
    awake.delete(reader);
  }

  return {
    start(reader) {
      const others = reading.get(reader.at);
      if (others) others.add(reader);
      else reading.set(reader.at, new Set([reader]));
      wake(reader);
    },
    stop,
    wake,
    grown(partitions) {
      for (const partition of partitions) for (const reader of reading.get(partition) ?? []) wake(reader);
    },
    close() {
      closed = true;
      reading.clear();
      awake.clear();
      if (scheduled) {
        clearTimeout(scheduled as NodeJS.Timeout);
        clearImmediate(scheduled as NodeJS.Immediate);
      }
    },
  };
}
