// The messages of a run in typed arrays: the sender and time of each message, and the receiver of each of its slots.
import { UNKNOWN } from './timelines.ts';

/** A conversation of the load. With one member it is a client that writes to itself. */
export interface LedgerConversation {
  readonly kind: 'direct' | 'group';
  /** Clients. */
  readonly members: readonly number[];
}

/**
 * A **participant** is one client in one conversation, and has its own number. A **slot** is one participant's copy of a message.
 * Each message has one slot per member of its conversation, in the order of the members.
 */
export class MessageTable {
  readonly participantCount: number;
  readonly #conversations: readonly LedgerConversation[];
  readonly #lanes: readonly number[];
  readonly #dueMs: Float64Array;
  readonly #sender: Int32Array;
  /** The first slot of each message. */
  readonly #firstSlot: Float64Array;
  /** The first participant of each conversation. */
  readonly #firstParticipant: Int32Array;
  /** The conversation of each participant. */
  readonly #conversation: Int32Array;
  #count = 0;
  #slots = 0;

  /** `lanes`: client → the partition of its commands. */
  constructor(conversations: readonly LedgerConversation[], maxMessages: number, lanes: readonly number[] = []) {
    this.#lanes = lanes;
    this.#conversations = conversations;
    this.#dueMs = new Float64Array(maxMessages);
    this.#sender = new Int32Array(maxMessages);
    this.#firstSlot = new Float64Array(maxMessages);
    this.participantCount = conversations.reduce((sum, { members }) => sum + members.length, 0);
    this.#firstParticipant = new Int32Array(conversations.length);
    this.#conversation = new Int32Array(this.participantCount);
    let participant = 0;
    for (const [conversation, { members }] of conversations.entries()) {
      this.#firstParticipant[conversation] = participant;
      for (let i = 0; i < members.length; i++) this.#conversation[participant++] = conversation;
    }
  }

  /** Messages added so far. */
  get count(): number {
    return this.#count;
  }

  /** Adds a message and returns its number: 0, 1, 2 … in send order. */
  add(sender: number, dueMs: number): number {
    const message = this.#count++;
    this.#dueMs[message] = dueMs;
    this.#sender[message] = sender;
    this.#firstSlot[message] = this.#slots;
    this.#slots += this.sizeOf(sender);
    return message;
  }

  /** The participant that a client is in a conversation. Throws when it is not a member. */
  participantOf(conversation: number, client: number): number {
    const position = this.#conversations[conversation]?.members.indexOf(client) ?? -1;
    if (position < 0) throw new RangeError(`client ${client} is not in conversation ${conversation}`);
    return (this.#firstParticipant[conversation] ?? 0) + position;
  }

  /** The partition of its sender's commands; 0 where nobody has said. */
  laneOf(message: number): number {
    const sender = this.senderOf(message);
    const conversation = this.conversationOf(sender);
    const client = this.#conversations[conversation]?.members[sender - (this.#firstParticipant[conversation] ?? 0)];
    return this.#lanes[client ?? UNKNOWN] ?? 0;
  }

  conversationOf(participant: number): number {
    return this.#conversation[participant] ?? UNKNOWN;
  }

  kindOf(participant: number): LedgerConversation['kind'] {
    return this.#conversations[this.conversationOf(participant)]?.kind ?? 'direct';
  }

  /** Members of the participant's conversation. */
  sizeOf(participant: number): number {
    return this.#conversations[this.conversationOf(participant)]?.members.length ?? 0;
  }

  /** When the message was due, or `fallbackMs` for an unknown message. */
  dueMs(message: number, fallbackMs: number): number {
    return this.#dueMs[message] ?? fallbackMs;
  }

  senderOf(message: number): number {
    return this.#sender[message] ?? UNKNOWN;
  }

  slotOf(participant: number, message: number): number {
    const position = participant - (this.#firstParticipant[this.conversationOf(participant)] ?? 0);
    return (this.#firstSlot[message] ?? 0) + position;
  }

  /** True for all members but the sender. A client that writes to itself is its own receiver. */
  isReceiver(participant: number, message: number): boolean {
    return participant !== this.senderOf(message) || this.sizeOf(participant) === 1;
  }

  /** Counts the receivers of a message for which the predicate holds, by slot and participant. */
  countReceivers(message: number, predicate: (slot: number, participant: number) => boolean): number {
    const sender = this.senderOf(message);
    const members = this.sizeOf(sender);
    const first = this.#firstSlot[message] ?? 0;
    const own = members === 1 ? UNKNOWN : this.slotOf(sender, message);
    let count = 0;
    const firstParticipant = this.#firstParticipant[this.conversationOf(sender)] ?? 0;
    for (let position = 0; position < members; position++) {
      const slot = first + position;
      if (slot !== own && predicate(slot, firstParticipant + position)) count++;
    }
    return count;
  }
}
