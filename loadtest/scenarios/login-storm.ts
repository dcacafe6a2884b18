// Many log in by password while others chat.

import { LogInStorm, type LogInStormResult } from '../driver/log-in-storm.ts';
import { mergeHistograms, type Quantiles } from '../ledger/histogram.ts';
import { pairWorkload } from './chat.ts';
import { formatQuantiles, type Scenario, validatePairs } from './scenario.ts';

/** Log-ins of a storm that may be open at once: more seconds than a client waits for its answer. */
const SECONDS_OPEN = 15;

/** offered = succeeded + busy + everything in failed. */
export interface LogInReport {
  /** Per second. */
  readonly rate: number;
  readonly offered: number;
  readonly succeeded: number;
  readonly busy: number;
  /** Reason → how many. */
  readonly failed: Readonly<Record<string, number>>;
  /** While log-ins were offered. */
  readonly succeededPerSecond: number;
  /** From the moment a log-in was due, connecting included. */
  readonly succeededMs: Quantiles;
  readonly busyMs: Quantiles;
  /** What those who were told BUSY were asked to wait. */
  readonly retryAfterMs: Quantiles;
}

export const loginStorm: Scenario = {
  flags: ['log-ins'],
  defaultRate: 500,
  defaultClients: () => 5000,
  validate: (flags) => [
    ...validatePairs(flags),
    ...(flags.target.kind === 'address'
      ? ['--scenario login-storm makes accounts with passwords: --target embedded or stack']
      : []),
  ],
  plan: (flags) => ({ workload: pairWorkload(flags) }),
  countSockets: ({ clients, logIns }) => clients + logIns * SECONDS_OPEN,
  // All log-ins come from one address; a person's own tries are limited all the same.
  settings: { TRIES_PER_ADDRESS: '1000000' },
  countPasswordUsers: ({ logIns, seconds }) => Math.ceil(logIns * seconds),
  drive({ logIns: rate, seconds }, { urls, passwordAccounts: accounts }) {
    if (rate === 0) return undefined;
    const storm = new LogInStorm({ urls, accounts, rate, seconds });
    let running: Promise<LogInStormResult> | undefined;
    return {
      start() {
        running = storm.run();
      },
      finish: async () => (running ? { logIns: buildLogInReport(rate, await running) } : {}),
      stop: () => storm.stop(),
    };
  },
  reportLines: ({ logIns }) => (logIns ? linesOf(logIns) : []),
  verdict: ({ logIns }) => (logIns && logIns.offered > 0 && logIns.succeeded + logIns.busy === 0 ? 'nothing' : 'fine'),
};

export function buildLogInReport(rate: number, result: LogInStormResult): LogInReport {
  return {
    rate,
    offered: result.offered,
    succeeded: result.succeeded,
    busy: result.busy,
    failed: result.failed,
    succeededPerSecond: Math.round(result.succeededPerSecond * 10) / 10,
    succeededMs: mergeHistograms([result.succeededMs]),
    busyMs: mergeHistograms([result.busyMs]),
    retryAfterMs: mergeHistograms([result.retryAfterMs]),
  };
}

function linesOf(report: LogInReport): [string, string][] {
  const { rate, offered, succeeded, busy, failed, succeededPerSecond } = report;
  const failures = Object.entries(failed).map(([reason, times]) => `${times} × ${reason}`);
  return [
    ['log-ins', `${offered} offered (${rate}/s)  ${succeeded} succeeded (${succeededPerSecond}/s)  ${busy} told BUSY`],
    ...failures.map((failure): [string, string] => ['', `failed ${failure}`]),
    ['logged in', formatQuantiles(report.succeededMs)],
    ['told BUSY', `${formatQuantiles(report.busyMs)}, to come back after ${formatQuantiles(report.retryAfterMs)}`],
  ];
}
