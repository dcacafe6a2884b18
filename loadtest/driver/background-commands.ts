// Background commands are all commands except messages (reads, receipts, typing, presence), counted by kind and outcome.
import { im } from '../../proto/rpc.ts';
import { Histogram, type HistogramCounts } from '../ledger/histogram.ts';
import { commandFrame } from './client/frames.ts';
import type { LoadClient } from './client/load-client.ts';
import type { Participant } from './client/participant.ts';

export interface BackgroundCommandCounts {
  readonly sent: number;
  readonly answered: number;
  /** Code → count. */
  readonly refused: Readonly<Record<string, number>>;
  /** Commands without a reply: no connection, a lost connection, or no reply until the end. */
  readonly unanswered: number;
  /** From the moment a command was due to its reply of any kind; measured part only. */
  readonly answerMs: HistogramCounts;
}

type RequestBuilder = (context: {
  readonly participant: Participant;
  readonly peerId: string;
  readonly nth: number;
}) => (requestId: number) => Uint8Array;

const HISTORY_PAGE = 20;

/** The kinds take turns. A receipt never exceeds the messages that its client has. Typing and presence are about a friend. */
const KINDS: Readonly<Record<string, RequestBuilder>> = {
  PullMessages: ({ participant: { conversationId, contiguousSeq } }) =>
    commandFrame('Logic.PullMessages', { conversationId, beforeSeq: contiguousSeq + 1, limit: HISTORY_PAGE }),
  MarkRead: ({ participant: { conversationId, contiguousSeq: seq } }) => commandFrame('Logic.MarkRead', { conversationId, seq }),
  Typing: ({ participant: { conversationId } }) => commandFrame('Presence.Typing', { conversationId }),
  ListConversations: () => commandFrame('Logic.ListConversations', {}),
  MarkDelivered: ({ participant: { conversationId, contiguousSeq: seq } }) =>
    commandFrame('Logic.MarkDelivered', { conversationId, seq }),
  WatchPresence: ({ peerId }) => commandFrame('Presence.WatchPresence', { userIds: [peerId] }),
  GetProfile: ({ peerId: userId }) => commandFrame('Logic.GetProfile', { userId }),
  SetPresence: ({ nth }) => commandFrame('Presence.SetPresence', { away: nth % 2 === 0 }),
};

export const BACKGROUND_KINDS = Object.keys(KINDS);

class KindCounter {
  sent = 0;
  answered = 0;
  readonly refused: Record<string, number> = {};
  readonly answerMs = new Histogram();

  get unanswered(): number {
    return this.sent - this.answered - Object.values(this.refused).reduce((sum, count) => sum + count, 0);
  }
}

export class BackgroundCommands {
  readonly #clients: readonly LoadClient[];
  readonly #kinds: readonly string[];
  readonly #counts: ReadonlyMap<string, KindCounter>;
  #inFlight = 0;

  constructor(clients: readonly LoadClient[], kinds: readonly string[] = BACKGROUND_KINDS) {
    this.#clients = clients;
    this.#kinds = kinds;
    this.#counts = new Map(kinds.map((kind) => [kind, new KindCounter()]));
  }

  get inFlight(): number {
    return this.#inFlight;
  }

  /** Sends the n-th command, which was due at `dueMs`. */
  run(nth: number, dueMs: number, isMeasured: boolean): void {
    const { length } = this.#clients;
    const client = this.#clients[nth % length];
    const peer = this.#clients[(nth % length) ^ 1] ?? client;
    // Shift the kinds in each round. If the number of clients is a multiple of the kinds, each client would send only one kind.
    const round = Math.floor(nth / length);
    const kind = this.#kinds[(nth + round) % this.#kinds.length] ?? '';
    const counter = this.#counts.get(kind);
    if (!client || !peer || !counter) throw new RangeError('no client can send a background command');
    counter.sent++;
    const participant = pickParticipant(client, round);
    const frameOf = participant && KINDS[kind]?.({ participant, peerId: peer.userId, nth: round });
    if (frameOf) void this.#send(client, frameOf, counter, isMeasured ? dueMs : undefined);
  }

  async #send(
    client: LoadClient,
    frameOf: (requestId: number) => Uint8Array,
    counter: KindCounter,
    measuredFromMs: number | undefined,
  ): Promise<void> {
    this.#inFlight++;
    const reply = await client.request(frameOf);
    this.#inFlight--;
    if (!reply) return;
    if (!reply.failure) counter.answered++;
    else {
      const code = im.Code[reply.failure.code] ?? String(reply.failure.code);
      counter.refused[code] = (counter.refused[code] ?? 0) + 1;
    }
    if (measuredFromMs !== undefined) counter.answerMs.record(client.lastReceivedMs - measuredFromMs);
  }

  result(): Record<string, BackgroundCommandCounts> {
    return Object.fromEntries(
      [...this.#counts].map(([kind, { sent, answered, refused, unanswered, answerMs }]) => [
        kind,
        { sent, answered, refused, unanswered, answerMs },
      ]),
    );
  }
}

/**
 * Picks the client's existing conversations in turn. A direct one exists from its first message on, a group from its creation.
 */
function pickParticipant(client: LoadClient, turn: number): Participant | undefined {
  const existing = [...client.participants].filter(({ contiguousSeq }) => contiguousSeq > 0);
  return existing[turn % Math.max(1, existing.length)];
}
