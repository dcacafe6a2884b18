// Records the fate of each message at each member. This file has the counting rules of the load test. Every message is counted;
// there is no sampling.
import { Histogram } from './histogram.ts';
import { type LedgerConversation, MessageTable } from './message-table.ts';
import { Timelines } from './timelines.ts';
import type { Traffic, Violations } from './violations.ts';

/** A message that this run did not send: the accounts were used before. */
export const FOREIGN = -2;

// Flags of a message.
const ACKED = 1;
const REFUSED = 2;
// Flags of a slot; DOUBLED also of a message, as its sender sees it.
const PUSHED = 4;
const DOUBLED = 8;

export interface LedgerOptions {
  readonly conversations: readonly LedgerConversation[];
  /** The most messages that will be sent, and the sum of the members of their conversations. */
  readonly messages: number;
  readonly deliverySlots: number;
  /** The first message that counts as measured. Those before it are warm-up. */
  readonly measuredFrom: number;
}

/** How a message reached a client. */
export type Arrival = 'push' | 'sync' | 'final-pull';

/** Counts messages and **deliveries**: a message at one of its receivers. Identifies clients by participant, see MessageTable. */
export class Ledger {
  /** What each participant sees of its conversation. */
  readonly timelines: Timelines;
  readonly ackMs = new Histogram();
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
  readonly #measuredFrom: number;
  readonly #messageFlags: Uint8Array;
  /** Per message, the seq in the acknowledgement to its sender; 0 = none yet. */
  readonly #ackedSeq: Float64Array;
  /** Per slot, the seq under which the participant has the message; 0 = not yet. */
  readonly #shownSeq: Float64Array;
  readonly #slotFlags: Uint8Array;
  /** Per conversation, the highest acknowledged seq. */
  readonly #lastAckedSeq: Float64Array;
  #misdelivered = 0;
  #conflicts = 0;
  #pulledAtEnd = 0;
  readonly #holes = new Set<string>();
  /** Per participant, 1 when the last pull at the end was complete. */
  readonly #pulled: Uint8Array;

