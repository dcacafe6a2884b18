// `npm run bench -- --check`: the processor time of a message, beside that of a fixed loop, against the recorded ratio.
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { NothingMeasured } from '../cli/exit.ts';
import { parseFlags } from '../cli/flags.ts';
import { LoadDriver } from '../driver/load-driver.ts';
import { PAIRS } from '../driver/workload.ts';
import { CpuMeter } from '../report/cpu.ts';
import { startEmbedded } from '../setup/embedded-target.ts';
import type { RunningTarget } from '../setup/running-target.ts';
import { calibration } from './calibration.ts';
import { median } from './comparison.ts';

const RECORD = join(import.meta.dirname, 'cost.json');
/** More than this above the recorded cost fails. Checks of one version differ by 21 % on a busy machine (adr/0032). */
export const LIMIT_PERCENT = 25;
const CLIENTS = 100;
/**
 * A burst is offered at once, and the target works through it: its batches are full, however slow the machine is. At a low rate
 * batches grow while the machine is busy, so that a message would cost less.
 */
const BURST_SECONDS = 0.2;
const BURST_MESSAGES = 4_000;
/** Until the services are compiled. */
const WARM_UP_BURSTS = 3;
const BURSTS = 8;
/** On a slow machine fewer bursts must do, so that the check ends. */
const LEAST_BURSTS = 5;
/** A burst takes two seconds on an idle machine. Where it takes longer than this, its cost would be that of the neighbours. */
const MAX_BURST_MS = 15_000;
const BURSTS_MS = 15_000;
const SLICES = 15;
/** A client sends its whole share of a burst at once. */
const SETTINGS = [
  ...['IM_MAX_COMMANDS_PER_SECOND=100000', 'IM_MAX_PENDING_COMMANDS=1000', 'IM_RATE_LIMITS=off'],
  // On a busy machine a burst takes longer: a message that is sent again would cost twice.
  'IM_COMMAND_TIMEOUT_MS=600000',
];

export interface Cost {
  /** Processor time of a message in units of the calibration. */
  readonly units: number;
  readonly microsPerMessage: number;
  readonly microsPerUnit: number;
}

/** Compares with the record. A cost above the limit is measured once more, and the lower one counts. */
export async function checkCost(print: (line: string) => void): Promise<number> {
  const recorded = readRecord();
  try {
    const measured = await measureCosts(2, (costs) => isWithin(recorded, medianCost(costs)), print);
    const { isGood, text } = judgeCost(recorded, measured);
    process.stdout.write(`${text}\n`);
    return isGood ? 0 : 1;
  } catch (error) {
    if (!(error instanceof MachineBusyError)) throw error;
    process.stdout.write(`the cost of a message is NOT CHECKED: ${error.message}\n`);
    return 0;
  }
}

/** The machine has too little time for the services. */
export class MachineBusyError extends NothingMeasured {
  override readonly name = 'MachineBusyError';
}

/** Throws MachineBusyError when a burst has taken so long that its cost says nothing. */
export function assertQuiet(burstMs: number): void {
  if (burstMs > MAX_BURST_MS)
    throw new MachineBusyError(`this machine is too busy, ${BURST_MESSAGES} messages took ${Math.round(burstMs / 1000)} s`);
}

export async function recordCost(print: (line: string) => void): Promise<number> {
  const cost = await measureCosts(1, () => true, print);
  writeFileSync(RECORD, `${JSON.stringify(cost, null, 2)}\n`);
  process.stdout.write(`recorded ${describeCost(cost)}\n`);
  return 0;
}

export function judgeCost(recorded: Cost, measured: Cost): { readonly isGood: boolean; readonly text: string } {
  const percent = Math.round(100 * (measured.units / recorded.units - 1));
  const change = `${percent > 0 ? '+' : ''}${percent} % of the recorded ${recorded.units}`;
  const isGood = isWithin(recorded, measured);
  const verdict = isGood ? 'good' : `FAILED: at most +${LIMIT_PERCENT} %; if it is meant, npm run bench -- --record`;
  return { isGood, text: `${describeCost(measured)}: ${change}: ${verdict}` };
}

