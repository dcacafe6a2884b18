// What a load process needs for itself in the measured part: where it is at its limit, its figures are not those of the target.
import { monitorEventLoopDelay } from 'node:perf_hooks';

/** How often the delay is looked at; a delay below it does not show. */
const RESOLUTION_MS = 10;

export interface GeneratorLoad {
  /** "load process 1", with its machine when there are several. */
  readonly name: string;
  /** Percent of one core. */
  readonly cpuPercent: number;
  /** The p99 of the time for which its event loop came too late. */
  readonly loopDelayMs: number;
}

export class GeneratorMeter {
  readonly #delay = monitorEventLoopDelay({ resolution: RESOLUTION_MS });
  #cpu = process.cpuUsage();
  #startedMs = performance.now();
  #usedMs = 0;
  #elapsedMs = 1;

  start(): void {
    this.#cpu = process.cpuUsage();
    this.#startedMs = performance.now();
    this.#delay.reset();
    this.#delay.enable();
  }

  stop(): void {
    const { user, system } = process.cpuUsage(this.#cpu);
    this.#usedMs = (user + system) / 1000;
    this.#elapsedMs = Math.max(1, performance.now() - this.#startedMs);
    this.#delay.disable();
  }

  result(name: string): GeneratorLoad {
    const delayMs = this.#delay.count === 0 ? 0 : this.#delay.percentile(99) / 1e6 - RESOLUTION_MS;
    return {
      name,
      cpuPercent: Math.round((1000 * this.#usedMs) / this.#elapsedMs) / 10,
      loopDelayMs: Math.round(10 * Math.max(0, delayMs)) / 10,
    };
  }
}

/** A load process that sends so late, or uses so much of a core, measures itself. */
const LATE_MS = 50;
const BUSY_PERCENT = 90;

/** A sentence for each limit of the generators. */
export function findGeneratorLimits(generators: readonly GeneratorLoad[], lateP99Ms: number): string[] {
  return [
    ...(lateP99Ms > LATE_MS ? [`messages were sent ${lateP99Ms} ms late (p99)`] : []),
    ...generators.flatMap(({ name, cpuPercent, loopDelayMs }) => [
      ...(cpuPercent > BUSY_PERCENT ? [`${name} used ${cpuPercent} % of a core`] : []),
      ...(loopDelayMs > LATE_MS ? [`the event loop of ${name} came ${loopDelayMs} ms late (p99)`] : []),
    ]),
  ];
}
