// What a service is served with.
import type { Topics } from '../../proto/rpc.ts';
import type { Admission, Batches, Bus, Log, Opener, Publisher, Routes } from '../ports/index.ts';

export interface ServeOptions<Stored> {
  readonly bus: Bus;
  readonly publisher: Publisher;
  readonly batches: Batches<Stored>;
  readonly routes: Routes;
  readonly log: Log;
  readonly topics: Topics;
  /** The reflected service (im.Logic) and its handlers. */
  readonly service: object;
  readonly handlers: object;
  /** Opens the payloads of sealed rpcs. */
  readonly opener?: Opener;
  /** Asked before anything is done for a command. */
  readonly admission?: Admission;
  /** Tells what has happened to the topic of events, which has so many partitions, with a publisher of its own; without it nobody is told. */
  readonly domainEvents?: { readonly partitions: number; readonly publisher: Publisher };
  /** Partitions of the services' topics, for commands that tell other services; without it none can. */
  readonly commandPartitions?: number;
  /** Unique per process start. */
  readonly instance: string;
  /**
   * Commands that left the log unread (a stop longer than the topic's retention): `halt` the partition and alarm, or `skip` them, for services whose commands
   * are worthless by then anyway.
   */
  readonly lostCommands: 'halt' | 'skip';
  /** The instance cannot go on: stop the process. */
  onFatal(error: Error): void;
  /** Called between the commit of a batch and its answers; tests stop the world here. */
  readonly afterCommit?: () => Promise<void> | void;
}

export interface RunningService {
  /** Partitions that no longer run, and why. */
  pausedPartitions(): ReadonlyMap<number, string>;
  /** Finishes the batch under way, publishes its answers and leaves the group. */
  close(): Promise<void>;
}
