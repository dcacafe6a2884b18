// Shows who is typing in which conversation, for as long as the protocol says.
import type { ChatContext } from '../chat-context.ts';
import type { UserNames } from '../recipients.ts';

// The protocol's lifetime of a typing event.
const TYPING_MS = 5000;

interface Typist {
  readonly userId: string;
  readonly timer: NodeJS.Timeout;
  /** Undefined while it is being looked up. */
  name: string | undefined;
}

/** If several users type in one conversation, it shows the one who began first. */
export class TypingIndicator {
  readonly #context: ChatContext;
  readonly #names: UserNames;
  readonly #onChange: (conversationId: string) => void;
  readonly #typists = new Map<string, Typist>();
  readonly #unsubscribe: readonly (() => void)[];

  /** `onChange`: a user began to type in that conversation, or stopped. */
  constructor(context: ChatContext, names: UserNames, onChange: (conversationId: string) => void) {
    const { client } = context;
    this.#context = context;
    this.#names = names;
    this.#onChange = onChange;
    this.#unsubscribe = [
      client.on('typing', ({ conversationId, userId }) => void this.#begin(conversationId, userId)),
      client.on('message', ({ conversationId, senderId }) => {
        if (this.#typists.get(conversationId)?.userId === senderId) this.#end(conversationId);
      }),
    ];
  }

  /** The name of the user who is typing there. */
  typistIn(conversationId: string): string | undefined {
    return this.#typists.get(conversationId)?.name;
  }

  stop(): void {
    for (const unsubscribe of this.#unsubscribe) unsubscribe();
    for (const { timer } of this.#typists.values()) clearTimeout(timer);
  }

  async #begin(conversationId: string, userId: string): Promise<void> {
    const before = this.#typists.get(conversationId);
    // Show only the first user. Typing events repeat, so another user is shown later, when the first one has stopped.
    if (before && before.userId !== userId) return;
    clearTimeout(before?.timer);
    const timer = setTimeout(() => this.#end(conversationId), TYPING_MS);
    const typist: Typist = { userId, timer, name: before?.name };
    this.#typists.set(conversationId, typist);
    if (typist.name !== undefined) return;
    typist.name = (await this.#names.resolve(userId)) || this.#context.texts.deletedUser;
    if (this.#typists.get(conversationId) === typist) this.#onChange(conversationId);
  }

  #end(conversationId: string): void {
    clearTimeout(this.#typists.get(conversationId)?.timer);
    if (this.#typists.delete(conversationId)) this.#onChange(conversationId);
  }
}
