// Records the fate of each message at each member. This file has the counting rules of the load test. Every message is counted;
// there is no sampling.
import { ACKED, DOUBLED, MessageFates, PUSHED, REFUSED } from './fates.ts';
import { Histogram } from './histogram.ts';
import { type LedgerConversation, MessageTable } from './message-table.ts';
import { SecondSeries } from './second-series.ts';
import { Timelines } from './timelines.ts';
import type { Traffic, Violations } from './violations.ts';

/** A message that this run did not send: the accounts were used before. */
export const FOREIGN = -2;

export interface LedgerOptions {
  readonly conversations: readonly LedgerConversation[];
  /** The most messages that will be sent, and the sum of the members of their conversations. */
  readonly messages: number;
  readonly deliverySlots: number;
  /** The first message that counts as measured. Those before it are warm-up. */
  readonly measuredFrom: number;
  /** Client → the partition of its commands. Without it all clients are in one lane. */
  readonly lanes?: readonly number[];
}

/** How a message reached a client. */
export type Arrival = 'push' | 'sync' | 'final-pull';

/** Counts messages and **deliveries**: a message at one of its receivers. Identifies clients by participant, see MessageTable. */
export class Ledger {
  /** What each participant sees of its conversation. */
  readonly timelines: Timelines;
  readonly ackMs = new Histogram();
  /** By seconds, once it is started. */
  readonly seconds = new SecondSeries();
  readonly deliveryMs = { direct: new Histogram(), group: new Histogram() };
  /** Frames that repeat an earlier frame. Clients drop them by the rules of the protocol, so they are no violation. */
  wireDuplicates = 0;
  acked = 0;
  /** Expected deliveries of all messages sent. */
  due = 0;
  delivered = 0;
  measuredAcked = 0;
  measuredDue = 0;
  measuredDelivered = 0;

  readonly #messages: MessageTable;
  readonly #fates: MessageFates;
  readonly #measuredFrom: number;
  /** Per conversation, the highest acknowledged seq. */
  readonly #lastAckedSeq: Float64Array;
  #misdelivered = 0;
  #conflicts = 0;
  #pulledAtEnd = 0;
  readonly #holes = new Set<string>();

