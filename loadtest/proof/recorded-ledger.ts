// A ledger that also writes down what it is told, so that the counts can be made again from the file, by other code.
import type { MessageIds } from '../driver/client/frames.ts';
import type { LoadClient } from '../driver/client/load-client.ts';
import { type Arrival, Ledger, type LedgerOptions } from '../ledger/ledger.ts';
import { FateLog } from './fate-log.ts';

export class RecordedLedger extends Ledger {
  readonly #log: FateLog;
  /** Participants whose last pull at the end was complete. */
  readonly #pulled = new Set<number>();

  constructor(options: LedgerOptions, path: string, ids: MessageIds) {
    super(options);
    this.#log = new FateLog(path);
    this.#log.write(['process', { idSuffix: ids.suffix }]);
  }

  override recordSend(sender: number, dueMs: number): number {
    const message = super.recordSend(sender, dueMs);
    this.#log.write(['sent', message, sender]);
    return message;
  }

  override recordAcknowledgement(message: number, seq: number, nowMs: number): void {
    super.recordAcknowledgement(message, seq, nowMs);
    this.#log.write(['acked', message, seq]);
  }

  override recordRefusal(message: number): void {
    super.recordRefusal(message);
    this.#log.write(['refused', message]);
  }

  override recordArrival(participant: number, seq: number, message: number, nowMs: number, by: Arrival): void {
    super.recordArrival(participant, seq, message, nowMs, by);
    this.#log.write(['arrived', participant, seq, message, by]);
  }

  override recordMisdelivery(): void {
    super.recordMisdelivery();
    this.#log.write(['misdelivered']);
  }

  override recordFinalPull(participant: number, isComplete: boolean): void {
    super.recordFinalPull(participant, isComplete);
    if (isComplete) this.#pulled.add(participant);
    else this.#pulled.delete(participant);
  }

  /** Writes who took part. Resolves when the file is complete. */
  async close(clients: readonly LoadClient[]): Promise<void> {
    for (const { userId, participants } of clients)
      for (const { number, conversationId } of participants) {
        const pulled = this.#pulled.has(number) ? 1 : 0;
        this.#log.write(['participant', number, conversationId, userId, this.timelines.baseSeq(number), pulled]);
      }
    await this.#log.close();
  }
}
