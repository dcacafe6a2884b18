// Scenario churn: direct and group messages, while clients disconnect and come back all the time.
import { validateGroups } from './group.ts';
import type { Scenario } from './scenario.ts';
import { buildReconnectReport, formatReconnects } from './sync.ts';

/** Of twenty turns. */
const MIX = { direct: 16, group: 4, background: 0 };
/** Of a client: one with its neighbour and one group. */
const CONVERSATIONS = 2;

export const churn: Scenario = {
  flags: ['members', 'reconnects', 'away'],
  defaultRate: 500,
  defaultMembers: 20,
  defaultClients: () => 500,
  validate: (flags) => [
    ...validateGroups(flags),
    ...(flags.members % 2 === 0 ? [] : ['--members must be even in --scenario churn: the members also write in pairs']),
  ],
  plan: ({ members, reconnects, awaySeconds, workers }) => ({
    workload: { peers: 1, members, mix: MIX },
    reconnects: { perSecond: reconnects / workers, awayMs: awaySeconds * 1000 },
  }),
  // The old sockets stay open for a moment when the clients reconnect.
  countSockets: ({ clients }) => 2 * clients,
  sections: ({ reconnects }, results) => ({ reconnects: buildReconnectReport(reconnects, CONVERSATIONS, results) }),
  reportLines: ({ reconnects }) => (reconnects ? formatReconnects(reconnects) : []),
  // A client may need a second attempt, as when its gate dies. What its Sync says must be complete all the same.
  verdict: ({ reconnects }) => {
    if (!reconnects || reconnects.disconnected === 0) return 'nothing';
    return reconnects.overlooked > 0 ? 'broken' : 'fine';
  },
  waitsForClients: true,
};
