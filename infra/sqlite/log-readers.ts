// Delivers records of the SQLite log to its readers, in bounded batches: one batch per turn of the event loop.
import type { LogRecord, PartitionRange } from '../ports/index.ts';
import type { LogPartition, RecordLog } from './record-log.ts';

// Bounds how long one delivery blocks the event loop, and how many records a reader still gets after a pause.
const MAX_RECORDS = 200;
const MAX_BYTES = 1024 * 1024;
// Wait after a failed read of the log.
const RETRY_MS = 200;

export interface LogReader {
  readonly partition: LogPartition;
  /** The offset of the next record for this reader. */
  next: number;
  paused: boolean;
  onRecords(records: readonly LogRecord[]): void;
  /** Called when records from `next` on are deleted. The reader gets no more records until it is started again. */
  onGap(range: PartitionRange): void;
}

export interface LogReadersOptions {
  /** The log could be read. */
  onRead(): void;
  /** The log could not be read. */
  onReadFailed(error: unknown): void;
}

export class LogReaders {
  readonly #log: RecordLog;
  readonly #options: LogReadersOptions;
  readonly #readers = new Map<LogPartition, Set<LogReader>>();
  /** Readers for which there may be records. */
  readonly #awake = new Set<LogReader>();
  #scheduled: NodeJS.Immediate | NodeJS.Timeout | undefined;
  #isClosed = false;

  constructor(log: RecordLog, options: LogReadersOptions) {
    this.#log = log;
    this.#options = options;
  }

  start(reader: LogReader): void {
    const others = this.#readers.get(reader.partition);
    if (others) others.add(reader);
    else this.#readers.set(reader.partition, new Set([reader]));
    this.wake(reader);
  }

  stop(reader: LogReader): void {
    this.#readers.get(reader.partition)?.delete(reader);
    this.#awake.delete(reader);
  }

  /** There may be records for this reader now. */
  wake(reader: LogReader): void {
    if (this.#isClosed || reader.paused || reader.next >= reader.partition.end || !this.#isStarted(reader)) return;
    this.#awake.add(reader);
    this.#scheduled ??= setImmediate(() => this.#handOver());
  }

  /** These partitions have new records. */
  notifyGrown(partitions: ReadonlySet<LogPartition>): void {
    for (const partition of partitions) for (const reader of this.#readers.get(partition) ?? []) this.wake(reader);
  }

  close(): void {
    this.#isClosed = true;
    this.#readers.clear();
    this.#awake.clear();
    clearTimeout(this.#scheduled as NodeJS.Timeout | undefined);
    clearImmediate(this.#scheduled as NodeJS.Immediate | undefined);
  }

  #isStarted(reader: LogReader): boolean {
    return this.#readers.get(reader.partition)?.has(reader) ?? false;
  }

  #handOver(): void {
    this.#scheduled = undefined;
    for (const reader of [...this.#awake]) {
      this.#awake.delete(reader);
      if (reader.paused || !this.#isStarted(reader)) continue;
      let records: LogRecord[];
      try {
        records = this.#log.read(reader.partition, reader.next, MAX_RECORDS, MAX_BYTES);
      } catch (error) {
        this.#options.onReadFailed(error);
        this.#awake.add(reader);
        this.#scheduled ??= setTimeout(() => this.#handOver(), RETRY_MS);
        return;
      }
      this.#options.onRead();
      this.#deliver(reader, records);
    }
  }

  #deliver(reader: LogReader, records: readonly LogRecord[]): void {
    const { partition } = reader;
    if (records[0]?.offset !== reader.next) {
      this.stop(reader);
      reader.onGap(this.#log.range(partition));
      return;
    }
    reader.next += records.length;
    reader.onRecords(records);
    const slowest = Math.min(...[...(this.#readers.get(partition) ?? [])].map(({ next }) => next));
    this.#log.trimMemory(partition, slowest);
    this.wake(reader);
  }
}
