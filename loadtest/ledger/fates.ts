// The fate of each message in typed arrays: its acknowledgement, and the seq under which each participant has it.
import type { MessageTable } from './message-table.ts';
import type { Traffic } from './violations.ts';

// Flags of a message.
export const ACKED = 1;
export const REFUSED = 2;
// Flags of a slot; DOUBLED also of a message, as its sender sees it.
export const PUSHED = 4;
export const DOUBLED = 8;

export class MessageFates {
  readonly messageFlags: Uint8Array;
  /** Per message, the seq in the acknowledgement to its sender; 0 = none yet. */
  readonly ackedSeq: Float64Array;
  /** Per slot, the seq under which the participant has the message; 0 = not yet. */
  readonly shownSeq: Float64Array;
  readonly slotFlags: Uint8Array;
  /** Per participant, 1 when the last pull at the end was complete. */
  readonly pulled: Uint8Array;
  readonly #messages: MessageTable;

  constructor(messages: MessageTable, maxMessages: number, slots: number) {
    this.#messages = messages;
    this.messageFlags = new Uint8Array(maxMessages);
    this.ackedSeq = new Float64Array(maxMessages);
    this.shownSeq = new Float64Array(slots);
    this.slotFlags = new Uint8Array(slots);
    this.pulled = new Uint8Array(messages.participantCount);
  }

  flag(message: number, flag: number): void {
    this.messageFlags[message] = (this.messageFlags[message] ?? 0) | flag;
  }

  countMissing(): { readonly lost: number; readonly unverified: number } {
    const missing = { lost: 0, unverified: 0 };
    this.#eachMissing((_message, participant) => missing[this.pulled[participant] === 1 ? 'lost' : 'unverified']++);
    return missing;
  }

  /** When each lost delivery was due, `limit` of them at most. */
  listLostDueMs(limit: number): number[] {
    const due: number[] = [];
    this.#eachMissing((message, participant) => {
      if (this.pulled[participant] === 1 && due.length < limit) due.push(this.#messages.dueMs(message, 0));
    });
    return due;
  }

  /** When each duplicate was due: one for each receiver that sees a message twice, one where only its sender does. */
  listDuplicatedDueMs(): number[] {
    const due: number[] = [];
    for (let message = 0; message < this.#messages.count; message++) {
      const atReceivers = this.#messages.countReceivers(message, (slot) => ((this.slotFlags[slot] ?? 0) & DOUBLED) !== 0);
      const times = atReceivers > 0 || !((this.messageFlags[message] ?? 0) & DOUBLED) ? atReceivers : 1;
      for (let n = 0; n < times; n++) due.push(this.#messages.dueMs(message, 0));
    }
    return due;
  }

  /** The messages without an acknowledgement. */
  countUnanswered(): Pick<Traffic, 'refused' | 'unacknowledged'> {
    let refused = 0;
    let unacknowledged = 0;
    for (const flags of this.messageFlags.subarray(0, this.#messages.count)) {
      if (flags & ACKED) continue;
      if (flags & REFUSED) refused++;
      else unacknowledged++;
    }
    return { refused, unacknowledged };
  }

  /** Goes through the missing deliveries of acknowledged messages. */
  #eachMissing(visit: (message: number, participant: number) => void): void {
    for (let message = 0; message < this.#messages.count; message++) {
      if (this.ackedSeq[message] === 0) continue;
      this.#messages.countReceivers(message, (slot, participant) => {
        const isMissing = this.shownSeq[slot] === 0;
        if (isMissing) visit(message, participant);
        return isMissing;
      });
    }
  }
}
