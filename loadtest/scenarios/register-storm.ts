// Scenario register-storm: newcomers register, log in and chat, while the others chat.
import { RegisterStorm, type RegisterStormResult } from '../driver/storms/register-storm.ts';
import { mergeHistograms } from '../ledger/histogram.ts';
import type { RegistrationReport } from '../report/sections.ts';
import { pairWorkload } from './chat.ts';
import { formatQuantiles, type Scenario, validatePairs } from './scenario.ts';

/** A newcomer may hold a socket for this long while hashing is slow. */
const MAX_STAY_SECONDS = 15;

export const registerStorm: Scenario = {
  flags: ['registrations'],
  defaultRate: 500,
  defaultClients: () => 1000,
  validate: (flags) => [
    ...validatePairs(flags),
    ...(flags.target.kind === 'address'
      ? ['--scenario register-storm registers without codes: use --target embedded or stack']
      : []),
  ],
  plan: (flags) => ({ workload: pairWorkload(flags) }),
  countSockets: ({ clients, registrations }) => clients + Math.ceil(registrations * MAX_STAY_SECONDS),
  // All newcomers come from one IP address, so its limit is raised.
  settings: () => ({ IM_REGISTRATION: 'open', IM_ATTEMPTS_PER_IP: '1000000' }),
  drive({ registrations: rate, seconds }, { urls }) {
    if (rate === 0) return undefined;
    const storm = new RegisterStorm({ urls, rate, seconds });
    let running: Promise<RegisterStormResult> | undefined;
    return {
      start() {
        running = storm.run();
      },
      finish: async () => (running ? { registrations: buildRegistrationReport(rate, await running) } : {}),
      stop: () => storm.stop(),
    };
  },
  reportLines: ({ registrations }) => (registrations ? formatRegistrations(registrations) : []),
  verdict({ registrations }) {
    if (!registrations) return 'fine';
    // An acknowledged message that does not arrive is lost.
    if (registrations.failed['chat: no message arrived']) return 'broken';
    return registrations.chatted + registrations.busy === 0 ? 'nothing' : 'fine';
  },
};

export function buildRegistrationReport(rate: number, result: RegisterStormResult): RegistrationReport {
  return {
    rate,
    offered: result.offered,
    chatted: result.chatted,
    busy: result.busy,
    failed: result.failed,
    registeredPerSecond: Math.round(result.registeredPerSecond * 10) / 10,
    registeredMs: mergeHistograms([result.registeredMs]),
    loggedInMs: mergeHistograms([result.loggedInMs]),
    chattedMs: mergeHistograms([result.chattedMs]),
  };
}

function formatRegistrations(report: RegistrationReport): [string, string][] {
  const { rate, offered, chatted, busy, failed, registeredPerSecond } = report;
  const head = `${offered} offered (${rate}/s)  ${registeredPerSecond}/s registered  ${chatted} chatted  ${busy} told BUSY`;
  return [
    ['newcomers', head],
    ...Object.entries(failed).map(([reason, count]): [string, string] => ['', `failed ${count} × ${reason}`]),
    ['registered', formatQuantiles(report.registeredMs)],
    ['logged in', formatQuantiles(report.loggedInMs)],
    ['chatted', formatQuantiles(report.chattedMs)],
  ];
}
