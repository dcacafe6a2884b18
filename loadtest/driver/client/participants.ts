// The conversations of one client, by conversation id and by the ledger's number.
import type { Participant } from './participant.ts';

export class Participants implements Iterable<Participant> {
  readonly #byConversation = new Map<string, Participant>();
  readonly #byNumber = new Map<number, Participant>();

  add(participant: Participant): void {
    this.#byConversation.set(participant.conversation, participant);
    this.#byNumber.set(participant.number, participant);
  }

  inConversation(conversation: string): Participant | undefined {
    return this.#byConversation.get(conversation);
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
