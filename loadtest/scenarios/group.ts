// Scenario group: groups whose members are all online, so that every message is pushed to each of them.
import type { LoadTestFlags } from '../cli/settings.ts';
import type { Scenario } from './scenario.ts';

/** The default limit of the server (IM_MAX_GROUP_MEMBERS). */
const MAX_MEMBERS = 2000;

export const group: Scenario = {
  flags: ['members'],
  defaultRate: 20,
  defaultClients: ({ members }) => members,
  validate: validateGroups,
  plan: ({ members }) => ({ workload: { peers: 0, members, mix: { direct: 0, group: 1, background: 0 } } }),
  countSockets: ({ clients }) => clients,
};

/** Scenario large-room: one group with as many members as a server allows by default. */
export const largeRoom: Scenario = { ...group, defaultRate: 5, defaultMembers: MAX_MEMBERS };

export function validateGroups({ self, clients, members, workers }: LoadTestFlags): string[] {
  const mistakes: string[] = [];
  if (self) mistakes.push('--self belongs to scenarios without groups');
  if (members < 2 || members > MAX_MEMBERS) mistakes.push(`--members is 2 to ${MAX_MEMBERS}, not ${members}`);
  if (clients % (members * workers) !== 0)
    mistakes.push(`--clients must be divisible into groups of --members ${members} for each of the --workers`);
  return mistakes;
}
