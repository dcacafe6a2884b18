// What became of every single message at every single member. The counting rules of the load test are this file; nothing is sampled.
import { Histogram } from './histogram.ts';
import { Timelines, UNKNOWN } from './timelines.ts';
import type { Traffic, Violations } from './violations.ts';

/** A message that this run did not send (accounts that were used before). */
export const FOREIGN = -2;

// Of a message.
const ACKED = 1;
const REFUSED = 2;
// Of a delivery; of a message, what its sender saw.
const PUSHED = 4;
const DOUBLED = 8;

export interface LedgerOptions {
  /** The clients of each room. A room of one is a client that writes to itself. */
  readonly conversations: readonly { readonly kind: 'direct' | 'group'; readonly members: readonly number[] }[];
  /** How many messages will be sent at most, and the sum of their rooms' members. */
  readonly messages: number;
  readonly deliverySlots: number;
  /** The first message that counts as measured; those before are warm-up. */
  readonly measuredFrom: number;
}

/** How a message came to a client. */
export type Arrival = 'push' | 'sync' | 'final-pull';

/** A **seat** is one client in one room: what its application sees of that conversation. A **delivery** is a message at one of its receivers. */
export class Ledger {
  /** What each client sees of its conversations, by seat. */
  readonly timelines: Timelines;
  readonly ackMs = new Histogram();
  readonly deliveryMs = { direct: new Histogram(), group: new Histogram() };
  /** Frames that said what a frame before them had said: dropped by the protocol's rule, hence no fault. */
  wireDuplicates = 0;
  sent = 0;
  acked = 0;
  /** Deliveries there should be, of all that was sent. */
  due = 0;
  delivered = 0;
  /** Of the measured part only: what the figures of a rate are made of. */
  measuredAcked = 0;
  measuredDue = 0;
  measuredDelivered = 0;

  readonly #rooms: LedgerOptions['conversations'];
  readonly #measuredFrom: number;
  readonly #dueMs: Float64Array;
  /** The seat of the sender. */
  readonly #senderOf: Int32Array;
  readonly #flags: Uint8Array;
  /** The seq the sender was told, 0 = none yet. */
  readonly #ackedSeq: Float64Array;
  /** Where the message's places begin, one for each member of its room. */
  readonly #firstPlace: Float64Array;
  #places = 0;
  /** The seq under which a member has it, 0 = not yet. */
  readonly #shownSeq: Float64Array;
  readonly #placeFlags: Uint8Array;
  readonly #firstSeat: Int32Array;
  readonly #roomOf: Int32Array;
  /** Per room, the highest seq that a sender was told. */
  readonly #lastAcked: Float64Array;
  #misdelivered = 0;
  #conflicts = 0;
  #pulledAtEnd = 0;
  readonly #holes = new Set<string>();

  constructor({ conversations, messages, deliverySlots, measuredFrom }: LedgerOptions) {
    this.#rooms = conversations;
    this.#measuredFrom = measuredFrom;
    this.#dueMs = new Float64Array(messages);
    this.#senderOf = new Int32Array(messages);
    this.#flags = new Uint8Array(messages);
    this.#ackedSeq = new Float64Array(messages);
    this.#firstPlace = new Float64Array(messages);
    this.#shownSeq = new Float64Array(deliverySlots);
    this.#placeFlags = new Uint8Array(deliverySlots);
    const seats = conversations.reduce((sum, { members }) => sum + members.length, 0);
    this.#firstSeat = new Int32Array(conversations.length);
    this.#roomOf = new Int32Array(seats);
    this.timelines = new Timelines(seats, 2 * messages + 1_000_000);
    this.#lastAcked = new Float64Array(conversations.length);
    let seat = 0;
    for (const [room, { members }] of conversations.entries()) {
      this.#firstSeat[room] = seat;
      for (let i = 0; i < members.length; i++) this.#roomOf[seat++] = room;
    }
  }

