// The options to serve a service, and the running service.
import type { im, Topics } from '../../proto/rpc.ts';
import type { EchoProbe } from '../messaging/echo-probe.ts';
import type { Admission, Batches, Bus, Log, Metrics, Opener, PackKeys, Publisher, Routes, UserRates } from '../ports/index.ts';

export interface ServeOptions<Store> {
  readonly bus: Bus;
  readonly publisher: Publisher;
  /** Verifies what this service reads, and signs its dead letters. */
  readonly packs: PackKeys;
  readonly batches: Batches<Store>;
  readonly routes: Routes;
  readonly log: Log;
  /** Labelled with the service. Without it nothing is counted. */
  readonly metrics?: Metrics;
  readonly topics: Topics;
  /** Partitions of the gates' topic and of the call topic. */
  readonly gatePartitions: number;
  /** The reflected service, such as `im.Logic`. */
  readonly service: object;
  /** One handler for each rpc of the service. */
  readonly handlers: object;
  /** Opens the payloads of sealed rpcs. */
  readonly opener?: Opener;
  /** Asked before a command is prepared or run. */
  readonly admission?: Admission;
  /** What one user may cost, over all their connections. Without it there is no limit. */
  readonly userRates?: UserRates;
  /** The partitions of the topic of domain events, and a publisher only for them. Without it no domain events are emitted. */
  readonly domainEvents?: { readonly partitions: number; readonly publisher: Publisher };
  /** Partitions of each service's topic. Without it handlers cannot enqueue commands to other services. */
  readonly commandPartitions?: number;
  /** Unique per process start. */
  readonly instance: string;
  /**
   * What to do when commands were deleted from the log before they ran (the service was down longer than the topic's retention).
   * `pause` pauses the partition and logs an error. `skip` continues: for services whose commands have expired by then.
   */
  readonly lostCommands: 'pause' | 'skip';
  /** Gets the echoes that this service reads. */
  readonly echoes?: Pick<EchoProbe, 'receive'>;
  /** Called when the instance cannot continue: stop the process. */
  onFatal(error: Error): void;
  /** Called between the commit of a batch and the publishing of its outcomes. For tests. */
  readonly afterCommit?: () => Promise<void> | void;
}

export interface RunningService {
  /** Partitions that are paused because they cannot continue, with the reason. */
  pausedPartitions(): ReadonlyMap<number, string>;
  /** Those that are not paused. */
  ownedPartitions(): number[];
  /** What the process reports of it. */
  describe(): im.InstanceReport.ServedPartitions.$Properties;
  /** Finishes the current batch, publishes its outcomes and leaves the consumer group. */
  close(): Promise<void>;
}
