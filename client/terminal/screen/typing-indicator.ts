// Shows who is typing in which conversation, for as long as the protocol says.
import type { ChatContext } from '../chat-context.ts';
import type { UserNames } from '../recipients.ts';

// The protocol's lifetime of a typing event.
const TYPING_MS = 5000;

interface Typist {
  readonly user: string;
  readonly timer: NodeJS.Timeout;
  /** Undefined while it is being looked up. */
  name: string | undefined;
}

/** If several users type in one conversation, it shows the one who began first. */
export class TypingIndicator {
  readonly #context: ChatContext;
  readonly #names: UserNames;
  readonly #onChange: (conversation: string) => void;
  readonly #typists = new Map<string, Typist>();
  readonly #unsubscribe: readonly (() => void)[];

  /** `onChange`: a user began to type in that conversation, or stopped. */
  constructor(context: ChatContext, names: UserNames, onChange: (conversation: string) => void) {
    const { client } = context;
    this.#context = context;
    this.#names = names;
    this.#onChange = onChange;
    this.#unsubscribe = [
      client.on('typing', ({ conversation, user }) => void this.#begin(conversation, user)),
      client.on('message', ({ conversation, sender }) => {
        if (this.#typists.get(conversation)?.user === sender) this.#end(conversation);
      }),
    ];
  }

  /** The name of the user who is typing there. */
  typistIn(conversation: string): string | undefined {
    return this.#typists.get(conversation)?.name;
  }

  stop(): void {
    for (const unsubscribe of this.#unsubscribe) unsubscribe();
    for (const { timer } of this.#typists.values()) clearTimeout(timer);
  }

  async #begin(conversation: string, user: string): Promise<void> {
    const before = this.#typists.get(conversation);
    // Show only the first user. Typing events repeat, so another user is shown later, when the first one has stopped.
    if (before && before.user !== user) return;
    clearTimeout(before?.timer);
    const timer = setTimeout(() => this.#end(conversation), TYPING_MS);
    const typist: Typist = { user, timer, name: before?.name };
    this.#typists.set(conversation, typist);
    if (typist.name !== undefined) return;
    typist.name = (await this.#names.resolve(user)) || this.#context.texts.deletedUser;
    if (this.#typists.get(conversation) === typist) this.#onChange(conversation);
  }

  #end(conversation: string): void {
    clearTimeout(this.#typists.get(conversation)?.timer);
    if (this.#typists.delete(conversation)) this.#onChange(conversation);
  }
}
