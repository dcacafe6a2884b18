// Scenario chat: clients write to each other in pairs.
import { PAIRS, type Workload } from '../driver/workload.ts';
import { type Scenario, validatePairs } from './scenario.ts';

export const chat: Scenario = {
  flags: [],
  defaultRate: 2000,
  defaultClients: () => 5000,
  validate: validatePairs,
  plan: (flags) => ({ workload: pairWorkload(flags) }),
  countSockets: ({ clients }) => clients,
};

/** Pairs that write to each other or, with `self`, clients that write to themselves. */
export function pairWorkload({ self }: { readonly self: boolean }): Workload {
  return self ? { ...PAIRS, peers: 0 } : PAIRS;
}
