// Commands that are no messages: reads, receipts, typing, presence. Each is counted by its kind and what became of it.
import { im } from '../../proto/rpc.ts';
import { Histogram, type HistogramCounts } from '../ledger/histogram.ts';
import { commandFrame } from './client/frames.ts';
import type { LoadClient } from './client/load-client.ts';
import type { Participant } from './client/participant.ts';

export interface BackgroundCommandCounts {
  readonly asked: number;
  readonly answered: number;
  /** Code → how many. */
  readonly refused: Readonly<Record<string, number>>;
  /** There was no connection, it was lost, or no answer came until the end. */
  readonly unanswered: number;
  /** From the moment it was due to its answer, of whatever kind; measured part only. */
  readonly answerMs: HistogramCounts;
}

type Asks = (asker: {
  readonly seat: Participant;
  readonly peer: string;
  readonly nth: number;
}) => (requestId: number) => Uint8Array;

const HISTORY_PAGE = 20;

/** One after the other. A receipt never goes beyond what its client has, typing and presence concern a friend. */
const KINDS: Readonly<Record<string, Asks>> = {
  PullMessages: ({ seat: { conversation, contiguousSeq } }) =>
    commandFrame('Logic.PullMessages', { conversation, beforeSeq: contiguousSeq + 1, limit: HISTORY_PAGE }),
  MarkRead: ({ seat: { conversation, contiguousSeq: seq } }) => commandFrame('Logic.MarkRead', { conversation, seq }),
  Typing: ({ seat: { conversation } }) => commandFrame('Presence.Typing', { conversation }),
  ListConversations: () => commandFrame('Logic.ListConversations', {}),
  MarkDelivered: ({ seat: { conversation, contiguousSeq: seq } }) => commandFrame('Logic.MarkDelivered', { conversation, seq }),
  WatchPresence: ({ peer }) => commandFrame('Presence.WatchPresence', { users: [peer] }),
  GetProfile: ({ peer: user }) => commandFrame('Logic.GetProfile', { user }),
  SetPresence: ({ nth }) => commandFrame('Presence.SetPresence', { away: nth % 2 === 0 }),
};

export const BACKGROUND_KINDS = Object.keys(KINDS);

class Counting {
  asked = 0;
  answered = 0;
  readonly refused: Record<string, number> = {};
  readonly answerMs = new Histogram();

  get unanswered(): number {
    return this.asked - this.answered - Object.values(this.refused).reduce((sum, times) => sum + times, 0);
  }
}

export class BackgroundCommands {
  readonly #clients: readonly LoadClient[];
  readonly #counts = new Map(BACKGROUND_KINDS.map((kind) => [kind, new Counting()]));
  #underWay = 0;

  constructor(clients: readonly LoadClient[]) {
    this.#clients = clients;
  }

  get inFlight(): number {
    return this.#underWay;
  }

  /** Does the n-th of them, which was due at `dueMs`. */
  run(nth: number, dueMs: number, isMeasured: boolean): void {
    const { length } = this.#clients;
    const client = this.#clients[nth % length];
    const peer = this.#clients[(nth % length) ^ 1] ?? client;
    // Shifted each time round, or a number of clients that is divided by that of the kinds would have each do only one of them.
    const round = Math.floor(nth / length);
    const kind = BACKGROUND_KINDS[(nth + round) % BACKGROUND_KINDS.length] ?? '';
    const counting = this.#counts.get(kind);
    if (!client || !peer || !counting) throw new RangeError('nobody to do it');
    counting.asked++;
    const seat = seatFor(client, round);
    const frameOf = seat && KINDS[kind]?.({ seat, peer: peer.user, nth: round });
    if (frameOf) void this.#ask(client, frameOf, counting, isMeasured ? dueMs : undefined);
  }

  async #ask(
    client: LoadClient,
    frameOf: (requestId: number) => Uint8Array,
    counting: Counting,
    measuredFromMs: number | undefined,
  ): Promise<void> {
    this.#underWay++;
    const reply = await client.request(frameOf);
    this.#underWay--;
    if (!reply) return;
    if (!reply.failure) counting.answered++;
    else {
      const code = im.Code[reply.failure.code] ?? String(reply.failure.code);
      counting.refused[code] = (counting.refused[code] ?? 0) + 1;
    }
    if (measuredFromMs !== undefined) counting.answerMs.record(client.lastReceivedMs - measuredFromMs);
  }

  result(): Record<string, BackgroundCommandCounts> {
    return Object.fromEntries(
      [...this.#counts].map(([kind, { asked, answered, refused, unanswered, answerMs }]) => [
        kind,
        { asked, answered, refused, unanswered, answerMs },
      ]),
    );
  }
}

/** A conversation that exists: one of two does from its first message on, a group from its making. Each in turn. */
function seatFor(client: LoadClient, turn: number): Participant | undefined {
  const there = [...client.participants].filter(({ contiguousSeq }) => contiguousSeq > 0);
  return there[turn % Math.max(1, there.length)];
}
