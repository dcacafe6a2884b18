// Scenario hostile: pairs chat, while other clients do everything to stop, fill or slow the gate.
import { HostileClients } from '../driver/hostile-clients.ts';
import { pairWorkload } from './chat.ts';
import { type Scenario, validatePairs } from './scenario.ts';

export const hostile: Scenario = {
  flags: ['hostile'],
  defaultRate: 500,
  defaultClients: () => 500,
  validate: (flags) => [
    ...validatePairs(flags),
    ...(flags.transport === 'wss' || flags.transport === 'tls' ? ['--scenario hostile speaks ws and tcp only'] : []),
    ...(flags.target.kind === 'address' && flags.target.urls.length === 0 ? ['--scenario hostile needs a --target'] : []),
  ],
  // The defaults, for honest clients that share one address.
  settings: ({ clients }) => ({
    IM_MAX_CONNECTIONS_PER_IP: String(Math.max(1000, 2 * clients)),
    IM_MAX_HANDSHAKES_PER_IP: '20',
  }),
  plan: (flags) => ({ workload: pairWorkload(flags) }),
  // Those that were closed may still be there when they come back.
  countSockets: ({ clients, hostile: count }) => clients + 3 * count,
  drive({ hostile: count }, { urls }) {
    if (count === 0) return undefined;
    const clients = new HostileClients(urls, count);
    return {
      start: () => clients.start(),
      finish: async () => ({ hostile: { clients: count, ...(await clients.stop()) } }),
      stop: () => void clients.stop(),
    };
  },
  reportLines: ({ hostile: report }) =>
    report
      ? [
          [
            'hostile',
            `${report.clients} clients  ${report.opened} connections, ${report.closedByGate} closed by the gate  ` +
              `${Math.round(report.sentBytes / 1e6)} MB sent`,
          ],
        ]
      : [],
  verdict: ({ hostile: report }) => (report && report.closedByGate === 0 ? 'nothing' : 'fine'),
};
