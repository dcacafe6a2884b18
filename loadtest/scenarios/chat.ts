// Pairs that write to each other.
import { PAIRS, type Talk } from '../rooms.ts';
import { pairsOnly, type Scenario } from '../scenario.ts';

export const chat: Scenario = {
  flags: [],
  rate: 2000,
  clients: () => 5000,
  mistakes: pairsOnly,
  plan: (flags) => ({ talk: talkOf(flags) }),
  sockets: ({ clients }) => clients,
};

export function talkOf({ self }: { readonly self: boolean }): Talk {
  return self ? { ...PAIRS, peers: 0 } : PAIRS;
}