export function medianCost(costs: readonly Cost[]): Cost {
  const of = (name: keyof Cost): number => Math.round(100 * median(costs.map((cost) => cost[name]))) / 100;
  return { units: of('units'), microsPerMessage: of('microsPerMessage'), microsPerUnit: of('microsPerUnit') };
}

/** Returns the lowest of up to `attempts` medians. */
async function measureCosts(
  attempts: number,
  isEnough: (costs: readonly Cost[]) => boolean,
  print: (line: string) => void,
): Promise<Cost> {
  const flags = parseFlags(['--clients', String(CLIENTS), '--transport', 'tcp', ...SETTINGS.map((text) => `--set=${text}`)]);
  if (flags === 'help') throw new TypeError('no help was asked for');
  const target = await startEmbedded(flags, print);
  try {
    const calibrate = calibration();
    for (let burst = 0; burst < WARM_UP_BURSTS; burst++) await measureBurst(target, calibrate);
    const medians: Cost[] = [];
    for (let attempt = 0; attempt < attempts; attempt++) {
      const costs: Cost[] = [];
      const untilMs = performance.now() + BURSTS_MS;
      while (costs.length < BURSTS && (costs.length < LEAST_BURSTS || performance.now() < untilMs))
        costs.push(await measureBurst(target, calibrate));
      medians.push(medianCost(costs));
      print(costs.map(({ units }) => units.toFixed(2)).join(' '));
      if (isEnough(costs)) break;
    }
    return medians.reduce((best, cost) => (cost.units < best.units ? cost : best));
  } finally {
    await target.close();
  }
}

async function measureBurst({ accounts, urls, roles }: RunningTarget, calibrate: (slices: number) => number): Promise<Cost> {
  const meter = new CpuMeter(roles);
  const usedMs = (): number => [...meter.sample().usedMs.values()].reduce((sum, ms) => sum + ms, 0);
  const load = new LoadDriver({
    accounts,
    usedBefore: true,
    urls,
    workload: PAIRS,
    rate: BURST_MESSAGES / BURST_SECONDS,
    warmUpSeconds: 0,
    seconds: BURST_SECONDS,
    textBytes: 100,
    connectTimeoutMs: 60_000,
  });
  try {
    await load.connect();
    let [from, to] = [0, 0];
    let [sentMs, drainedMs] = [0, 0];
    const before = calibrate(SLICES);
    const { traffic, violations } = await load.run((phase) => {
      if (phase === 'measuring') [from, sentMs] = [usedMs(), performance.now()];
      if (phase === 'drained') [to, drainedMs] = [usedMs(), performance.now()];
    });
    const microsPerUnit = (before + calibrate(SLICES)) / 2;
    assertQuiet(drainedMs - sentMs);
    if (traffic.acked < BURST_MESSAGES || violations.lost > 0)
      throw new Error(`${traffic.acked} of ${BURST_MESSAGES} messages were acknowledged, ${violations.lost} lost`);
    const microsPerMessage = ((to - from) * 1000) / BURST_MESSAGES;
    return { units: microsPerMessage / microsPerUnit, microsPerMessage, microsPerUnit };
  } finally {
    load.close();
  }
}

function isWithin(recorded: Cost, { units }: Cost): boolean {
  return units <= recorded.units * (1 + LIMIT_PERCENT / 100);
}

function describeCost({ units, microsPerMessage, microsPerUnit }: Cost): string {
  return `a message costs ${units} units (${microsPerMessage} µs, a unit ${microsPerUnit} µs)`;
}

function readRecord(): Cost {
  return JSON.parse(readFileSync(RECORD, 'utf8')) as Cost;
}
