// Takes records as they arrive from the log: decodes them, queues them and starts the preparation of their commands.
import { ImError } from '../../proto/errors.ts';
import type { im } from '../../proto/rpc.ts';
import type { Consumption, LogRecord } from '../ports/index.ts';
import type { PartitionAssignment } from './assignment.ts';
import { refusedOutcome } from './command-runner.ts';
import type { ServeOptions } from './options.ts';
import type { PartitionQueue, QueuedRecord } from './partition-queue.ts';
import { type PreparationContext, prepareRecords, prepareReplayedReads } from './prepare.ts';
import { decodeRecord, type RecordDecoder } from './record-decoder.ts';

// If more bytes of one partition wait in memory, its consumption is paused.
const PAUSE_ABOVE_BYTES = 2 * 1024 * 1024;

const NOTHING_QUEUED = { fresh: [], replayable: [] };

export interface RecordReceiverOptions<Store> extends Omit<PreparationContext, 'isAbandoned'> {
  readonly decoder: RecordDecoder<Store>;
  readonly assignment: PartitionAssignment<Store>;
  readonly flow: Pick<Consumption, 'pause'>;
  readonly lostCommands: ServeOptions<Store>['lostCommands'];
  /** Publishes the refusals of commands that arrived in a paused partition. */
  publishRefusals(outcomes: readonly im.Outcome.$Properties[]): void;
  /** True when the service has failed and takes no more records. */
  isFailed(): boolean;
}

export class RecordReceiver<Store> {
  readonly #options: RecordReceiverOptions<Store>;

  constructor(options: RecordReceiverOptions<Store>) {
    this.#options = options;
  }

  /** Pauses a partition that cannot continue, until the next assignment: what waits in it and what arrives is refused. */
  pause(partition: number, reason: string): void {
    this.#options.assignment.pause(partition, reason);
    const queue = this.#options.assignment.find(partition);
    if (queue) this.#refuse(queue, []);
  }

  /**
   * Queues records of one partition, which ended at `end`. Refuses them if the partition is paused; ignores them if it is not
   * owned.
   */
  receive(partition: number, records: readonly LogRecord[], end: number): void {
    const { assignment, flow, isFailed } = this.#options;
    const queue = assignment.find(partition);
    if (!queue || assignment.current.isRevoked || isFailed()) return;
    queue.knownEnds.add(end);
    const { fresh, replayable } = queue.pauseReason ? NOTHING_QUEUED : this.#enqueue(queue, records);
    if (queue.pauseReason) this.#refuse(queue, records);
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
      const knownSince = queue.knownEnds.takeKnownSince(offset);
      const queued = { record: decodeRecord(decoder, partition, logRecord, knownSince), pendingPreparations: 0 };
      (offset < queue.next ? replayable : fresh).push(queued);
      queue.records.push(queued);
      queue.queuedBytes += queued.record.bytes;
    }
    return { fresh, replayable };
  }

  /**
   * Refuses what waits in a paused partition and `records`, which have just arrived: their callers would wait in vain. The
   * position stays, so a repair still finds the records in the log.
   */
  #refuse(queue: PartitionQueue<Store>, records: readonly LogRecord[]): void {
    const { decoder, publishRefusals } = this.#options;
    const arrived = records.filter(({ offset }) => offset >= queue.nextArrival);
    queue.nextArrival = (arrived.at(-1)?.offset ?? queue.nextArrival - 1) + 1;
    const waiting = queue.records.splice(0).map(({ record }) => record);
    queue.queuedBytes = 0;
    const refused = [...waiting, ...arrived.map((record) => decodeRecord(decoder, queue.partition, record, performance.now()))];
    const commands = refused.flatMap((record) => record.commands);
    if (commands.length > 0) publishRefusals(commands.map((command) => refusedOutcome(command, pausedError())));
  }

  #preparationContext(): PreparationContext {
    const { assignment, admission, log, deadLetters, sleep, onReady, onFailed, isFailed } = this.#options;
    const { current } = assignment;
    const isAbandoned = (): boolean => isFailed() || !assignment.isCurrent(current);
    return { admission, log, deadLetters, isAbandoned, sleep, onReady, onFailed };
  }
}

function pausedError(): ImError {
  return new ImError('UNAVAILABLE', 'the service has paused your partition until an operator repairs it: try again later');
}
