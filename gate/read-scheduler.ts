// Decides which connections a congested gate reads: one frame of each connection in turn. Also resumes throttled connections.
import type { Backpressure } from './backpressure.ts';
import type { Connection } from './connection/connection.ts';

interface ReadSchedulerOptions {
  readonly backpressure: Pick<Backpressure, 'isDrained'>;
  /** How often paused connections are checked. */
  readonly pauseCheckIntervalMs: number;
  /** The service whose commands the connections wait to send; undefined = their next frame may be any. */
  readonly service?: string;
}

class ReadScheduler {
  readonly #backpressure: Pick<Backpressure, 'isDrained'>;
  readonly #pauseCheckIntervalMs: number;
  readonly #service: string | undefined;
  readonly #throttled = new Set<Connection>();
  /** Connections with a frame to read while the gate is congested, in the order of their arrival. */
  readonly #queue = new Set<Connection>();
  #timer: NodeJS.Timeout | undefined;
  #isCongested = false;

  constructor({ backpressure, pauseCheckIntervalMs, service }: ReadSchedulerOptions) {
    this.#backpressure = backpressure;
    this.#service = service;
    this.#pauseCheckIntervalMs = pauseCheckIntervalMs;
  }

  /** True while the gate is congested, or while connections wait for their turn. */
  get mustWait(): boolean {
    return this.#isCongested || this.#queue.size > 0;
  }

  /** The connection has a frame to read: it gets a turn. */
  enqueue(connection: Connection): void {
    this.#queue.add(connection);
    this.#startTimer();
  }

  /** The connection exceeds its rate: the scheduler resumes it when its tokens may have been refilled. */
  addThrottled(connection: Connection): void {
    this.#throttled.add(connection);
    this.#startTimer();
  }

  remove(connection: Connection): void {
    this.#throttled.delete(connection);
    this.#queue.delete(connection);
  }

  /** Call it when too many commands or bytes wait: no frames are read until enough of them are done. */
  pauseAll(): void {
    this.#isCongested = true;
    this.#startTimer();
  }

  /** Reads one frame of each queued connection, round after round, until the queue is empty or the gate is congested again. */
  readQueued(): void {
    if (this.#isCongested && !this.#backpressure.isDrained) return;
    this.#isCongested = false;
    for (const connection of this.#queue) {
      if (this.#isCongested) return;
      this.#queue.delete(connection);
      if (connection.reader.takeTurn(this.#service)) this.#queue.add(connection);
    }
  }

  close(): void {
    clearInterval(this.#timer);
  }

  /** The timer runs only while some connection is paused. */
  #startTimer(): void {
    this.#timer ??= setInterval(() => this.#check(), this.#pauseCheckIntervalMs);
  }

  /** Detects changes that no reply announces: expired commands, a drained log, and refilled tokens. */
  #check(): void {
    this.readQueued();
    // A connection that is still too fast re-adds itself to the set during the loop.
    for (const connection of [...this.#throttled]) {
      this.#throttled.delete(connection);
      connection.reader.resumeThrottled();
    }
    if (this.mustWait || this.#throttled.size > 0) return;
    clearInterval(this.#timer);
    this.#timer = undefined;
  }
}

/**
 * One scheduler for all connections; one for those without a session, which share a small part of all commands in flight; and
 * one for each service that cannot keep up, where a connection waits when its next frame is a command for that service.
 */
export class ReadSchedulers {
  readonly #ofAll: ReadScheduler;
  readonly #ofStrangers: ReadScheduler;
  readonly #ofServices = new Map<string, ReadScheduler>();
  readonly #backpressure: Backpressure;
  readonly #pauseCheckIntervalMs: number;

  constructor(backpressure: Backpressure, pauseCheckIntervalMs: number) {
    this.#backpressure = backpressure;
    this.#pauseCheckIntervalMs = pauseCheckIntervalMs;
    this.#ofAll = new ReadScheduler({ backpressure, pauseCheckIntervalMs });
    this.#ofStrangers = new ReadScheduler({ backpressure: backpressure.anonymous, pauseCheckIntervalMs });
  }

  /** True while this connection's gate is congested, or while connections like it wait for their turn. */
  mustWait({ session }: Connection): boolean {
    return this.#ofAll.mustWait || (!session && this.#ofStrangers.mustWait);
  }

  /** True while this service is congested, or while other connections wait for their turn to send it a command. */
  mustWaitFor(service: string): boolean {
    return this.#ofServices.get(service)?.mustWait ?? false;
  }

  enqueue(connection: Connection): void {
    (connection.session ? this.#ofAll : this.#ofStrangers).enqueue(connection);
  }

  enqueueFor(service: string, connection: Connection): void {
    this.#ofService(service).enqueue(connection);
  }

  addThrottled(connection: Connection): void {
    this.#ofAll.addThrottled(connection);
  }

  remove(connection: Connection): void {
    for (const scheduler of this.#each()) scheduler.remove(connection);
  }

  pauseAll(): void {
    this.#ofAll.pauseAll();
  }

  pauseStrangers(): void {
    this.#ofStrangers.pauseAll();
  }

  pauseFor(service: string): void {
    this.#ofService(service).pauseAll();
  }

  readQueued(): void {
    for (const scheduler of this.#each()) scheduler.readQueued();
  }

  close(): void {
    for (const scheduler of this.#each()) scheduler.close();
  }

  #ofService(service: string): ReadScheduler {
    let scheduler = this.#ofServices.get(service);
    if (!scheduler) {
      const backpressure = this.#backpressure.ofService(service);
      scheduler = new ReadScheduler({ backpressure, pauseCheckIntervalMs: this.#pauseCheckIntervalMs, service });
      this.#ofServices.set(service, scheduler);
    }
    return scheduler;
  }

  #each(): readonly ReadScheduler[] {
    return [this.#ofAll, this.#ofStrangers, ...this.#ofServices.values()];
  }
}
