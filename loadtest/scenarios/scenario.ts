// What a scenario is: how the target is set up for it, what the clients do, what happens to the target meanwhile, and what is said of it afterwards.
import type { LoadTestFlags } from '../cli/flags.ts';
import type { LoadPlan, LoadResult } from '../driver/load-driver.ts';
import type { Quantiles } from '../ledger/histogram.ts';
import type { RunningTarget } from '../setup/running-target.ts';
import type { LogInReport } from './login-storm.ts';
import type { BackgroundCommandReport } from './mixed.ts';
import type { ResumeReport } from './resume-storm.ts';
import type { ReconnectReport } from './sync.ts';

/** What a scenario adds to the JSON; null where it is another one's. */
export interface ReportSections {
  readonly logIns: LogInReport | null;
  readonly resume: ResumeReport | null;
  /** By kind. */
  readonly others: Readonly<Record<string, BackgroundCommandReport>> | null;
  readonly reconnects: ReconnectReport | null;
}

export const NO_SECTIONS: ReportSections = { logIns: null, resume: null, others: null, reconnects: null };

/** What the process that measures does itself while the load processes send. */
export interface ScenarioDriver {
  /** The measured part begins. */
  start(): void;
  /** Resolves when it is done; rejects where that is impossible. */
  finish(): Promise<Partial<ReportSections>>;
  stop(): void;
}

/** `broken`: a promise was; `nothing`: what was to be measured did not take place. */
export type Verdict = 'fine' | 'broken' | 'nothing';

/** Flags that not every scenario has. */
export const SCENARIO_FLAGS = ['log-ins', 'cut', 'members', 'conversations', 'reconnects', 'away'] as const;
export type ScenarioFlag = (typeof SCENARIO_FLAGS)[number];

export type ScenarioPlan = Pick<LoadPlan, 'workload' | 'storm' | 'reconnects'>;

export interface Scenario {
  /** Which of OWN_FLAGS it has. */
  readonly flags: readonly ScenarioFlag[];
  /** Messages per second without --rate. */
  readonly defaultRate: number;
  /** Without --clients. */
  defaultClients(flags: Pick<LoadTestFlags, 'members'>): number;
  /** What cannot be done. */
  validate(flags: LoadTestFlags): string[];
  /** What one load process does. */
  plan(flags: LoadTestFlags): ScenarioPlan;
  /** Sockets that a gate has open at once. */
  countSockets(flags: LoadTestFlags): number;
  /** Settings of the target; accounts that log in by password. */
  readonly settings?: Readonly<Record<string, string>>;
  countPasswordUsers?(flags: LoadTestFlags): number;
  drive?(flags: LoadTestFlags, target: RunningTarget): ScenarioDriver | undefined;
  sections?(flags: LoadTestFlags, results: readonly LoadResult[]): Partial<ReportSections>;
  /** Name and text of the lines that a table for people gets. */
  reportLines?(sections: ReportSections): [string, string][];
  verdict?(sections: ReportSections): Verdict;
  /** Clients are away on purpose, and messages wait for them: their latencies say nothing of the target. */
  readonly waitsForClients?: true;
}

/** What all scenarios in which clients write to one other have in common. */
export function validatePairs({ self, clients, workers }: LoadTestFlags): string[] {
  return self || clients % (2 * workers) === 0
    ? []
    : ['--clients must be even, and divisible into pairs for each of the --workers'];
}

export function formatQuantiles({ p50, p90, p99, max }: Quantiles): string {
  return `p50 ${p50}  p90 ${p90}  p99 ${p99}  max ${max} ms`;
}
