// Scenario mixed: a typical mix of user commands. Most are messages to one user, some are messages to a group, others no
// messages.
import { BACKGROUND_KINDS } from '../driver/background-commands.ts';
import type { LoadResult } from '../driver/load-driver.ts';
import { mergeHistograms } from '../ledger/histogram.ts';
import type { BackgroundCommandReport } from '../report/sections.ts';
import { validateGroups } from './group.ts';
import { formatQuantiles, type Scenario } from './scenario.ts';

/** Of twenty turns. */
const MIX = { direct: 16, group: 3, background: 1 };

export const mixed: Scenario = {
  flags: ['members'],
  defaultRate: 1000,
  defaultMembers: 20,
  defaultClients: () => 2000,
  validate: (flags) => [
    ...validateGroups(flags),
    ...(flags.members % 2 === 0 ? [] : ['--members must be even in --scenario mixed: the members also write in pairs']),
  ],
  plan: ({ members }) => ({ workload: { peers: 1, members, mix: MIX } }),
  countSockets: ({ clients }) => clients,
  sections: (_flags, results) => ({ backgroundCommands: buildBackgroundReports(results) }),
  reportLines: ({ backgroundCommands }) =>
    Object.entries(backgroundCommands ?? {}).map(([kind, report], index) => [
      index === 0 ? 'background' : '',
      formatKind(kind, report),
    ]),
  // A rejection is a reply. A command without any reply is a broken promise of the gate.
  verdict: ({ backgroundCommands }) =>
    Object.values(backgroundCommands ?? {}).some(({ unanswered }) => unanswered > 0) ? 'broken' : 'fine',
};

function buildBackgroundReports(results: readonly LoadResult[]): Record<string, BackgroundCommandReport> {
  const kinds = BACKGROUND_KINDS.filter((kind) => results.some(({ backgroundCommands }) => kind in backgroundCommands));
  return Object.fromEntries(
    kinds.map((kind) => {
      const all = results.flatMap(({ backgroundCommands }) => backgroundCommands[kind] ?? []);
      const sum = (pick: (one: (typeof all)[number]) => number): number => all.reduce((total, one) => total + pick(one), 0);
      const refused: Record<string, number> = {};
      for (const [code, count] of all.flatMap((one) => Object.entries(one.refused))) refused[code] = (refused[code] ?? 0) + count;
      const [sent, answered] = [sum((one) => one.sent), sum((one) => one.answered)];
      const answerMs = mergeHistograms(all.map((one) => one.answerMs));
      return [kind, { sent, answered, refused, unanswered: sum((one) => one.unanswered), answerMs }];
    }),
  );
}

function formatKind(kind: string, { sent, answered, refused, unanswered, answerMs }: BackgroundCommandReport): string {
  const rejections = Object.entries(refused).map(([code, count]) => `  ${count} × ${code}`);
  const silence = unanswered === 0 ? '' : `  ${unanswered} unanswered`;
  return `${kind.padEnd(18)}${answered} of ${sent} answered${rejections.join('')}${silence}  ${formatQuantiles(answerMs)}`;
}
