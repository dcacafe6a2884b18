// A chat that a program drives: each line of the input is one message, and each event is one line of the output.
import readline from 'node:readline';
import { toHex } from '../../sdk/ids/bytes.ts';
import type { ReceivedMessage } from '../../sdk/index.ts';
import type { ChatContext } from '../chat-context.ts';
import { asCallError, describeError } from '../failure.ts';
import { createUserNames, findRecipientOf, type Recipient, type UserNames } from '../recipients.ts';
import { excerpt, printable } from '../screen/printable.ts';
import type { TerminalInput } from '../screen/terminal.ts';
import type { InputText } from './script-event.ts';
import type { EmitEvent } from './script-terminal.ts';

export interface ScriptRunOptions {
  readonly emit: EmitEvent;
  /** Called when a text was entered: the saved state must be updated. */
  onEntered(): void;
}

// More would fill the SDK's outbox, which refuses messages then. The input waits instead.
const MAX_OPEN_SENDS = 200;
// At the end of the input, the chat goes on for as long as a message is stored within this time.
const MAX_IDLE_MS = 5000;
const CHECK_INTERVAL_MS = 20;

export class ScriptRun {
  readonly #context: ChatContext;
  readonly #options: ScriptRunOptions;
  readonly #names: UserNames;
  #reader: readline.Interface | undefined;
  /** Undefined: nobody, and lines of the input are refused. */
  #recipient: Recipient | undefined;
  readonly #waiting: InputText[] = [];
  #lines = 0;
  #openSends = 0;
  /** Rises with each stored or refused message and each one that arrived. */
  #progress = 0;
  #hasRefusals = false;
  #isClosed = false;
  #isPaused = false;
  #shown: Promise<void> = Promise.resolve();

