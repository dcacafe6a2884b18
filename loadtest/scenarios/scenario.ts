// A scenario defines the set-up of the target, the actions of the clients, events at the target during the run, and sections of
// the report.
import type { LoadTestFlags } from '../cli/settings.ts';
import type { LoadPlan, LoadResult } from '../driver/load-driver.ts';
import type { Quantiles } from '../ledger/histogram.ts';
import type { ReportSections } from '../report/sections.ts';
import type { RunningTarget } from '../setup/running-target.ts';

/** The actions of the measuring process itself while the load processes send. */
export interface ScenarioDriver {
  /** Called when the measured part begins. */
  start(): void;
  /** Resolves when the driver is done. Rejects when it cannot do its part. */
  finish(results: readonly LoadResult[]): Promise<Partial<ReportSections>>;
  stop(): void;
}

/** `broken`: a promise of the product was broken. `nothing`: the event that the scenario measures did not happen. */
export type Verdict = 'fine' | 'broken' | 'nothing';

/** Flags that only some scenarios have. */
export const SCENARIO_FLAGS = [
  'log-ins',
  'cut',
  'cuts',
  'members',
  'conversations',
  'reconnects',
  'away',
  'registrations',
  'slow',
  'hostile',
] as const;
export type ScenarioFlag = (typeof SCENARIO_FLAGS)[number];

export type ScenarioPlan = Pick<LoadPlan, 'workload' | 'storm' | 'reconnects' | 'backgroundKinds'>;

export interface Scenario {
  /** Which of SCENARIO_FLAGS it has. */
  readonly flags: readonly ScenarioFlag[];
  /** Messages per second without --rate. */
  readonly defaultRate: number;
  /** Members of a group without --members (500). */
  readonly defaultMembers?: number;
  /** Clients without --clients. */
  defaultClients(flags: Pick<LoadTestFlags, 'members'>): number;
  /** One message for each mistake in the flags. */
  validate(flags: LoadTestFlags): string[];
  /** What one load process does. */
  plan(flags: LoadTestFlags): ScenarioPlan;
  /** Sockets that a gate has open at once. */
  countSockets(flags: LoadTestFlags): number;
  /** Accounts that the target needs with a token; as many as clients without it. */
  countAccounts?(flags: LoadTestFlags): number;
  /** Environment of the target. */
  settings?(flags: LoadTestFlags): Readonly<Record<string, string>>;
  /** Accounts that the target needs for log-ins by password. */
  countPasswordUsers?(flags: LoadTestFlags): number;
  drive?(flags: LoadTestFlags, target: RunningTarget): ScenarioDriver | undefined;
  sections?(flags: LoadTestFlags, results: readonly LoadResult[]): Partial<ReportSections>;
  /** Lines of the printed table: name and text. */
  reportLines?(sections: ReportSections): [string, string][];
  verdict?(sections: ReportSections): Verdict;
  /** Clients disconnect on purpose, so their messages wait and the latencies say nothing about the target. */
  readonly waitsForClients?: true;
}

/** The mistake if the number of clients cannot be divided into pairs. */
export function validatePairs({ self, clients, workers }: LoadTestFlags): string[] {
  return self || clients % (2 * workers) === 0
    ? []
    : ['--clients must be even, and divisible into pairs for each of the --workers'];
}

export function formatQuantiles({ p50, p90, p99, max }: Quantiles): string {
  return `p50 ${p50}  p90 ${p90}  p99 ${p99}  max ${max} ms`;
}