  /** The seat of a client in a room. Throws where it has none. */
  participantOf(room: number, client: number): number {
    const position = this.#rooms[room]?.members.indexOf(client) ?? -1;
    if (position < 0) throw new RangeError(`client ${client} is not in room ${room}`);
    return (this.#firstSeat[room] ?? 0) + position;
  }

  /** Enters a message that the client in `seat` is due to send at `dueMs` and returns its number: 0, 1, 2 …, rising in send order. */
  recordSend(seat: number, dueMs: number): number {
    const message = this.sent++;
    this.#dueMs[message] = dueMs;
    this.#senderOf[message] = seat;
    this.#firstPlace[message] = this.#places;
    const members = this.#sizeOf(seat);
    this.#places += members;
    const receivers = Math.max(1, members - 1);
    this.due += receivers;
    if (message >= this.#measuredFrom) this.measuredDue += receivers;
    return message;
  }

  /** The seat that sent it. */
  senderOf(message: number): number {
    return this.#senderOf[message] ?? UNKNOWN;
  }

  /** The sender was told that its message stands under this seq. */
  recordAcknowledgement(message: number, seq: number, nowMs: number): void {
    const before = this.#ackedSeq[message] ?? 0;
    if (before !== 0) {
      this.wireDuplicates++;
      if (before !== seq) this.#raise(message, DOUBLED);
      return;
    }
    this.#ackedSeq[message] = seq;
    this.#raise(message, ACKED);
    this.acked++;
    if (message >= this.#measuredFrom) {
      this.measuredAcked++;
      this.ackMs.record(nowMs - (this.#dueMs[message] ?? nowMs));
    }
    const seat = this.senderOf(message);
    const room = this.#roomOf[seat] ?? UNKNOWN;
    this.#lastAcked[room] = Math.max(this.#lastAcked[room] ?? 0, seq);
    if (this.timelines.place(seat, seq, message) === 'conflict') this.#conflicts++;
  }

  /** The sender was told that its message will never be stored. */
  recordRefusal(message: number): void {
    this.#raise(message, REFUSED);
  }

  /** A message (or FOREIGN) came to a client under this seq of the conversation in which it has this seat. */
  recordArrival(seat: number, seq: number, message: number, nowMs: number, by: Arrival): void {
    if (message === FOREIGN) {
      this.timelines.place(seat, seq, message);
      return;
    }
    const sender = this.senderOf(message);
    if (this.#roomOf[seat] !== this.#roomOf[sender]) {
      this.recordMisdelivery();
      return;
    }
    if (this.timelines.place(seat, seq, message) === 'conflict') {
      this.#conflicts++;
      return;
    }
    if (this.#receives(seat, message)) this.#arriveAtReceiver(seat, seq, message, nowMs, by);
    else this.#arriveAtSender(seq, message, by);
  }

  #arriveAtSender(seq: number, message: number, by: Arrival): void {
    const acked = this.#ackedSeq[message] ?? 0;
    if (acked !== 0 && acked !== seq) this.#raise(message, DOUBLED);
    else if (by === 'push') this.wireDuplicates++;
  }

  #arriveAtReceiver(seat: number, seq: number, message: number, nowMs: number, by: Arrival): void {
    const place = this.#placeOf(seat, message);
    const flags = this.#placeFlags[place] ?? 0;
    const shown = this.#shownSeq[place] ?? 0;
    if (shown !== 0 && shown !== seq) {
      this.#placeFlags[place] = flags | DOUBLED;
      return;
    }
    if (by === 'push') {
      if (flags & PUSHED) this.wireDuplicates++;
      this.#placeFlags[place] = flags | PUSHED;
    }
    if (shown !== 0) return;
    this.#shownSeq[place] = seq;
    if (by === 'final-pull') this.#pulledAtEnd++;
    else this.#countDelivered(seat, message, nowMs);
  }

  #countDelivered(seat: number, message: number, nowMs: number): void {
    this.delivered++;
    if (message < this.#measuredFrom) return;
    this.measuredDelivered++;
    const kind = this.#rooms[this.#roomOf[seat] ?? UNKNOWN]?.kind ?? 'direct';
    this.deliveryMs[kind].record(nowMs - (this.#dueMs[message] ?? nowMs));
  }

  /** A message of this run was pushed to somebody it does not concern. */
  recordMisdelivery(): void {
    this.#misdelivered++;
  }

  /** The highest seq that a sender was told of, in the room of this seat: whoever asks now can know it. */
  lastAckedSeq(seat: number): number {
    return this.#lastAcked[this.#roomOf[seat] ?? UNKNOWN] ?? 0;
  }

  /** A pull skipped these seqs: (afterSeq, seq). */
  recordHole(seat: number, afterSeq: number, seq: number): void {
    // All members of a conversation see the same hole.
    const room = this.#roomOf[seat];
    for (let missing = afterSeq + 1; missing < seq && this.#holes.size < 100_000; missing++)
      this.#holes.add(`${room}.${missing}`);
  }

  /** Deliveries that did not take place although the sender was told that its message is stored. */
  countLost(): number {
    let lost = 0;
    for (let message = 0; message < this.sent; message++)
      if (this.#ackedSeq[message] !== 0) lost += this.#countReceivers(message, (place) => this.#shownSeq[place] === 0);
    return lost;
  }

  violations(): Violations {
    return {
      lost: this.countLost(),
      duplicated: this.#countDuplicated(),
      outOfOrder: this.#countOutOfOrder(),
      misdelivered: this.#misdelivered,
      conflicts: this.#conflicts,
      holes: this.#holes.size,
    };
  }

  traffic(): Traffic {
    let refused = 0;
    let unacknowledged = 0;
    for (let message = 0; message < this.sent; message++) {
      const flags = this.#flags[message] ?? 0;
      if (flags & ACKED) continue;
      if (flags & REFUSED) refused++;
      else unacknowledged++;
    }
    const { sent, acked, due, delivered } = this;
    return { sent, acked, refused, unacknowledged, due, delivered, pulledAtEnd: this.#pulledAtEnd };
  }

  /** At every receiver that sees it twice; where only its sender does, once. */
  #countDuplicated(): number {
    let duplicated = 0;
    for (let message = 0; message < this.sent; message++) {
      const atReceivers = this.#countReceivers(message, (place) => ((this.#placeFlags[place] ?? 0) & DOUBLED) !== 0);
      duplicated += atReceivers > 0 || !((this.#flags[message] ?? 0) & DOUBLED) ? atReceivers : 1;
    }
    return duplicated;
  }

  /** What one sent oneself was not delivered; a second copy is counted as duplicated. */
  #countOutOfOrder(): number {
    return this.timelines.countOutOfOrder(
      (seat, seq, message) => this.#receives(seat, message) && this.#shownSeq[this.#placeOf(seat, message)] === seq,
      (message) => this.senderOf(message),
    );
  }

  #countReceivers(message: number, is: (place: number) => boolean): number {
    const sender = this.senderOf(message);
    const members = this.#sizeOf(sender);
    const first = this.#firstPlace[message] ?? 0;
    const own = members === 1 ? UNKNOWN : this.#placeOf(sender, message);
    let count = 0;
    for (let place = first; place < first + members; place++) if (place !== own && is(place)) count++;
    return count;
  }

  /** All members but the sender; alone, the sender. */
  #receives(seat: number, message: number): boolean {
    return seat !== this.senderOf(message) || this.#sizeOf(seat) === 1;
  }

  #placeOf(seat: number, message: number): number {
    return (this.#firstPlace[message] ?? 0) + seat - (this.#firstSeat[this.#roomOf[seat] ?? UNKNOWN] ?? 0);
  }

  #sizeOf(seat: number): number {
    return this.#rooms[this.#roomOf[seat] ?? UNKNOWN]?.members.length ?? 0;
  }

  #raise(message: number, flag: number): void {
    this.#flags[message] = (this.#flags[message] ?? 0) | flag;
  }
}
