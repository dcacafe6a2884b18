// What a service needs to be served, and what its starter gets back.
import type { Topics } from '../../proto/rpc.ts';
import type { Admission, Batches, Bus, Log, Opener, Publisher, Routes } from '../ports/index.ts';

export interface ServeOptions<Store> {
  readonly bus: Bus;
  readonly publisher: Publisher;
  readonly batches: Batches<Store>;
  readonly routes: Routes;
  readonly log: Log;
  readonly topics: Topics;
  /** The reflected service, such as `im.Logic`. */
  readonly service: object;
  /** One handler for each rpc of the service. */
  readonly handlers: object;
  /** Opens the payloads of sealed rpcs. */
  readonly opener?: Opener;
  /** Asked before a command is prepared or run. */
  readonly admission?: Admission;
  /** Where domain events go: the partitions of their topic, and a publisher of their own. Without it none are emitted. */
  readonly domainEvents?: { readonly partitions: number; readonly publisher: Publisher };
  /** Partitions of each service's topic, for commands to other services. Without it none can be enqueued. */
  readonly commandPartitions?: number;
  /** Unique per process start. */
  readonly instance: string;
  /**
   * What happens when commands left the log before they were run (a stop longer than the topic's retention).
   * `pause` stops the partition and logs an error. `skip` goes on: for services whose commands are worthless by then.
   */
  readonly lostCommands: 'pause' | 'skip';
  /** Called when the instance cannot go on: stop the process. */
  onFatal(error: Error): void;
  /** Called between the commit of a batch and the publishing of its outcomes. For tests. */
  readonly afterCommit?: () => Promise<void> | void;
}

export interface RunningService {
  /** Partitions that were paused because they cannot go on, with the reason. */
  pausedPartitions(): ReadonlyMap<number, string>;
  /** Finishes the current batch, publishes its outcomes and leaves the consumer group. */
  close(): Promise<void>;
}
