// Scenario resume-storm: all connections end at one moment, and all clients reconnect.
import type { CutKind, LoadTestFlags } from '../cli/settings.ts';
import type { ResumeResult } from '../driver/resume-tracker.ts';
import { mergeHistograms } from '../ledger/histogram.ts';
import type { ResumeReport } from '../report/sections.ts';
import type { RunningTarget } from '../setup/running-target.ts';
import { pairWorkload } from './chat.ts';
import { formatQuantiles, type Scenario, type ScenarioDriver, validatePairs } from './scenario.ts';

/** The share of the measured part after which all connections end. The chat goes on for the rest. */
const CUT_AT_SHARE = 0.25;

export const resumeStorm: Scenario = {
  flags: ['cut'],
  defaultRate: 500,
  defaultClients: () => 5000,
  validate: (flags) => [
    ...validatePairs(flags),
    ...(flags.cut !== 'connections' && flags.target.kind !== 'stack'
      ? [`--cut ${flags.cut} needs --target stack, whose processes may be killed`]
      : []),
    ...(asksStatus(flags) && flags.services.gate < 2 ? [`--cut ${flags.cut} needs --gates 2 or more`] : []),
  ],
  plan: (flags) => ({
    workload: pairWorkload(flags),
    storm: { afterSeconds: flags.seconds * CUT_AT_SHARE, cut: flags.cut === 'connections' },
  }),
  // The old sockets stay open for a moment when the clients reconnect.
  countSockets: ({ clients }) => 2 * clients,
  drive: (flags, target) => (flags.cut === 'connections' ? undefined : targetFault(flags.cut, flags, target)),
  sections: ({ cut }, results) => ({
    resume: buildResumeReport(
      cut,
      results.flatMap(({ resume }) => resume ?? []),
    ),
  }),
  reportLines: ({ resume }) => (resume ? formatResume(resume) : []),
  verdict: ({ resume }) => {
    if (!resume || resume.cut === 0) return 'nothing';
    return resume.resumed < resume.cut ? 'broken' : 'fine';
  },
  waitsForClients: true,
};

/** True where clients must find another gate than the one they had. */
export function asksStatus({ scenario, cut, services }: Pick<LoadTestFlags, 'scenario' | 'cut' | 'services'>): boolean {
  if (scenario === 'churn') return services.gate > 1;
  return scenario === 'resume-storm' && ['gate', 'drain', 'restarts'].includes(cut);
}

function targetFault(kind: Exclude<CutKind, 'connections'>, { seconds }: LoadTestFlags, target: RunningTarget): ScenarioDriver {
  let timer: NodeJS.Timeout | undefined;
  let restarted: Promise<void> = Promise.resolve();
  return {
    start() {
      restarted = new Promise((resolve, reject) => {
        timer = setTimeout(
          () => {
            Promise.resolve(target.cut?.(kind)).then(resolve, reject);
          },
          seconds * CUT_AT_SHARE * 1000,
        );
      });
      // `finish` reports a rejection. This handler prevents an unhandled rejection before `finish` is called.
      restarted.catch(() => undefined);
    },
    finish: () => restarted.then(() => ({})),
    stop: () => clearTimeout(timer),
  };
}

/** The results of all load processes together. */
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
    awayMs: mergeHistograms(results.map((result) => result.awayMs)),
    curve: addCurves(results.map((result) => result.curve)),
  };
}

function addCurves(curves: readonly (readonly number[])[]): number[] {
  const length = Math.max(0, ...curves.map((curve) => curve.length));
  return Array.from({ length }, (_, second) => curves.reduce((sum, curve) => sum + (curve[second] ?? 0), 0));
}

const HOW: Readonly<Record<CutKind, string>> = {
  connections: 'at once',
  gates: 'by killing and starting all gates',
  gate: 'by killing one gate',
  drain: 'by stopping one gate',
  restarts: 'by restarting every process',
};

export function formatResume({
  by,
  cut,
  resumed,
  secondsToLast,
  perSecond,
  resumedMs,
  awayMs,
  curve,
}: ResumeReport): [string, string][] {
  const how = HOW[by];
  return [
    ['resumed', `${resumed} of ${cut} cut off ${how}: the last one after ${secondsToLast} s, ${perSecond}/s`],
    ['', formatQuantiles(resumedMs)],
    ['away', formatQuantiles(awayMs)],
    ['each second', curve.join(' ')],
  ];
}
