// Counts the messages of a rival by the ledger, which needs a seq in each conversation. A rival without one gets the order in
// which the load test has seen its messages.
import { randomBytes } from 'node:crypto';
import { type Arrival, FOREIGN, type Ledger } from '../ledger/ledger.ts';
import type { RivalMessage } from './rival.ts';

export class RivalOrder {
  readonly ledger: Ledger;
  /** Arrivals below an earlier message of the same sender: their application has nothing to sort them by. */
  outOfOrder = 0;
  readonly #run = randomBytes(6).toString('hex');
  /** "participant's first number, stored id" → seq. */
  readonly #seqs = new Map<string, number>();
  readonly #lastSeq = new Map<number, number>();
  /** Sender → the last message of theirs that arrived. */
  readonly #lastArrived = new Map<number, number>();

  constructor(ledger: Ledger) {
    this.ledger = ledger;
  }

  idOf(message: number): string {
    return `${this.#run}-${message}`;
  }

  recordAcknowledgement(message: RivalMessage, nowMs: number): void {
    const number = this.#numberOf(message);
    if (number === FOREIGN) return;
    this.ledger.recordAcknowledgement(number, this.#seqOf(this.ledger.senderOf(number), message), nowMs);
  }

  recordArrival(participant: number, message: RivalMessage, nowMs: number, by: Arrival): void {
    const number = this.#numberOf(message);
    if (number === FOREIGN) return;
    const sender = this.ledger.senderOf(number);
    if (sender >> 1 !== participant >> 1) {
      this.ledger.recordMisdelivery();
      return;
    }
    if (by === 'push') {
      const last = this.#lastArrived.get(sender) ?? FOREIGN;
      if (number < last) this.outOfOrder++;
      else this.#lastArrived.set(sender, number);
    }
    this.ledger.recordArrival(participant, this.#seqOf(participant, message), number, nowMs, by);
  }

  recordRefusal(id: string): void {
    const number = this.#numberOf({ id, storedId: 0 });
    if (number !== FOREIGN) this.ledger.recordRefusal(number);
  }

  #numberOf({ id }: RivalMessage): number {
    const [run, number] = id.split('-');
    return run === this.#run ? Number(number) : FOREIGN;
  }

  /** Both participants of a pair have neighbouring numbers. */
  #seqOf(participant: number, { storedId }: RivalMessage): number {
    const conversation = participant >> 1;
    const key = `${conversation} ${storedId}`;
    const known = this.#seqs.get(key);
    if (known !== undefined) return known;
    const seq = (this.#lastSeq.get(conversation) ?? 0) + 1;
    this.#lastSeq.set(conversation, seq);
    this.#seqs.set(key, seq);
    return seq;
  }
}
