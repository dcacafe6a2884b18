// Shows messages: the user's own from "sending" to "read", and those of others as they arrive.
import type { ReceivedMessage } from '../../sdk/index.ts';
import type { ChatContext } from '../chat-context.ts';
import { asCallError, describeError } from '../failure.ts';
import { findRecipientOf, type Recipient, type UserNames } from '../recipients.ts';
import { formatMessage, formatMessageChange, formatReceivedMessage } from './formatting.ts';
import type { MessageLog } from './message-log.ts';
import { isHiddenByMute } from './muting.ts';
import { excerpt } from './printable.ts';
import { ReadMarks } from './read-marks.ts';
import type { ScreenLine } from './screen.ts';

export interface MessageDisplayOptions {
  readonly names: UserNames;
  readonly messageLog: MessageLog;
  /** A recipient selected in this run, for a conversation that the server does not list yet. */
  selectedRecipient(conversationId: string): Recipient | undefined;
  /** True if the user has the conversation open: messages are then marked as read when they arrive, even in a muted one. */
  isOpen(conversationId: string): boolean;
}

export class MessageDisplay {
  readonly #context: ChatContext;
  readonly #options: MessageDisplayOptions;
  readonly #readMarks: ReadMarks;
  /** Client message id → the line that shows the message as being sent. */
  readonly #sendingLines = new Map<string, ScreenLine>();
  readonly #sends = new Set<Promise<void>>();
  /** Messages are shown one after the other, because each may wait for the look-up of a name. */
  #shown: Promise<void> = Promise.resolve();
  #isClosed = false;
  #hasRefusals = false;

  constructor(context: ChatContext, options: MessageDisplayOptions) {
    const { client, terminal, texts } = context;
    this.#context = context;
    this.#options = options;
    this.#readMarks = new ReadMarks(client);
    client.on('message', (message) => {
      this.#shown = this.#shown.then(() => this.#show(message));
    });
    client.on('refused', ({ text, error }) => {
      this.#hasRefusals = true;
      terminal.print(texts.notSent(excerpt(text), describeError(error, texts)));
    });
  }

  /** A message of this user was refused. */
  get hasRefusals(): boolean {
    return this.#hasRefusals;
  }

  /** Sends a text; `echo`, the line it was typed on, shows its progress. */
  send(text: string, to: Recipient, echo: ScreenLine): void {
    const { client, texts } = this.#context;
    const clientMessageId = crypto.getRandomValues(new Uint8Array(16));
    const key = messageKey(clientMessageId);
    this.#sendingLines.set(key, echo);
    echo.replace(formatMessage(this.#context, { senderId: client.me?.userId ?? '', text, time: Date.now() }, to, '…'));
    const sent: Promise<void> = client
      .send(to.userId ?? { conversationId: to.conversationId }, text, { clientMessageId })
      .then(
        () => undefined,
        (error: unknown) => {
          // The session has ended: the command loop reports all unsent messages together.
          if (asCallError(error).code === 'CLOSED') return;
          this.#hasRefusals = true;
          const line = texts.notSent(excerpt(text), describeError(error, texts));
          if (this.#sendingLines.delete(key) && !this.#isClosed) echo.finish(line);
        },
      )
      .finally(() => this.#sends.delete(sent));
    this.#sends.add(sent);
  }

  /** Resolves when the texts sent so far are stored or refused. */
  async waitUntilSent(): Promise<void> {
    await Promise.all(this.#sends);
  }

  /** Resolves when everything sent is stored or refused, and everything that arrived is shown. */
  async waitUntilSettled(): Promise<void> {
    while (this.#sends.size > 0) await Promise.all(this.#sends);
    await this.#shown;
  }

  /** Leaves the screen as it is. */
  close(): void {
    this.#isClosed = true;
  }

  async #show(message: ReceivedMessage): Promise<void> {
    const { client, terminal } = this.#context;
    const { names, messageLog, isOpen, selectedRecipient } = this.#options;
    const { conversationId, target, own, seq } = message;
    const recipient = await findRecipientOf(client, conversationId, selectedRecipient);
    if (isHiddenByMute(client, message, isOpen(conversationId))) return;
    if (target > 0) {
      const line = await formatMessageChange(this.#context, names, messageLog, message, recipient);
      if (line !== undefined) terminal.print(line);
    } else await this.#showNew(message, recipient);
    if (this.#isClosed) return;
    if (!own && isOpen(conversationId)) void client.markRead(conversationId, seq);
  }

  async #showNew(message: ReceivedMessage, recipient: Recipient | undefined): Promise<void> {
    const { names, messageLog } = this.#options;
    const line = await formatReceivedMessage(this.#context, names, message, recipient);
    const key = messageKey(message.clientMessageId);
    const sendingLine = this.#sendingLines.get(key);
    this.#sendingLines.delete(key);
    if (this.#isClosed) return;
    if (message.kind !== 'SYSTEM') messageLog.record(message);
    if (sendingLine) {
      sendingLine.finish(line);
      this.#readMarks.track(message, () => sendingLine.replace(formatMessage(this.#context, message, recipient, '✓✓')));
    } else this.#context.terminal.print(line);
  }
}

function messageKey(clientMessageId: Uint8Array): string {
  return Buffer.from(clientMessageId).toString('hex');
}
