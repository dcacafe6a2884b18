// Scenario sync: users with many conversations disconnect and come back: log-in by token, one Sync, and a pull of what they
// missed.
import type { LoadResult } from '../driver/load-driver.ts';
import type { ReconnectResult } from '../driver/reconnects.ts';
import { mergeHistograms } from '../ledger/histogram.ts';
import type { ReconnectReport } from '../report/sections.ts';
import { formatQuantiles, type Scenario } from './scenario.ts';

export const sync: Scenario = {
  flags: ['conversations', 'reconnects', 'away'],
  defaultRate: 200,
  defaultClients: () => 250,
  validate: ({ self, conversations, clients, workers }) => [
    ...(self ? ['--self belongs to scenarios without --conversations'] : []),
    ...(conversations % 2 === 0 && conversations >= 2 ? [] : [`--conversations is an even number, not ${conversations}`]),
    ...(clients % workers === 0 ? [] : ['--clients must be divisible among the --workers']),
    ...(clients / workers > conversations
      ? []
      : [`${conversations} conversations each need more than ${conversations * workers} --clients`]),
  ],
  plan: ({ conversations, reconnects, awaySeconds, workers }) => ({
    workload: { peers: conversations, members: 0, mix: { direct: 1, group: 0, background: 0 } },
    reconnects: { perSecond: reconnects / workers, awayMs: awaySeconds * 1000 },
  }),
  // The old sockets stay open for a moment when the clients reconnect.
  countSockets: ({ clients }) => 2 * clients,
  sections: ({ reconnects, conversations }, results) => ({
    reconnects: buildReconnectReport(reconnects, conversations, results),
  }),
  reportLines: ({ reconnects }) => (reconnects ? formatReconnects(reconnects) : []),
  verdict: ({ reconnects }) => {
    if (!reconnects || reconnects.disconnected === 0) return 'nothing';
    return reconnects.overlooked > 0 || reconnects.synced < reconnects.disconnected ? 'broken' : 'fine';
  },
  waitsForClients: true,
};

export function buildReconnectReport(rate: number, conversations: number, results: readonly LoadResult[]): ReconnectReport {
  const all = results.flatMap(({ reconnects }) => reconnects ?? []);
  const sum = (pick: (one: ReconnectResult) => number): number => all.reduce((total, one) => total + pick(one), 0);
  const synced = sum((one) => one.synced);
  return {
    rate,
    conversations,
    disconnected: sum((one) => one.disconnected),
    synced,
    syncCalls: sum((one) => one.syncCalls),
    changedEach: Math.round((10 * sum((one) => one.changed)) / Math.max(1, synced)) / 10,
    overlooked: sum((one) => one.overlooked),
    syncMs: mergeHistograms(all.map((one) => one.syncMs)),
    resumedMs: mergeHistograms(all.map((one) => one.resumedMs)),
    syncedMs: mergeHistograms(all.map((one) => one.syncedMs)),
    caughtUpMs: mergeHistograms(all.map((one) => one.caughtUpMs)),
  };
}

export function formatReconnects(report: ReconnectReport): [string, string][] {
  const { disconnected, synced, conversations, changedEach, overlooked } = report;
  return [
    [
      'came back',
      `${synced} of ${disconnected}, with ${conversations} conversations each, ${changedEach} of them changed  ` +
        `overlooked ${overlooked}`,
    ],
    ['Sync', formatQuantiles(report.syncMs)],
    ['resumed', `${formatQuantiles(report.resumedMs)}, from connecting`],
    ['synced', formatQuantiles(report.syncedMs)],
    ['caught up', formatQuantiles(report.caughtUpMs)],
  ];
}
