// Takes records as they arrive from the log: decodes them, queues them and starts the preparation of their commands.
import type { Consumption, LogRecord } from '../ports/index.ts';
import type { PartitionAssignment } from './assignment.ts';
import type { ServeOptions } from './options.ts';
import type { PartitionQueue, QueuedRecord } from './partition-queue.ts';
import { type PreparationContext, prepareRecords, prepareReplayedReads } from './prepare.ts';
import { decodeRecord, type RecordDecoder } from './record-decoder.ts';

// If more bytes of one partition wait in memory, its consumption is paused.
const PAUSE_ABOVE_BYTES = 2 * 1024 * 1024;

export interface RecordReceiverOptions<Store> extends Omit<PreparationContext, 'isAbandoned'> {
  readonly decoder: RecordDecoder<Store>;
  readonly assignment: PartitionAssignment<Store>;
  readonly flow: Pick<Consumption, 'pause'>;
  readonly lostCommands: ServeOptions<Store>['lostCommands'];
  /** True when the service has failed and takes no more records. */
  isFailed(): boolean;
}

export class RecordReceiver<Store> {
  readonly #options: RecordReceiverOptions<Store>;

  constructor(options: RecordReceiverOptions<Store>) {
    this.#options = options;
  }

  /** Queues records of one partition, in order. Ignores them if the partition is not owned or is paused. */
  receive(partition: number, records: readonly LogRecord[]): void {
    const { assignment, flow, isFailed } = this.#options;
    const queue = assignment.find(partition);
    if (!queue || queue.pauseReason || assignment.current.isRevoked || isFailed()) return;
    const { fresh, replayable } = this.#enqueue(queue, records);
    const context = this.#preparationContext();
    prepareRecords(fresh, context);
    prepareReplayedReads(replayable, context);
    if (!queue.congested && queue.queuedBytes > PAUSE_ABOVE_BYTES) {
      queue.congested = true;
      flow.pause(partition);
    }
  }

  /** `replayable`: records whose effects are stored already. */
  #enqueue(
    queue: PartitionQueue<Store>,
    records: readonly LogRecord[],
  ): { fresh: QueuedRecord<Store>[]; replayable: QueuedRecord<Store>[] } {
    const { assignment, decoder, lostCommands } = this.#options;
    const { partition } = queue;
    const fresh: QueuedRecord<Store>[] = [];
    const replayable: QueuedRecord<Store>[] = [];
    for (const logRecord of records) {
      const { offset } = logRecord;
      if (offset < queue.nextArrival) continue;
      if (offset > queue.nextArrival && lostCommands === 'pause') {
        assignment.pause(partition, `commands from ${queue.nextArrival} to ${offset} were deleted from the log before they ran`);
        break;
      }
      queue.nextArrival = offset + 1;
      const queued = { record: decodeRecord(decoder, partition, logRecord), pendingPreparations: 0 };
      (offset < queue.next ? replayable : fresh).push(queued);
      queue.records.push(queued);
      queue.queuedBytes += queued.record.bytes;
    }
    return { fresh, replayable };
  }

  #preparationContext(): PreparationContext {
    const { assignment, admission, log, deadLetters, sleep, onReady, onFailed, isFailed } = this.#options;
    const { current } = assignment;
    const isAbandoned = (): boolean => isFailed() || !assignment.isCurrent(current);
    return { admission, log, deadLetters, isAbandoned, sleep, onReady, onFailed };
  }
}
