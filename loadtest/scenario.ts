// What a scenario is: how the target is set up for it, what the clients do, what happens to the target meanwhile, and what is said of it afterwards.
import type { Flags } from './flags.ts';
import type { Quantiles } from './histogram.ts';
import type { LoadPlan, LoadResult } from './load.ts';
import type { RunningTarget } from './running-target.ts';
import type { LogInReport } from './scenarios/login-storm.ts';
import type { OtherReport } from './scenarios/mixed.ts';
import type { ResumeReport } from './scenarios/resume-storm.ts';
import type { ReconnectReport } from './scenarios/sync.ts';

/** What a scenario adds to the JSON; null where it is another one's. */
export interface Sections {
  readonly logIns: LogInReport | null;
  readonly resume: ResumeReport | null;
  /** By kind. */
  readonly others: Readonly<Record<string, OtherReport>> | null;
  readonly reconnects: ReconnectReport | null;
}

export const NO_SECTIONS: Sections = { logIns: null, resume: null, others: null, reconnects: null };

/** What the process that measures does itself while the load processes send. */
export interface Drive {
  /** The measured part begins. */
  begin(): void;
  /** Resolves when it is done; rejects where that is impossible. */
  ended(): Promise<Partial<Sections>>;
  stop(): void;
}

/** `broken`: a promise was; `nothing`: what was to be measured did not take place. */
export type Verdict = 'fine' | 'broken' | 'nothing';

/** Flags that not every scenario has. */
export const OWN_FLAGS = ['log-ins', 'cut', 'members', 'conversations', 'reconnects', 'away'] as const;
export type OwnFlag = (typeof OWN_FLAGS)[number];

export type PlanPart = Pick<LoadPlan, 'talk' | 'storm' | 'reconnects'>;

export interface Scenario {
  /** Which of OWN_FLAGS it has. */
  readonly flags: readonly OwnFlag[];
  /** Messages per second without --rate. */
  readonly rate: number;
  /** Without --clients. */
  clients(flags: Pick<Flags, 'members'>): number;
  /** What cannot be done. */
  mistakes(flags: Flags): string[];
  /** What one load process does. */
  plan(flags: Flags): PlanPart;
  /** Sockets that a gate has open at once. */
  sockets(flags: Flags): number;
  /** Settings of the target; accounts that log in by password. */
  readonly settings?: Readonly<Record<string, string>>;
  strangers?(flags: Flags): number;
  drive?(flags: Flags, target: RunningTarget): Drive | undefined;
  sections?(flags: Flags, results: readonly LoadResult[]): Partial<Sections>;
  /** Name and text of the lines that a table for people gets. */
  lines?(sections: Sections): [string, string][];
  verdict?(sections: Sections): Verdict;
  /** Clients are away on purpose, and messages wait for them: their latencies say nothing of the target. */
  readonly waitsForClients?: true;
}

/** What all scenarios in which clients write to one other have in common. */
export function pairsOnly({ self, clients, workers }: Flags): string[] {
  return self || clients % (2 * workers) === 0
    ? []
    : ['--clients must be even, and divisible into pairs for each of the --workers'];
}

export function quantilesText({ p50, p90, p99, max }: Quantiles): string {
  return `p50 ${p50}  p90 ${p90}  p99 ${p99}  max ${max} ms`;
}
