// The conversations of one client, by conversation id and by the ledger's number.
import type { Participant } from './participant.ts';

export class ParticipantIndex implements Iterable<Participant> {
  readonly #byConversation = new Map<string, Participant>();
  readonly #byNumber = new Map<number, Participant>();

  add(participant: Participant): void {
    this.#byConversation.set(participant.conversationId, participant);
    this.#byNumber.set(participant.number, participant);
  }

  inConversation(conversationId: string): Participant | undefined {
    return this.#byConversation.get(conversationId);
  }

  withNumber(number: number): Participant | undefined {
    return this.#byNumber.get(number);
  }

  /** Starts to pull what each conversation lacks. */
  pullMissing(): void {
    for (const participant of this) void participant.pullMissing();
  }

  [Symbol.iterator](): Iterator<Participant> {
    return this.#byConversation.values();
  }
}
