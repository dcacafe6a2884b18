// The workload of one load process: its conversations, and the sender and conversation of each turn.

/** How many turns of each kind a round has. */
export interface WorkloadMix {
  /** Messages to one user. */
  readonly direct: number;
  /** Messages to a group. */
  readonly group: number;
  /** Commands that are no messages. */
  readonly background: number;
}

export interface Workload {
  /** Direct conversations of each client: 0 = with itself, 1 = with its neighbour (0↔1, 2↔3 …), else an even number in a ring. */
  readonly peers: number;
  /** Members of each group; 0 = no groups. */
  readonly members: number;
  readonly mix: WorkloadMix;
}

/** Pairs that write to each other, and nothing else. */
export const PAIRS: Workload = { peers: 1, members: 0, mix: { direct: 1, group: 0, background: 0 } };

export interface LoadConversation {
  readonly kind: 'direct' | 'group';
  /** Clients. The first one creates the group. */
  readonly members: readonly number[];
}

/** A message in a conversation, or the n-th background command. */
export type Turn = { readonly conversation: number; readonly sender: number } | { readonly background: number };

/** Members of a group that send. If thousands sent one message each, no message could be out of order. */
const MAX_SENDERS = 20;

type Kind = keyof WorkloadMix;

export class ConversationPlan {
  readonly all: readonly LoadConversation[];
  readonly #clients: number;
  readonly #workload: Workload;
  /** Direct conversations come first in `all`. */
  readonly #direct: number;
  /** One round: the kind of each turn, and its position among those of its kind. */
  readonly #round: readonly { readonly kind: Kind; readonly nth: number }[];

  /** Throws when the clients cannot be divided like this. */
  constructor(clients: number, workload: Workload) {
    this.#clients = clients;
    this.#workload = workload;
    const direct = workload.mix.direct === 0 ? [] : directConversations(clients, workload.peers);
    this.#direct = direct.length;
    this.all = [...direct, ...groupConversations(clients, workload)];
    this.#round = buildRound(workload.mix);
  }

  get directCount(): number {
    return this.#direct;
  }

  /** The n-th turn. */
  turn(n: number): Turn {
    const entry = this.#round[n % this.#round.length];
    if (!entry) throw new RangeError('the workload has no turns');
    const nth = Math.floor(n / this.#round.length) * this.#workload.mix[entry.kind] + entry.nth;
    if (entry.kind === 'background') return { background: nth };
    return entry.kind === 'group' ? this.#groupTurn(nth) : this.#directTurn(nth);
  }

  #directTurn(nth: number): Turn {
    const { peers } = this.#workload;
    // In a ring each client writes in turn, each time to the next of its peers. After one message in each, the peers answer.
    if (peers > 1) return this.#turnIn(nth % this.#direct, Math.floor(nth / this.#direct));
    const sender = senderOfTurn(nth % this.#clients, this.#clients, peers);
    return { sender, conversation: peers === 0 ? sender : sender >> 1 };
  }

  #groupTurn(nth: number): Turn {
    const groups = this.all.length - this.#direct;
    return this.#turnIn(this.#direct + (nth % groups), Math.floor(nth / groups));
  }

  #turnIn(conversation: number, turn: number): Turn {
    const members = this.all[conversation]?.members ?? [];
    const sender = members[turn % Math.min(MAX_SENDERS, members.length)];
    if (sender === undefined) throw new RangeError('a conversation needs members');
    return { conversation, sender };
  }
}

/**
 * First one member of every pair sends, then the other, so that two messages of one conversation are as far apart as possible.
 */
function senderOfTurn(message: number, clients: number, peers: number): number {
  if (peers === 0) return message;
  const half = clients / 2;
  return message < half ? 2 * message : 2 * (message - half) + 1;
}

function directConversations(clients: number, peers: number): LoadConversation[] {
  const direct = (...members: number[]): LoadConversation => ({ kind: 'direct', members });
  if (peers === 0) return Array.from({ length: clients }, (_, client) => direct(client));
  if (peers === 1) {
    if (clients % 2 !== 0) throw new RangeError('clients write in pairs: their number must be even');
    return Array.from({ length: clients / 2 }, (_, pair) => direct(2 * pair, 2 * pair + 1));
  }
  if (peers % 2 !== 0 || peers >= clients)
    throw new RangeError('the peers of a client in a ring must be an even number below that of all clients');
  // In a ring each client writes to the clients up to peers / 2 places away, on both sides.
  return Array.from({ length: (clients * peers) / 2 }, (_, index) => {
    const first = index % clients;
    return direct(first, (first + 1 + Math.floor(index / clients)) % clients);
  });
}

function groupConversations(clients: number, { members, mix }: Workload): LoadConversation[] {
  if (mix.group === 0) return [];
  if (members < 1 || clients % members !== 0) throw new RangeError('the clients cannot be divided into groups of that size');
  return Array.from({ length: clients / members }, (_, group) => ({
    kind: 'group',
    members: Array.from({ length: members }, (_, index) => group * members + index),
  }));
}

/** Spreads each kind evenly over the round. */
function buildRound(mix: WorkloadMix): { kind: Kind; nth: number }[] {
  const entries = (['direct', 'group', 'background'] as const).flatMap((kind) =>
    Array.from({ length: mix[kind] }, (_, nth) => ({ kind, nth, at: (nth + 0.5) / mix[kind] })),
  );
  return entries.sort((a, b) => a.at - b.at).map(({ kind, nth }) => ({ kind, nth }));
}
