// Delivers every message of every conversation exactly once and in seq order, however often and in whatever order messages
// arrive. Pushes, pulled pages and acknowledgements of own messages all pass through the inbox.
import type { im } from '../../../proto/rpc.ts';
import type { Timing } from '../connection/timing.ts';
import { ConversationStream } from './conversation-stream.ts';
import { semaphore } from './semaphore.ts';

/** Conversation → the seq of its last delivered message. A conversation that is not listed starts at its first message. */
export type DeliveredSeqs = Readonly<Record<string, number>>;

export interface InboxOptions {
  readonly timing: Timing;
  /** Where an earlier run stopped. Without it `from` decides. */
  readonly seqs: DeliveredSeqs | undefined;
  /** `now`: messages stored before the first sync are not delivered. */
  readonly from: 'beginning' | 'now';
  /** The messages after `afterSeq`, rising. Rejects when they cannot be had now. */
  pull(conversation: string, afterSeq: number): Promise<im.PullMessagesReply>;
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
    for (const [conversation, seq] of Object.entries(options.seqs ?? {})) this.#stream(conversation).startAfter(seq);
  }

  /** Undefined until the inbox knows where a session from `now` starts. */
  get seqs(): DeliveredSeqs | undefined {
    if (!this.#isDelivering) return undefined;
    return Object.fromEntries([...this.#streams].map(([conversation, { lastDelivered }]) => [conversation, lastDelivered]));
  }

  /** Takes in a message, new or known. */
  handle(message: im.Message): void {
    this.#stream(message.conversation).handle(message, this.#isDelivering);
  }

  /**
   * The conversation has messages up to `lastSeq`. In a session from `now` the first call decides where the conversation
   * starts.
   */
  noteLastSeq(conversation: string, lastSeq: number): void {
    this.#stream(conversation).noteLastSeq(lastSeq);
  }

  /** Every conversation is known: pulls what is missing. Resolves when it arrived or failed. */
  async catchUp(): Promise<void> {
    if (!this.#isDelivering) {
      this.#isDelivering = true;
      for (const stream of this.#streams.values()) stream.deliverHeld();
    }
    const behind = [...this.#streams.values()].filter(({ hasGap }) => hasGap);
    await Promise.all(behind.map((stream) => stream.fillGap()));
  }

  /** Stops waiting for gaps to close. The next `catchUp` pulls what is missing. */
  pause(): void {
    for (const stream of this.#streams.values()) stream.pause();
  }

  /** The seq of the last delivered message; 0 = none. */
  lastDelivered(conversation: string): number {
    return this.#streams.get(conversation)?.lastDelivered ?? 0;
  }

  #stream(conversation: string): ConversationStream {
    const known = this.#streams.get(conversation);
    if (known) return known;
    const { deliver, pull, timing } = this.#options;
    const stream = new ConversationStream(
      {
        gapWaitMs: timing.gapWaitMs,
        pull: (afterSeq) => pull(conversation, afterSeq),
        schedule: this.#schedule,
        deliver,
      },
      this.#isDelivering,
    );
    this.#streams.set(conversation, stream);
    return stream;
  }
}