  constructor(context: ChatContext, options: ScriptRunOptions) {
    const { client, texts } = context;
    const { emit } = options;
    this.#context = context;
    this.#options = options;
    this.#names = createUserNames(client);
    client.on('message', (message) => {
      this.#progress += 1;
      this.#shown = this.#shown.then(() => this.#show(message));
    });
    client.on('refused', ({ text, error }) => this.#refuse({ text }, error.code, describeError(error, texts)));
    client.on('notice', ({ text, sentAt }) =>
      emit({ event: 'notice', text, time: formatIso(sentAt), sentence: texts.notice(printable(text)) }),
    );
  }

  /** Sends each line to the recipient, if there is one. Resolves when the input has ended. */
  read(input: TerminalInput, recipient: Recipient | undefined): Promise<void> {
    this.#recipient = recipient;
    const reader = readline.createInterface({ input, terminal: false });
    this.#reader = reader;
    reader.on('line', (text) => this.#enter(text));
    return new Promise<void>((resolve) =>
      reader.on('close', () => {
        this.#isPaused = false;
        resolve();
      }),
    );
  }

  get hasRefusals(): boolean {
    return this.#hasRefusals;
  }

  /** Resolves when all is stored or refused and everything that arrived is told, or when nothing happens any more. */
  async waitUntilSettled(): Promise<void> {
    const { client } = this.#context;
    let isSynced = false;
    void client
      .sync()
      .catch(() => undefined)
      .finally(() => {
        isSynced = true;
      });
    let [seen, since] = [this.#progress, Date.now()];
    const isBusy = (): boolean => !isSynced || client.unacknowledged.length > 0 || this.#waiting.length > 0;
    while (isBusy() && client.state !== 'closed' && Date.now() - since < MAX_IDLE_MS) {
      await new Promise((resolve) => setTimeout(resolve, CHECK_INTERVAL_MS));
      if (seen !== this.#progress) [seen, since] = [this.#progress, Date.now()];
    }
    await this.#shown;
  }

  /**
   * Hands over the lines that still wait, so that they are kept too, and tells which messages are not stored. Then tells no more.
   */
  async close(isKept: boolean): Promise<void> {
    const { client, texts } = this.#context;
    this.#isPaused = false;
    this.#reader?.close();
    for (const waiting of this.#waiting.splice(0)) {
      if (client.state === 'closed') this.#refuse(waiting, 'CLOSED', texts.failure('CLOSED'));
      else this.#send(waiting);
    }
    // The SDK has refused by then what it cannot keep.
    await new Promise(setImmediate);
    for (const { text, clientMessageId } of client.unacknowledged)
      if (isKept)
        this.#options.emit({
          event: 'kept',
          clientMessageId: toHex(clientMessageId),
          text,
          sentence: texts.kept(excerpt(text)),
        });
      else this.#refuse({ text }, 'CLOSED', texts.failure('CLOSED'));
    this.#isClosed = true;
  }

  #enter(text: string): void {
    this.#lines += 1;
    if (text.trim() === '' || this.#isClosed) return;
    this.#waiting.push({ line: this.#lines, text });
    this.#sendWaiting();
    if (this.#waiting.length === 0 || this.#isPaused) return;
    this.#isPaused = true;
    this.#reader?.pause();
  }

  #sendWaiting(): void {
    while (this.#openSends < MAX_OPEN_SENDS) {
      const next = this.#waiting.shift();
      if (!next) break;
      this.#send(next);
    }
    if (this.#waiting.length > 0 || !this.#isPaused) return;
    this.#isPaused = false;
    this.#reader?.resume();
  }

  #send(input: InputText): void {
    const { client, texts } = this.#context;
    const { emit, onEntered } = this.#options;
    const recipient = this.#recipient;
    if (!recipient) {
      this.#refuse(input, 'NO_RECIPIENT', texts.recipientMissing);
      return;
    }
    const clientMessageId = crypto.getRandomValues(new Uint8Array(16));
    this.#openSends += 1;
    client
      .send(recipient.userId ?? { conversationId: recipient.conversationId }, input.text, { clientMessageId })
      .then(
        ({ messageId, conversationId, seq, time }) => {
          const id = toHex(clientMessageId);
          const where = { clientMessageId: id, messageId, conversationId, seq, time: formatIso(time) };
          if (!this.#isClosed) emit({ event: 'stored', line: input.line, ...where });
        },
        (error: unknown) => {
          // The session has ended: `close` tells all unsent messages together.
          if (asCallError(error).code !== 'CLOSED') this.#refuse(input, asCallError(error).code, describeError(error, texts));
        },
      )
      .finally(() => {
        this.#progress += 1;
        this.#openSends -= 1;
        this.#sendWaiting();
      });
    onEntered();
  }

  #refuse(input: Partial<InputText> & Pick<InputText, 'text'>, code: string, why: string): void {
    this.#hasRefusals = true;
    if (this.#isClosed) return;
    const sentence = this.#context.texts.notSent(excerpt(input.text), why);
    this.#options.emit({ event: 'error', code, sentence, ...input });
  }

  async #show(message: ReceivedMessage): Promise<void> {
    const { client } = this.#context;
    const recipient = this.#recipient;
    const { conversationId, messageId, seq, senderId, own, kind, text, body, replyTo, mentions, target, emoji, removed } =
      message;
    const where = await findRecipientOf(client, conversationId, (id) =>
      id === recipient?.conversationId ? recipient : undefined,
    );
    const sender = await this.#names.resolve(senderId);
    if (this.#isClosed) return;
    this.#options.emit({
      event: 'message',
      ...{ messageId, clientMessageId: toHex(message.clientMessageId), conversationId, seq },
      ...{ conversation: where?.name ?? '', isGroup: where !== undefined && where.userId === undefined },
      ...{ senderId, sender, own, kind, text, body, time: formatIso(message.time) },
      ...{ replyTo, mentions, target, emoji, removed },
    });
  }
}

/** ISO 8601 in UTC, also of a time that no calendar has. */
function formatIso(time: number): string {
  const date = new Date(time);
  return Number.isNaN(date.getTime()) ? '' : date.toISOString();
}
