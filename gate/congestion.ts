// What a gate does when too much waits on its way into the log, or for the replies of a service: it pauses reading, and says so.
import type { Log } from '../infra/ports/index.ts';
import type { Backpressure } from './backpressure.ts';
import type { Connection } from './connection/connection.ts';
import type { ReadSchedulers } from './read-scheduler.ts';
import { RepeatedWarning } from './repeated-warning.ts';
import type { GateLimits } from './settings.ts';

export class Congestion {
  readonly #reads: ReadSchedulers;
  readonly #backpressure: Backpressure;
  readonly #limits: GateLimits;
  readonly #warning: RepeatedWarning;
  readonly #now: () => number;

  constructor(
    reads: ReadSchedulers,
    backpressure: Backpressure,
    { limits, log }: { limits: GateLimits; log: Log },
    now: () => number,
  ) {
    this.#reads = reads;
    this.#backpressure = backpressure;
    this.#limits = limits;
    this.#now = now;
    this.#warning = new RepeatedWarning(log, 'backpressure: reading paused, Kafka or a service is too slow');
  }

  /** Call it after each command that was sent to the log. */
  check(service: string): void {
    const backpressure = this.#backpressure;
    if (backpressure.isCongested) {
      this.#reads.pauseAll();
      this.#report('Kafka');
    }
    if (backpressure.isServiceCongested(service)) {
      this.#reads.pauseFor(service);
      this.#report(service);
    }
    if (backpressure.anonymous.isCongested) this.#reads.pauseStrangers();
  }

  /** True while the connection must wait for its turn to send this service a command: then it is queued. */
  mustWaitFor(service: string, connection: Connection): boolean {
    const mustWait = this.#reads.mustWaitFor(service);
    if (mustWait) this.#reads.enqueueFor(service, connection);
    return mustWait;
  }

  #report(slow: string): void {
    const { maxQueuedBytes, maxCommandsInFlight } = this.#limits;
    const commandsInFlight = this.#backpressure.inFlight.ofService(slow);
    this.#warning.report(1, { slow, commandsInFlight, maxCommandsInFlight, maxQueuedBytes }, this.#now());
  }
}
