// Delivers every message of every conversation exactly once and in seq order, even if messages arrive twice or in another order.
// Pushes, pulled pages and acknowledgements of own messages all pass through the inbox.
import type { im } from '../../../proto/rpc.ts';
import type { Timing } from '../connection/timing.ts';
import { ConversationStream } from './conversation-stream.ts';
import { semaphore } from './semaphore.ts';

/** Conversation → the seq of its last delivered message. A conversation that is not listed starts at its first message. */
export type DeliveredSeqs = Readonly<Record<string, number>>;

export interface InboxOptions {
  readonly timing: Timing;
  /** The end of an earlier run. If undefined, `from` decides where to start. */
  readonly seqs: DeliveredSeqs | undefined;
  /** `now`: messages stored before the first sync are not delivered. */
  readonly from: 'beginning' | 'now';
  /** The messages after `afterSeq`, in rising order. Rejects when they cannot be fetched now. */
  pull(conversationId: string, afterSeq: number): Promise<im.PullMessagesReply>;
  /**
   * Called in order, once for each message. `isKnown`: a change whose target was already delivered in the state after that
   * change. Must not throw.
   */
  deliver(message: im.Message, isKnown: boolean): void;
}

const PARALLEL_PULLS = 4;

export class Inbox {
  readonly #options: InboxOptions;
  readonly #streams = new Map<string, ConversationStream>();
  readonly #schedule = semaphore(PARALLEL_PULLS);
  /** False until a session that starts from `now` knows where each conversation starts. */
  #isDelivering: boolean;

  constructor(options: InboxOptions) {
    this.#options = options;
    this.#isDelivering = options.seqs !== undefined || options.from === 'beginning';
    for (const [conversationId, seq] of Object.entries(options.seqs ?? {})) this.#stream(conversationId).startAfter(seq);
  }

  /** Undefined until the inbox knows where a session from `now` starts. */
  get seqs(): DeliveredSeqs | undefined {
    if (!this.#isDelivering) return undefined;
    return Object.fromEntries([...this.#streams].map(([conversationId, { lastDelivered }]) => [conversationId, lastDelivered]));
  }

  /** Handles a message, new or known. */
  handle(message: im.Message): void {
    this.#stream(message.conversationId).handle(message, this.#isDelivering);
  }

  /**
   * Call it when the conversation is known to have messages up to `lastSeq`. In a session that starts from `now`, the first call
   * decides where the conversation starts.
   */
  noteLastSeq(conversationId: string, lastSeq: number): void {
    this.#stream(conversationId).noteLastSeq(lastSeq);
  }

  /** Call it when every conversation is known: pulls missing messages. Resolves when they have arrived or failed. */
  async catchUp(): Promise<void> {
    if (!this.#isDelivering) {
      this.#isDelivering = true;
      for (const stream of this.#streams.values()) stream.start();
    }
    const behind = [...this.#streams.values()].filter(({ hasGap }) => hasGap);
    await Promise.all(behind.map((stream) => stream.fillGap()));
  }

  /** Stops the timers of all gaps. The next `catchUp` pulls the missing messages. */
  pause(): void {
    for (const stream of this.#streams.values()) stream.pause();
  }

  /** The seq of the last delivered message; 0 = none. */
  lastDelivered(conversationId: string): number {
    return this.#streams.get(conversationId)?.lastDelivered ?? 0;
  }

  #stream(conversationId: string): ConversationStream {
    const known = this.#streams.get(conversationId);
    if (known) return known;
    const { deliver, pull, timing } = this.#options;
    const stream = new ConversationStream(
      {
        gapWaitMs: timing.gapWaitMs,
        pull: (afterSeq) => pull(conversationId, afterSeq),
        schedule: this.#schedule,
        deliver,
      },
      this.#isDelivering,
    );
    this.#streams.set(conversationId, stream);
    return stream;
  }
}
