// Scenario login-storm: many users log in by password while the others chat.
import { LogInStorm, type LogInStormResult } from '../driver/log-in-storm.ts';
import { mergeHistograms } from '../ledger/histogram.ts';
import type { LogInReport } from '../report/sections.ts';
import { pairWorkload } from './chat.ts';
import { formatQuantiles, type Scenario, validatePairs } from './scenario.ts';

/** A log-in may hold its socket for this long. This is longer than a client waits for its reply. */
const MAX_LOG_IN_SECONDS = 15;

export const loginStorm: Scenario = {
  flags: ['log-ins'],
  defaultRate: 500,
  defaultClients: () => 5000,
  validate: (flags) => [
    ...validatePairs(flags),
    ...(flags.target.kind === 'address'
      ? ['--scenario login-storm creates accounts with passwords: use --target embedded or stack']
      : []),
  ],
  plan: (flags) => ({ workload: pairWorkload(flags) }),
  countSockets: ({ clients, logIns }) => clients + logIns * MAX_LOG_IN_SECONDS,
  // All log-ins come from one IP address, so its limit is raised. The limit for each account stays active.
  settings: () => ({ IM_ATTEMPTS_PER_IP: '1000000' }),
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
  reportLines: ({ logIns }) => (logIns ? formatLogIns(logIns) : []),
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

function formatLogIns(report: LogInReport): [string, string][] {
  const { rate, offered, succeeded, busy, failed, succeededPerSecond } = report;
  const failures = Object.entries(failed).map(([reason, count]) => `${count} × ${reason}`);
  return [
    ['log-ins', `${offered} offered (${rate}/s)  ${succeeded} succeeded (${succeededPerSecond}/s)  ${busy} told BUSY`],
    ...failures.map((failure): [string, string] => ['', `failed ${failure}`]),
    ['logged in', formatQuantiles(report.succeededMs)],
    ['refused BUSY', `${formatQuantiles(report.busyMs)}, to retry after ${formatQuantiles(report.retryAfterMs)}`],
  ];
}
