// What all instances together did, every five seconds of the last hour: the charts of the operator's page.
import type { im } from '../proto/rpc.ts';
import { countBetween, type LatencyQuantiles, quantilesOf } from './load.ts';
import type { Member, Members } from './members.ts';

export const STEP_SECONDS = 5;
/** An hour. */
const MAX_SAMPLES = 720;

export interface HistorySample {
  /** By the wall clock of this process, in milliseconds since 1970. */
  readonly at: number;
  /** Messages that were acknowledged to their senders. */
  readonly messagesPerSecond: number;
  /** One push to three connections counts three times. */
  readonly pushesPerSecond: number;
  readonly connections: number;
  /** Missing where nothing was measured. */
  readonly ack?: LatencyQuantiles;
  readonly push?: LatencyQuantiles;
  /** Service → records that wait in all of its partitions. */
  readonly lag: Readonly<Record<string, number>>;
}

/**
 * Samples since this process runs. There is none for a time when no reports came through the log: what was known then is no
 * measurement.
 */
export class History {
  readonly #members: Pick<Members, 'list' | 'isHearing'>;
  readonly #wallClock: () => number;
  readonly #samples: HistorySample[] = [];
  readonly #listeners = new Set<(sample: HistorySample) => void>();
  /** Process → its report at the step before. */
  #before = new Map<string, im.InstanceReport>();

  constructor(members: Pick<Members, 'list' | 'isHearing'>, wallClock: () => number = Date.now) {
    this.#members = members;
    this.#wallClock = wallClock;
  }

  /** The oldest first. */
  list(): readonly HistorySample[] {
    return this.#samples;
  }

  /** Calls `listener` for each sample from now on, until the returned function is called. */
  onSample(listener: (sample: HistorySample) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /** Takes a sample every STEP_SECONDS until the returned function is called. */
  start(): () => void {
    const timer = setInterval(() => this.take(), STEP_SECONDS * 1000);
    return () => clearInterval(timer);
  }

  take(): void {
    if (!this.#members.isHearing) return;
    const members = this.#members.list();
    const sample = { at: this.#wallClock(), ...describeSteps(members, this.#before) };
    this.#before = new Map(members.map(({ report }) => [report.process, report]));
    this.#samples.push(sample);
    if (this.#samples.length > MAX_SAMPLES) this.#samples.shift();
    for (const listener of this.#listeners) listener(sample);
  }
}

/** `before`: the reports of the step before. An instance that has reported nothing since adds nothing to the rates. */
function describeSteps(members: readonly Member[], before: ReadonlyMap<string, im.InstanceReport>): Omit<HistorySample, 'at'> {
  let [messages, pushes, connections] = [0, 0, 0];
  const acks: number[][] = [];
  const pushed: number[][] = [];
  const lag: Record<string, number> = {};
  for (const { report } of members) {
    connections += report.connections;
    for (const served of report.services) {
      const service = served.service ?? '';
      lag[service] = (lag[service] ?? 0) + (served.partitions ?? []).reduce((sum, one) => sum + (one.lag ?? 0), 0);
    }
    const then = before.get(report.process);
    const seconds = then ? (report.measuredAtMs - then.measuredAtMs) / 1000 : 0;
    if (!then || seconds <= 0) continue;
    messages += (report.messages - then.messages) / seconds;
    pushes += (report.pushes - then.pushes) / seconds;
    acks.push(countBetween(report.ack, then.ack));
    pushed.push(countBetween(report.push, then.push));
  }
  const [ack, push] = [quantilesOf(acks), quantilesOf(pushed)];
  const rates = { messagesPerSecond: round(messages), pushesPerSecond: round(pushes) };
  return { ...rates, connections, ...(ack && { ack }), ...(push && { push }), lag };
}

function round(value: number): number {
  return Math.round(value * 10) / 10;
}