  constructor({ conversations, messages, deliverySlots, measuredFrom }: LedgerOptions) {
    this.#messages = new MessageTable(conversations, messages);
    this.#measuredFrom = measuredFrom;
    this.#messageFlags = new Uint8Array(messages);
    this.#ackedSeq = new Float64Array(messages);
    this.#shownSeq = new Float64Array(deliverySlots);
    this.#slotFlags = new Uint8Array(deliverySlots);
    this.#lastAckedSeq = new Float64Array(conversations.length);
    this.#pulled = new Uint8Array(this.#messages.participantCount);
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
    const receivers = Math.max(1, this.#messages.sizeOf(sender) - 1);
    this.due += receivers;
    if (message >= this.#measuredFrom) this.measuredDue += receivers;
    return message;
  }

  /** Records the acknowledgement of a message with its seq. */
  recordAcknowledgement(message: number, seq: number, nowMs: number): void {
    const before = this.#ackedSeq[message] ?? 0;
    if (before !== 0) {
      this.wireDuplicates++;
      if (before !== seq) this.#flag(message, DOUBLED);
      return;
    }
    this.#ackedSeq[message] = seq;
    this.#flag(message, ACKED);
    this.acked++;
    if (message >= this.#measuredFrom) {
      this.measuredAcked++;
      this.ackMs.record(nowMs - this.#messages.dueMs(message, nowMs));
    }
    const sender = this.senderOf(message);
    const conversation = this.#messages.conversationOf(sender);
    this.#lastAckedSeq[conversation] = Math.max(this.#lastAckedSeq[conversation] ?? 0, seq);
    if (this.timelines.place(sender, seq, message) === 'conflict') this.#conflicts++;
  }

  /** Records a refusal: the message will never be stored. */
  recordRefusal(message: number): void {
    this.#flag(message, REFUSED);
  }

  /** Records that a message (or FOREIGN) reached a participant under this seq. */
  recordArrival(participant: number, seq: number, message: number, nowMs: number, by: Arrival): void {
    if (message === FOREIGN) {
      this.timelines.place(participant, seq, message);
      return;
    }
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
    this.#pulled[participant] = isComplete ? 1 : 0;
  }

  /**
   * Missing deliveries of acknowledged messages: `lost` where the receiver has pulled everything that is stored, `unverified` where
   * it could not.
   */
  countMissing(): { readonly lost: number; readonly unverified: number } {
    const missing = { lost: 0, unverified: 0 };
    for (let message = 0; message < this.sent; message++) {
      if (this.#ackedSeq[message] === 0) continue;
      this.#messages.countReceivers(message, (slot, participant) => {
        const isMissing = this.#shownSeq[slot] === 0;
        if (isMissing) missing[this.#pulled[participant] === 1 ? 'lost' : 'unverified']++;
        return isMissing;
      });
    }
    return missing;
  }

  violations(): Violations {
    return {
      ...this.countMissing(),
      duplicated: this.#countDuplicated(),
      outOfOrder: this.#countOutOfOrder(),
      misdelivered: this.#misdelivered,
      conflicts: this.#conflicts,
      holes: this.#holes.size,
    };
  }

  traffic(): Traffic {
    const { sent, acked, due, delivered } = this;
    const unanswered = countUnanswered(this.#messageFlags.subarray(0, sent));
    return { sent, acked, ...unanswered, due, delivered, pulledAtEnd: this.#pulledAtEnd };
  }

  #recordAtSender(seq: number, message: number, by: Arrival): void {
    const acked = this.#ackedSeq[message] ?? 0;
    if (acked !== 0 && acked !== seq) this.#flag(message, DOUBLED);
    else if (by === 'push') this.wireDuplicates++;
  }

  #recordAtReceiver(participant: number, seq: number, message: number, nowMs: number, by: Arrival): void {
    const slot = this.#messages.slotOf(participant, message);
    const flags = this.#slotFlags[slot] ?? 0;
    const shown = this.#shownSeq[slot] ?? 0;
    if (shown !== 0 && shown !== seq) {
      this.#slotFlags[slot] = flags | DOUBLED;
      return;
    }
    if (by === 'push') {
      if (flags & PUSHED) this.wireDuplicates++;
      this.#slotFlags[slot] = flags | PUSHED;
    }
    if (shown !== 0) return;
    this.#shownSeq[slot] = seq;
    if (by === 'final-pull') this.#pulledAtEnd++;
    else this.#countDelivered(participant, message, nowMs);
  }

  #countDelivered(participant: number, message: number, nowMs: number): void {
    this.delivered++;
    if (message < this.#measuredFrom) return;
    this.measuredDelivered++;
    this.deliveryMs[this.#messages.kindOf(participant)].record(nowMs - this.#messages.dueMs(message, nowMs));
  }

  /** Counts each receiver that sees a message twice. A message that only its sender sees twice counts once. */
  #countDuplicated(): number {
    let duplicated = 0;
    for (let message = 0; message < this.sent; message++) {
      const atReceivers = this.#messages.countReceivers(message, (slot) => ((this.#slotFlags[slot] ?? 0) & DOUBLED) !== 0);
      duplicated += atReceivers > 0 || !((this.#messageFlags[message] ?? 0) & DOUBLED) ? atReceivers : 1;
    }
    return duplicated;
  }

  /** Counts only deliveries. The sender's own message is not a delivery, and a second copy counts as duplicated instead. */
  #countOutOfOrder(): number {
    return this.timelines.countOutOfOrder(
      (participant, seq, message) =>
        this.#messages.isReceiver(participant, message) && this.#shownSeq[this.#messages.slotOf(participant, message)] === seq,
      (message) => this.senderOf(message),
    );
  }

  #flag(message: number, flag: number): void {
    this.#messageFlags[message] = (this.#messageFlags[message] ?? 0) | flag;
  }
}

/** The messages without an acknowledgement, by their flags. */
function countUnanswered(messageFlags: Uint8Array): Pick<Traffic, 'refused' | 'unacknowledged'> {
  let refused = 0;
  let unacknowledged = 0;
  for (const flags of messageFlags) {
    if (flags & ACKED) continue;
    if (flags & REFUSED) refused++;
    else unacknowledged++;
  }
  return { refused, unacknowledged };
}
