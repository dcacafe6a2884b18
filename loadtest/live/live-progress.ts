// The progress of a run, once a second: rates, latencies of the last second, the machine, and the faults that last.
import { segmentsFor } from '../cli/profiles.ts';
import type { LoadTestFlags } from '../cli/settings.ts';
import type { LoadProgress } from '../driver/load-driver.ts';
import { type RateSegment, rateAt } from '../driver/rate-profile.ts';
import { Histogram, type Quantiles } from '../ledger/histogram.ts';
import { CpuMeter, type CpuSample, cpuUsageBetween } from '../report/cpu.ts';
import { type LiveLine, type Print, plainLine } from './terminal.ts';

const EVERY_MS = 1_000;
/** Where no line can be painted again, one line for so many seconds. */
const PLAIN_EVERY = 5;
const BUSY_PERCENT = 95;

export type LivePhase = 'connecting' | 'warm-up' | 'measuring' | 'draining';

export interface LiveSample {
  readonly phase: LivePhase;
  /** Of the measured part. */
  readonly second: number;
  readonly seconds: number;
  readonly clients: number;
  readonly bound: number;
  /** Messages per second that are due now, and those of the last second. */
  readonly asked: number;
  readonly sent: number;
  readonly acked: number;
  readonly delivered: number;
  /** Sent without an acknowledgement. */
  readonly inFlight: number;
  /** Of the deliveries of the last second; undefined without any. */
  readonly deliveryMs: Quantiles | undefined;
  /** Percent of all cores that is busy. */
  readonly busyPercent: number;
  readonly faults: readonly string[];
}

export class LiveProgress {
  readonly #flags: LoadTestFlags;
  readonly #print: Print;
  readonly #read: () => LoadProgress;
  readonly #segments: readonly RateSegment[];
  readonly #meter = new CpuMeter(() => new Map());
  readonly #cores: number;
  readonly #faults = new Set<string>();
  #phase: LivePhase = 'connecting';
  #phaseSinceMs = performance.now();
  #before: LoadProgress;
  #cpuBefore: CpuSample;
  #samples = 0;
  #timer: NodeJS.Timeout | undefined;

  /** `read` returns what all load processes have counted so far. */
  constructor(flags: LoadTestFlags, { read, print, cores }: { read: () => LoadProgress; print: Print; cores: number }) {
    this.#flags = flags;
    this.#print = print;
    this.#read = read;
    this.#cores = cores;
    this.#segments = segmentsFor(flags);
    this.#before = read();
    this.#cpuBefore = this.#meter.sample();
  }

  start(): void {
    this.#timer = setInterval(() => this.#show(), EVERY_MS);
  }

  stop(): void {
    clearInterval(this.#timer);
  }

  enter(phase: LivePhase): void {
    this.#phase = phase;
    this.#phaseSinceMs = performance.now();
  }

  /** Names a fault while it lasts. */
  async during(fault: string, work: Promise<void> | undefined): Promise<void> {
    this.#faults.add(fault);
    await Promise.resolve(work).finally(() => this.#faults.delete(fault));
  }

  /** What has happened since the last sample. */
  sample(): LiveSample {
    const [progress, cpu] = [this.#read(), this.#meter.sample()];
    const seconds = Math.max(0.001, (cpu.atMs - this.#cpuBefore.atMs) / 1000);
    const perSecond = (name: 'sent' | 'acked' | 'delivered'): number =>
      Math.round((progress[name] - this.#before[name]) / seconds);
    const second = (performance.now() - this.#phaseSinceMs) / 1000;
    const { idle } = cpuUsageBetween(this.#cpuBefore, cpu).machine;
    const delivery = new Histogram();
    for (const part of progress.lastSecond) delivery.mergeSparse(part);
    const sample: LiveSample = {
      phase: this.#phase,
      second: Math.floor(second),
      seconds: this.#flags.seconds,
      clients: this.#flags.clients,
      bound: progress.bound,
      asked: Math.round(this.#rateDue(second)),
      sent: perSecond('sent'),
      acked: perSecond('acked'),
      delivered: perSecond('delivered'),
      inFlight: progress.sent - progress.acked,
      deliveryMs: delivery.samples === 0 ? undefined : delivery.quantiles(),
      busyPercent: Math.min(100, Math.max(0, Math.round(100 - idle / this.#cores))),
      faults: [...this.#faults],
    };
    this.#before = progress;
    this.#cpuBefore = cpu;
    return sample;
  }

  #rateDue(second: number): number {
    if (this.#phase === 'warm-up') return this.#segments[0]?.from ?? 0;
    return this.#phase === 'measuring' ? rateAt(this.#segments, second) : 0;
  }

  #show(): void {
    const line = formatSample(this.sample());
    if (this.#print.repaint) this.#print.repaint(line);
    else if (this.#samples++ % PLAIN_EVERY === 0) this.#print(plainLine(line));
  }
}

export function formatSample(sample: LiveSample): LiveLine {
  const { phase, second, seconds, clients, bound, asked, sent, acked, delivered, inFlight, deliveryMs, busyPercent } = sample;
  const time = phase === 'measuring' ? `${Math.min(second, seconds)}/${seconds} s` : phase;
  const latency = deliveryMs ? `p50 ${show(deliveryMs.p50)} p99 ${show(deliveryMs.p99)} ms` : 'no delivery';
  return [
    { text: time, color: 'dim' },
    { text: `${bound}/${clients} connected`, ...(bound < clients && phase !== 'connecting' && { color: 'yellow' as const }) },
    ...(phase === 'connecting'
      ? []
      : [
          { text: `${sent} of ${asked}/s sent`, ...(sent < 0.9 * asked && { color: 'yellow' as const }) },
          { text: `${acked}/s acked` },
          { text: `${delivered}/s delivered` },
          { text: latency, ...(!deliveryMs && { color: 'yellow' as const }) },
          { text: `${inFlight} in flight` },
        ]),
    { text: `cpu ${busyPercent} %`, ...(busyPercent >= BUSY_PERCENT && { color: 'yellow' as const }) },
    ...sample.faults.map((fault) => ({ text: `FAULT ${fault}`, color: 'red' as const })),
  ];
}

function show(ms: number): string {
  return String(ms < 10 ? Math.round(10 * ms) / 10 : Math.round(ms));
}
