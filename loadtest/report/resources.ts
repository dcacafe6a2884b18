// Samples each second of a run what each role uses: processor time, memory, and the lag of the services.
import { type CpuMeter, type CpuSample, cpuUsageBetween, type ProcessRoles, readResidentKib } from './cpu.ts';

const SAMPLE_MS = 1_000;
/** Asking for the lag costs each service a millisecond or two: it is asked half as often. */
const LAG_EVERY = 2;

export interface ResourceSample {
  /** Seconds since the start of the run. */
  readonly second: number;
  readonly cpu: Readonly<Record<string, number>>;
  readonly memoryMib: Readonly<Record<string, number>>;
  readonly lag: number | null;
}

export class ResourceSampler {
  readonly #roles: () => ProcessRoles;
  readonly #readLag: (() => Promise<number | undefined>) | undefined;
  readonly #meter: CpuMeter;
  readonly #samples: ResourceSample[] = [];
  #before: CpuSample;
  #startedMs = 0;
  #timer: NodeJS.Timeout | undefined;
  #lag: number | null = null;

  /** Samples with `meter`, so that this sees the last times of processes that end during the run. */
  constructor(meter: CpuMeter, roles: () => ProcessRoles, readLag?: () => Promise<number | undefined>) {
    this.#meter = meter;
    this.#roles = roles;
    this.#readLag = readLag;
    this.#before = meter.sample();
  }

  get samples(): readonly ResourceSample[] {
    return this.#samples;
  }

  start(): void {
    this.#startedMs = performance.now();
    this.#before = this.#meter.sample();
    this.#timer = setInterval(() => this.#sample(), SAMPLE_MS);
  }

  stop(): void {
    clearInterval(this.#timer);
  }

  #sample(): void {
    const now = this.#meter.sample();
    // The timer fires at the end of the second that the sample covers.
    const second = Math.round((now.atMs - this.#startedMs) / 1000) - 1;
    const memoryMib: Record<string, number> = {};
    for (const [role, pids] of this.#roles()) memoryMib[role] = Math.round(readResidentKib(pids) / 102.4) / 10;
    this.#samples.push({ second, cpu: cpuUsageBetween(this.#before, now).percent, memoryMib, lag: this.#lag });
    this.#before = now;
    this.#lag = null;
    if (this.#samples.length % LAG_EVERY !== 0) return;
    void this.#readLag?.().then((lag) => {
      this.#lag = lag ?? null;
    });
  }
}
