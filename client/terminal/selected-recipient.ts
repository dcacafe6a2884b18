// The selected recipient of texts, and which messages of the conversation the user has seen.
import type { ChatContext } from './chat-context.ts';
import type { Recipient } from './recipients.ts';
import type { MessageLog } from './screen/message-log.ts';

export class SelectedRecipient {
  readonly #context: ChatContext;
  readonly #messageLog: MessageLog;
  readonly #onChange: () => void;
  #current: Recipient | undefined;
  /** The user muted the conversation after they selected it or wrote there. */
  #isIgnored = false;
  /** By conversation, for conversations that the server does not list yet. */
  readonly #selectedBefore = new Map<string, Recipient>();

  /** `onChange` is called after each selection. */
  constructor(context: ChatContext, messageLog: MessageLog, onChange: () => void) {
    this.#context = context;
    this.#messageLog = messageLog;
    this.#onChange = onChange;
  }

  get current(): Recipient | undefined {
    return this.#current;
  }

  /** Undefined: no recipient is selected, and texts are not sent. */
  select(recipient: Recipient | undefined): void {
    this.#current = recipient;
    this.#isIgnored = false;
    this.#onChange();
    if (recipient) this.#selectedBefore.set(recipient.conversationId, recipient);
  }

  /** The recipient of a conversation that was selected in this run. */
  find(conversationId: string): Recipient | undefined {
    return this.#selectedBefore.get(conversationId);
  }

  get selectedBefore(): readonly Recipient[] {
    return [...this.#selectedBefore.values()];
  }

  isCurrent(conversationId: string): boolean {
    return conversationId === this.#current?.conversationId;
  }

  /** True if arriving messages of the conversation are marked as read, because the user has it open. */
  isOpen(conversationId: string): boolean {
    const isMuted = this.#context.client.conversations.get(conversationId)?.muted === true;
    return this.isCurrent(conversationId) && !(this.#isIgnored && isMuted);
  }

  setMuted(conversationId: string, muted: boolean): void {
    if (this.isCurrent(conversationId)) this.#isIgnored = muted;
  }

  /** Marks the conversation as read. For a muted one, prints how many of the unread messages were never shown. */
  view({ conversationId }: Recipient): void {
    const { client, terminal, texts } = this.#context;
    this.#isIgnored = false;
    const { unread = 0, muted = false, readSeq = 0 } = client.conversations.get(conversationId) ?? {};
    if (unread === 0) return;
    const notShown = unread - this.#messageLog.countOthersAbove(conversationId, readSeq);
    if (muted && notShown > 0) terminal.print(texts.notShown(notShown));
    void client.markRead(conversationId);
  }

  /** Writing in a muted conversation opens it again. */
  viewIfIgnored(): void {
    if (this.#current && this.#isIgnored) this.view(this.#current);
  }
}
