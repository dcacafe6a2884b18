// The parts of a report that belong to one scenario each.
import type { CutKind } from '../cli/settings.ts';
import type { Quantiles } from '../ledger/histogram.ts';
import type { LimitReport, StepReport } from './profile-report.ts';

/** Password log-ins. offered = succeeded + busy + the sum of failed. */
export interface LogInReport {
  /** Offered per second. */
  readonly rate: number;
  readonly offered: number;
  readonly succeeded: number;
  readonly busy: number;
  /** Reason → count. */
  readonly failed: Readonly<Record<string, number>>;
  /** While log-ins were offered. */
  readonly succeededPerSecond: number;
  /** From the moment a log-in was due, connecting included. */
  readonly succeededMs: Quantiles;
  readonly busyMs: Quantiles;
  /** The waiting time in the BUSY replies. */
  readonly retryAfterMs: Quantiles;
}

/** How clients resumed their sessions after all connections were cut. */
export interface ResumeReport {
  readonly by: CutKind;
  readonly cut: number;
  readonly resumed: number;
  /** From the cut until the last client had resumed. */
  readonly secondsToLast: number;
  readonly perSecond: number;
  /** From the cut. */
  readonly resumedMs: Quantiles;
  /** From the loss of its connection, of each client. */
  readonly awayMs: Quantiles;
  /** How many logged in again in each second after the cut. */
  readonly curve: readonly number[];
}

/** Background commands of one kind. sent = answered + the sum of refused + unanswered. */
export interface BackgroundCommandReport {
  readonly sent: number;
  readonly answered: number;
  /** Code → count. */
  readonly refused: Readonly<Record<string, number>>;
  readonly unanswered: number;
  readonly answerMs: Quantiles;
}

/** How disconnected clients came back by Sync. */
export interface ReconnectReport {
  /** Per second. */
  readonly rate: number;
  /** Conversations of each client. */
  readonly conversations: number;
  readonly disconnected: number;
  readonly synced: number;
  readonly syncCalls: number;
  /** Conversations in a Sync reply, on average. */
  readonly changedEach: number;
  readonly overlooked: number;
  /** Of Sync alone. */
  readonly syncMs: Quantiles;
  /** From the moment of connecting. */
  readonly resumedMs: Quantiles;
  readonly syncedMs: Quantiles;
  readonly caughtUpMs: Quantiles;
}

/** What hostile clients did in the measured part. */
export interface HostileReport {
  readonly clients: number;
  /** Connections opened, first ones and returns. */
  readonly opened: number;
  readonly closedByGate: number;
  readonly sentBytes: number;
}

/** Clients that only stay connected. */
export interface IdleReport {
  readonly lostConnections: number;
}

/** What scenarios add to the JSON report; null where the section belongs to another scenario. */
export interface ReportSections {
  readonly logIns: LogInReport | null;
  readonly resume: ResumeReport | null;
  /** Background commands by kind. */
  readonly backgroundCommands: Readonly<Record<string, BackgroundCommandReport>> | null;
  readonly reconnects: ReconnectReport | null;
  readonly hostile: HostileReport | null;
  readonly idle: IdleReport | null;
  /** Of --profile steps. */
  readonly steps: readonly StepReport[] | null;
  /** Of --profile soak: how the memory of each role grew, in MiB per hour. */
  readonly memoryGrowth: Readonly<Record<string, number>> | null;
  /** Of --find-limit. */
  readonly limit: LimitReport | null;
}

export const NO_SECTIONS: ReportSections = {
  logIns: null,
  resume: null,
  backgroundCommands: null,
  reconnects: null,
  hostile: null,
  idle: null,
  steps: null,
  memoryGrowth: null,
  limit: null,
};
