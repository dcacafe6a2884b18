// All connections end in one moment, and all come back.
import type { LoadTestFlags } from '../cli/flags.ts';
import type { ResumeResult } from '../driver/resume-tracker.ts';
import { mergeHistograms, type Quantiles } from '../ledger/histogram.ts';
import type { RunningTarget } from '../setup/running-target.ts';
import { pairWorkload } from './chat.ts';
import { formatQuantiles, type Scenario, type ScenarioDriver, validatePairs } from './scenario.ts';

/** How far the measured part is when all connections end: the chat goes on for the rest. */
const CUT_AT_SHARE = 0.25;

export interface ResumeReport {
  readonly by: 'connections' | 'gates';
  readonly cut: number;
  readonly resumed: number;
  /** From the cut until the last one was logged in again. */
  readonly secondsToLast: number;
  readonly perSecond: number;
  /** From the cut. */
  readonly resumedMs: Quantiles;
}

export const resumeStorm: Scenario = {
  flags: ['cut'],
  defaultRate: 500,
  defaultClients: () => 5000,
  validate: (flags) => [
    ...validatePairs(flags),
    ...(flags.cut === 'gates' && flags.target.kind !== 'stack'
      ? ['--cut gates needs --target stack, whose gates may be killed']
      : []),
  ],
  plan: (flags) => ({
    workload: pairWorkload(flags),
    storm: { afterSeconds: flags.seconds * CUT_AT_SHARE, cut: flags.cut === 'connections' },
  }),
  // Those that were cut off are still there for a moment when they come back.
  countSockets: ({ clients }) => 2 * clients,
  drive: (flags, target) => (flags.cut === 'gates' ? restarting(flags, target) : undefined),
  sections: ({ cut }, results) => ({
    resume: buildResumeReport(
      cut,
      results.flatMap(({ resume }) => resume ?? []),
    ),
  }),
  reportLines: ({ resume }) => (resume ? linesOf(resume) : []),
  verdict: ({ resume }) => {
    if (!resume || resume.cut === 0) return 'nothing';
    return resume.resumed < resume.cut ? 'broken' : 'fine';
  },
  waitsForClients: true,
};

/** Kills the gates and starts them again. */
function restarting({ seconds }: LoadTestFlags, target: RunningTarget): ScenarioDriver {
  let timer: NodeJS.Timeout | undefined;
  let restarted: Promise<void> = Promise.resolve();
  return {
    start() {
      restarted = new Promise((resolve, reject) => {
        timer = setTimeout(
          () => {
            Promise.resolve(target.restartGates?.()).then(resolve, reject);
          },
          seconds * CUT_AT_SHARE * 1000,
        );
      });
      // Whoever waits for the end is told; until then nobody does.
      restarted.catch(() => undefined);
    },
    finish: () => restarted.then(() => ({})),
    stop: () => clearTimeout(timer),
  };
}

/** Of all load processes together. */
export function buildResumeReport(by: ResumeReport['by'], results: readonly ResumeResult[]): ResumeReport {
  const sum = (pick: (result: ResumeResult) => number): number => results.reduce((total, result) => total + pick(result), 0);
  const lastMs = Math.max(0, ...results.map((result) => result.lastMs));
  const resumed = sum((result) => result.resumed);
  return {
    by,
    cut: sum((result) => result.cut),
    resumed,
    secondsToLast: Math.round(lastMs / 10) / 100,
    perSecond: lastMs === 0 ? 0 : Math.round((resumed * 1000) / lastMs),
    resumedMs: mergeHistograms(results.map((result) => result.resumedMs)),
  };
}

function linesOf({ by, cut, resumed, secondsToLast, perSecond, resumedMs }: ResumeReport): [string, string][] {
  const what = by === 'gates' ? 'by killing and starting all gates' : 'at once';
  return [
    ['resumed', `${resumed} of ${cut} cut off ${what}: the last one after ${secondsToLast} s, ${perSecond}/s`],
    ['', formatQuantiles(resumedMs)],
  ];
}
