// Who writes to whom: the conversations of one load process, and whose turn it is.

/** What clients do, one thing after the other: so many of each in a round. */
export interface WorkloadMix {
  /** Messages to one other. */
  readonly direct: number;
  /** Messages to a group. */
  readonly group: number;
  /** Commands that are no messages. */
  readonly background: number;
}

export interface Workload {
  /** How many others each client has a conversation with: 0 = with itself, 1 = its neighbour (0↔1, 2↔3 …), else an even number of those around it. */
  readonly peers: number;
  /** Members of each group; 0 = no groups. */
  readonly members: number;
  readonly mix: WorkloadMix;
}

/** Pairs that write to each other, and nothing else. */
export const PAIRS: Workload = { peers: 1, members: 0, mix: { direct: 1, group: 0, background: 0 } };

export interface LoadConversation {
  readonly kind: 'direct' | 'group';
  /** Clients; the first one makes the group. */
  readonly members: readonly number[];
}

/** A message in a room, or another command; the n-th of those. */
export type Turn = { readonly conversation: number; readonly sender: number } | { readonly background: number };

/** So many of a group speak: with thousands who say one thing each, nothing could be out of order. */
const MOST_SPEAKERS = 20;

type Kind = keyof WorkloadMix;

export class ConversationPlan {
  readonly all: readonly LoadConversation[];
  readonly #clients: number;
  readonly #talk: Workload;
  /** The rooms of two stand first. */
  readonly #direct: number;
  /** One round: what is done, and the how-manyth of its kind it is. */
  readonly #round: readonly { readonly kind: Kind; readonly nth: number }[];

  /** Throws where the clients cannot be divided that way. */
  constructor(clients: number, talk: Workload) {
    this.#clients = clients;
    this.#talk = talk;
    const direct = talk.mix.direct === 0 ? [] : directRooms(clients, talk.peers);
    this.#direct = direct.length;
    this.all = [...direct, ...groupRooms(clients, talk)];
    this.#round = roundOf(talk.mix);
  }

  get directCount(): number {
    return this.#direct;
  }

  /** The n-th thing that is done. */
  turn(n: number): Turn {
    const at = this.#round[n % this.#round.length];
    if (!at) throw new RangeError('nothing is to be done');
    const nth = Math.floor(n / this.#round.length) * this.#talk.mix[at.kind] + at.nth;
    if (at.kind === 'background') return { background: nth };
    return at.kind === 'group' ? this.#groupTurn(nth) : this.#directTurn(nth);
  }

  #directTurn(nth: number): Turn {
    const { peers } = this.#talk;
    // Around a ring each client writes in turn, each time to the next of its peers; when all have, it is their turn to answer.
    if (peers > 1) return this.#in(nth % this.#direct, Math.floor(nth / this.#direct));
    const sender = turnOf(nth % this.#clients, this.#clients, peers);
    return { sender, conversation: peers === 0 ? sender : sender >> 1 };
  }

  #groupTurn(nth: number): Turn {
    const groups = this.all.length - this.#direct;
    return this.#in(this.#direct + (nth % groups), Math.floor(nth / groups));
  }

  #in(conversation: number, turn: number): Turn {
    const members = this.all[conversation]?.members ?? [];
    const sender = members[turn % Math.min(MOST_SPEAKERS, members.length)];
    if (sender === undefined) throw new RangeError('a room without members');
    return { conversation, sender };
  }
}

/** First one member of every pair, then the other: two messages of one conversation are as far apart as they can be. */
function turnOf(message: number, clients: number, peers: number): number {
  if (peers === 0) return message;
  const half = clients / 2;
  return message < half ? 2 * message : 2 * (message - half) + 1;
}

function directRooms(clients: number, peers: number): LoadConversation[] {
  const room = (...members: number[]): LoadConversation => ({ kind: 'direct', members });
  if (peers === 0) return Array.from({ length: clients }, (_, client) => room(client));
  if (peers === 1) {
    if (clients % 2 !== 0) throw new RangeError('clients talk in pairs: their number must be even');
    return Array.from({ length: clients / 2 }, (_, pair) => room(2 * pair, 2 * pair + 1));
  }
  if (peers % 2 !== 0 || peers >= clients) throw new RangeError('the others around a client: an even number below that of all');
  // A ring: each writes to those up to peers / 2 places from it, on either side.
  return Array.from({ length: (clients * peers) / 2 }, (_, index) => {
    const first = index % clients;
    return room(first, (first + 1 + Math.floor(index / clients)) % clients);
  });
}

function groupRooms(clients: number, { members, mix }: Workload): LoadConversation[] {
  if (mix.group === 0) return [];
  if (members < 1 || clients % members !== 0) throw new RangeError('the clients cannot be divided into groups of that size');
  return Array.from({ length: clients / members }, (_, group) => ({
    kind: 'group',
    members: Array.from({ length: members }, (_, index) => group * members + index),
  }));
}

/** Each kind spread evenly over the round. */
function roundOf(mix: WorkloadMix): { kind: Kind; nth: number }[] {
  const entries = (['direct', 'group', 'background'] as const).flatMap((kind) =>
    Array.from({ length: mix[kind] }, (_, nth) => ({ kind, nth, at: (nth + 0.5) / mix[kind] })),
  );
  return entries.sort((a, b) => a.at - b.at).map(({ kind, nth }) => ({ kind, nth }));
}
