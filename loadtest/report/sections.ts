// The parts of a report that belong to one scenario each.
import type { CutKind } from '../cli/settings.ts';
import type { Quantiles } from '../ledger/histogram.ts';
import type { RivalName } from '../rivals/rival.ts';
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

/** One of several cuts of all connections. */
export interface ReturnReport extends ResumeReport {
  /** Of the measured part. */
  readonly second: number;
}

/** Newcomers. offered = chatted + busy + the sum of failed. */
export interface RegistrationReport {
  /** Offered per second. */
  readonly rate: number;
  readonly offered: number;
  /** Registered, logged in, and sent or received a message. */
  readonly chatted: number;
  readonly busy: number;
  /** Step and reason → count. */
  readonly failed: Readonly<Record<string, number>>;
  /** While newcomers were offered. */
  readonly registeredPerSecond: number;
  /** All from the moment a newcomer was due, connecting included. */
  readonly registeredMs: Quantiles;
  readonly loggedInMs: Quantiles;
  readonly chattedMs: Quantiles;
}

/** Clients that read little or nothing, in the second half of the measured part. */
export interface SlowReaderReport {
  readonly clients: number;
  /** Connections that were logged in, first ones and returns. */
  readonly opened: number;
  readonly closedByGate: number;
  /** Pages that they asked for, and those that they read. */
  readonly asked: number;
  readonly read: number;
  /** Deliveries of the others before they came, and with them. */
  readonly aloneMs: Quantiles;
  readonly besideMs: Quantiles;
  /** besideMs.p99 / aloneMs.p99 */
  readonly p99Ratio: number;
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
  /** The target was this other system, not ours. */
  readonly rival: RivalName | null;
  readonly logIns: LogInReport | null;
  readonly resume: ResumeReport | null;
  /** Background commands by kind. */
  readonly backgroundCommands: Readonly<Record<string, BackgroundCommandReport>> | null;
  readonly reconnects: ReconnectReport | null;
  readonly hostile: HostileReport | null;
  /** Of each cut of a reconnect-storm. */
  readonly returns: readonly ReturnReport[] | null;
  readonly registrations: RegistrationReport | null;
  readonly slowReaders: SlowReaderReport | null;
  readonly idle: IdleReport | null;
  /** Of --profile steps. */
  readonly steps: readonly StepReport[] | null;
  /** Of --profile soak: how the memory of each role grew, in MiB per hour. */
  readonly memoryGrowth: Readonly<Record<string, number>> | null;
  /** Of --find-limit. */
  readonly limit: LimitReport | null;
}

export const NO_SECTIONS: ReportSections = {
  rival: null,
  logIns: null,
  resume: null,
  backgroundCommands: null,
  reconnects: null,
  hostile: null,
  returns: null,
  registrations: null,
  slowReaders: null,
  idle: null,
  steps: null,
  memoryGrowth: null,
  limit: null,
};