  constructor({ conversations, messages, deliverySlots, measuredFrom, lanes }: LedgerOptions) {
    this.#messages = new MessageTable(conversations, messages, lanes);
    this.#measuredFrom = measuredFrom;
    this.#fates = new MessageFates(this.#messages, messages, deliverySlots);
    this.#lastAckedSeq = new Float64Array(conversations.length);
    this.timelines = new Timelines(this.#messages.participantCount, 2 * messages + 1_000_000);
  }

  get sent(): number {
    return this.#messages.count;
  }

  /** The participant that a client is in a conversation. Throws when it is not a member. */
  participantOf(conversation: number, client: number): number {
    return this.#messages.participantOf(conversation, client);
  }

  /** The participant that sent the message. */
  senderOf(message: number): number {
    return this.#messages.senderOf(message);
  }

  /** Records a message that the participant is due to send at `dueMs`. Returns its number: 0, 1, 2 … in send order. */
  recordSend(sender: number, dueMs: number): number {
    const message = this.#messages.add(sender, dueMs);
    this.seconds.recordDue(dueMs);
    const receivers = Math.max(1, this.#messages.sizeOf(sender) - 1);
    this.due += receivers;
    if (message >= this.#measuredFrom) this.measuredDue += receivers;
    return message;
  }

  /** Records the acknowledgement of a message with its seq. */
  recordAcknowledgement(message: number, seq: number, nowMs: number): void {
    const before = this.#fates.ackedSeq[message] ?? 0;
    if (before !== 0) {
      this.wireDuplicates++;
      if (before !== seq) this.#fates.flag(message, DOUBLED);
      return;
    }
    this.#fates.ackedSeq[message] = seq;
    this.#fates.flag(message, ACKED);
    this.acked++;
    const latencyMs = nowMs - this.#messages.dueMs(message, nowMs);
    this.seconds.recordAck(nowMs, latencyMs);
    if (message >= this.#measuredFrom) {
      this.measuredAcked++;
      this.ackMs.record(latencyMs);
    }
    const sender = this.senderOf(message);
    const conversation = this.#messages.conversationOf(sender);
    this.#lastAckedSeq[conversation] = Math.max(this.#lastAckedSeq[conversation] ?? 0, seq);
    if (this.timelines.place(sender, seq, message) === 'conflict') this.#conflicts++;
  }

  /** Records a refusal: the message will never be stored. */
  recordRefusal(message: number): void {
    this.#fates.flag(message, REFUSED);
  }

  /** Records that a message (or FOREIGN) reached a participant under this seq. */
  recordArrival(participant: number, seq: number, message: number, nowMs: number, by: Arrival): void {
    if (message === FOREIGN) return void this.timelines.place(participant, seq, message);
    const isMember = this.#messages.conversationOf(participant) === this.#messages.conversationOf(this.senderOf(message));
    if (!isMember) this.recordMisdelivery();
    else if (this.timelines.place(participant, seq, message) === 'conflict') this.#conflicts++;
    else if (this.#messages.isReceiver(participant, message)) this.#recordAtReceiver(participant, seq, message, nowMs, by);
    else this.#recordAtSender(seq, message, by);
  }

  /** Records that a message of this run was pushed to a client that is not a member of its conversation. */
  recordMisdelivery(): void {
    this.#misdelivered++;
  }

  /** The highest acknowledged seq in the participant's conversation. A Sync or pull from now on must include it. */
  lastAckedSeq(participant: number): number {
    return this.#lastAckedSeq[this.#messages.conversationOf(participant)] ?? 0;
  }

  /** Records that a pull skipped the seqs between these two. */
  recordHole(participant: number, afterSeq: number, seq: number): void {
    // All members of a conversation see the same hole.
    const conversation = this.#messages.conversationOf(participant);
    for (let missing = afterSeq + 1; missing < seq && this.#holes.size < 100_000; missing++)
      this.#holes.add(`${conversation}.${missing}`);
  }

  /** Records whether a participant has pulled its whole conversation at the end of the run. */
  recordFinalPull(participant: number, isComplete: boolean): void {
    this.#fates.pulled[participant] = isComplete ? 1 : 0;
  }

  /**
   * Missing deliveries of acknowledged messages: `lost` where the receiver has pulled everything that is stored, `unverified`
   * where it could not.
   */
  countMissing(): { readonly lost: number; readonly unverified: number } {
    return this.#fates.countMissing();
  }

  /** When each lost delivery was due, `limit` at most. */
  listLostDueMs(limit: number): number[] {
    return this.#fates.listLostDueMs(limit);
  }

  /** When each delivery was due that came twice, or in the wrong order. */
  listWrongDueMs(): { readonly duplicated: number[]; readonly outOfOrder: number[] } {
    const outOfOrder = this.#listOutOfOrder().map((message) => this.#messages.dueMs(message, 0));
    return { duplicated: this.#fates.listDuplicatedDueMs(), outOfOrder };
  }

  violations(): Violations {
    return {
      ...this.countMissing(),
      duplicated: this.#fates.listDuplicatedDueMs().length,
      outOfOrder: this.#listOutOfOrder().length,
      misdelivered: this.#misdelivered,
      conflicts: this.#conflicts,
      holes: this.#holes.size,
    };
  }

  traffic(): Traffic {
    const { sent, acked, due, delivered } = this;
    return { sent, acked, ...this.#fates.countUnanswered(), due, delivered, pulledAtEnd: this.#pulledAtEnd };
  }

  #recordAtSender(seq: number, message: number, by: Arrival): void {
    const acked = this.#fates.ackedSeq[message] ?? 0;
    if (acked !== 0 && acked !== seq) this.#fates.flag(message, DOUBLED);
    else if (by === 'push') this.wireDuplicates++;
  }

  #recordAtReceiver(participant: number, seq: number, message: number, nowMs: number, by: Arrival): void {
    const slot = this.#messages.slotOf(participant, message);
    const flags = this.#fates.slotFlags[slot] ?? 0;
    const shown = this.#fates.shownSeq[slot] ?? 0;
    if (shown !== 0 && shown !== seq) {
      this.#fates.slotFlags[slot] = flags | DOUBLED;
      return;
    }
    if (by === 'push') {
      if (flags & PUSHED) this.wireDuplicates++;
      this.#fates.slotFlags[slot] = flags | PUSHED;
    }
    if (shown !== 0) return;
    this.#fates.shownSeq[slot] = seq;
    if (by === 'final-pull') this.#pulledAtEnd++;
    else this.#countDelivered(participant, message, nowMs);
  }

  #countDelivered(participant: number, message: number, nowMs: number): void {
    const latencyMs = nowMs - this.#messages.dueMs(message, nowMs);
    this.delivered++;
    this.seconds.recordDelivery(nowMs, latencyMs, this.#messages.laneOf(message));
    if (message < this.#measuredFrom) return;
    this.measuredDelivered++;
    this.deliveryMs[this.#messages.kindOf(participant)].record(latencyMs);
  }

  /** Deliveries alone: the sender's own message is none, and a second copy counts as duplicated instead. */
  #listOutOfOrder(): number[] {
    return this.timelines.listOutOfOrder(
      (participant, seq, message) =>
        this.#messages.isReceiver(participant, message) &&
        this.#fates.shownSeq[this.#messages.slotOf(participant, message)] === seq,
      (message) => this.senderOf(message),
    );
  }
}
