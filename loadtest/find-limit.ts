// --find-limit: searches the highest rate that the target sustains, by one run for each rate.
import type { LimitReport, LimitTrial } from './report/profile-report.ts';

/** What the search needs of a run. */
interface Measured {
  readonly sustained: boolean;
  readonly deliveredPerSecond: number;
  readonly deliveryMs: { readonly p50: number; readonly p99: number };
}

/** The search ends when the limit is known this closely. */
const PRECISION = 1.1;
/** A virtual machine may be slow for some seconds: a rate fails only when it fails twice. */
const ATTEMPTS = 2;
const MAX_TRIALS = 24;
const KNEE_FACTOR = 2;

/**
 * Doubles the rate from `first` until the target does not sustain it (or halves it, until it does), then halves the gap until it
 * is below 10 %. Ends early when `run` returns a report for which `isBroken` holds. Returns the report of the highest sustained
 * rate, or else the last one.
 */
export async function findLimit<R extends Measured>(
  first: number,
  run: (rate: number) => Promise<R>,
  isBroken: (report: R) => boolean,
): Promise<{ report: R; limit: LimitReport }> {
  const trials: LimitTrial[] = [];
  let best: R | undefined;
  let [low, high] = [0, Number.POSITIVE_INFINITY];
  let rate = roundRate(first);
  for (;;) {
    const report = await runTwice(rate, run, isBroken, trials);
    if (isBroken(report)) return { report, limit: summarize(trials) };
    if (report.sustained) {
      low = rate;
      best = report;
    } else high = rate;
    const next = nextRate(low, high);
    if (next === undefined || trials.length >= MAX_TRIALS) return { report: best ?? report, limit: summarize(trials) };
    rate = next;
  }
}

async function runTwice<R extends Measured>(
  rate: number,
  run: (rate: number) => Promise<R>,
  isBroken: (report: R) => boolean,
  trials: LimitTrial[],
): Promise<R> {
  for (let attempt = 1; ; attempt++) {
    const report = await run(rate);
    const { sustained, deliveredPerSecond, deliveryMs } = report;
    trials.push({ rate, sustained, deliveredPerSecond, deliveryP50: deliveryMs.p50, deliveryP99: deliveryMs.p99 });
    if (sustained || isBroken(report) || attempt === ATTEMPTS) return report;
  }
}

/** Undefined when the limit is known closely enough. */
function nextRate(low: number, high: number): number | undefined {
  if (high === Number.POSITIVE_INFINITY) return roundRate(2 * low);
  if (low === 0) return high > 1 ? roundRate(high / 2) : undefined;
  const next = roundRate(Math.sqrt(low * high));
  return high / low <= PRECISION || next <= low || next >= high ? undefined : next;
}

/** Whole numbers with three digits that count. */
function roundRate(rate: number): number {
  return Math.max(1, Math.round(Number(rate.toPrecision(3))));
}

function summarize(trials: readonly LimitTrial[]): LimitReport {
  const sustained = trials.filter((trial) => trial.sustained).sort((a, b) => a.rate - b.rate);
  const [lowest] = sustained;
  const late = sustained.findIndex(({ deliveryP99 }) => deliveryP99 > KNEE_FACTOR * (lowest?.deliveryP99 ?? 0));
  return {
    highestSustained: sustained.at(-1)?.rate ?? null,
    knee: sustained.at(late < 0 ? -1 : late - 1)?.rate ?? null,
    trials,
  };
}
