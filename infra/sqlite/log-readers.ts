// Hands records of the embedded log to those who read it, in bounded batches, one turn of the event loop each.
import type { LogRecord, PartitionRange } from '../ports/index.ts';
import type { LogPartition, RecordLog } from './record-log.ts';

// Bounds how long one hand-over keeps the event loop, and what a paused reader still gets.
const MAX_RECORDS = 200;
const MAX_BYTES = 1024 * 1024;
// After the log could not be read.
const RETRY_MS = 200;

export interface LogReader {
  readonly partition: LogPartition;
  /** The offset it gets next. */
  next: number;
  paused: boolean;
  onRecords(records: readonly LogRecord[]): void;
  /** Records from `next` on are gone; the reader gets nothing more until it is started again. */
  onGap(range: PartitionRange): void;
}

export interface LogReaders {
  start(reader: LogReader): void;
  stop(reader: LogReader): void;
  /** There may be something for this reader now. */
  wake(reader: LogReader): void;
  /** These partitions grew. */
  notifyGrown(partitions: ReadonlySet<LogPartition>): void;
  close(): void;
}

/** `failed` hears that the log could not be read, `read` that it could. */
export function logReaders(log: RecordLog, heard: { read(): void; failed(error: unknown): void }): LogReaders {
  const reading = new Map<LogPartition, Set<LogReader>>();
  const awake = new Set<LogReader>();
  let scheduled: NodeJS.Immediate | NodeJS.Timeout | undefined;
  let closed = false;

  function wake(reader: LogReader): void {
    if (closed || reader.paused || reader.next >= reader.partition.end || !reading.get(reader.partition)?.has(reader)) return;
    awake.add(reader);
    scheduled ??= setImmediate(handOver);
  }

  function handOver(): void {
    scheduled = undefined;
    for (const reader of [...awake]) {
      awake.delete(reader);
      if (reader.paused || !reading.get(reader.partition)?.has(reader)) continue;
      let records: LogRecord[];
      try {
        records = log.read(reader.partition, reader.next, MAX_RECORDS, MAX_BYTES);
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
        reader.onGap(log.range(reader.partition));
        continue;
      }
      reader.next += records.length;
      reader.onRecords(records);
      log.trimMemory(reader.partition, Math.min(...[...(reading.get(reader.partition) ?? [])].map(({ next }) => next)));
      wake(reader);
    }
  }

  function stop(reader: LogReader): void {
    reading.get(reader.partition)?.delete(reader);
    awake.delete(reader);
  }

  return {
    start(reader) {
      const others = reading.get(reader.partition);
      if (others) others.add(reader);
      else reading.set(reader.partition, new Set([reader]));
      wake(reader);
    },
    stop,
    wake,
    notifyGrown(partitions) {
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
