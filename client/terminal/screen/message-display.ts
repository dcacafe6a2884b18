// What becomes of a message on the screen: mine from "on its way" to "read", those of others as they come.
import type { ReceivedMessage } from '../../sdk/index.ts';
import type { ChatContext } from '../chat-context.ts';
import { asCallError, describeError } from '../failure.ts';
import { type Recipient, recipientOf, type UserNames } from '../recipients.ts';
import { formatMessage, formatMessageChange, formatReceivedMessage } from './formatting.ts';
import type { MessageLog } from './message-log.ts';
import { isHiddenByMute } from './muting.ts';
import { createReadMarks } from './read-marks.ts';
import type { ScreenLine } from './screen.ts';
import { excerpt } from './terminal.ts';

export interface MessageDisplay {
  /** Sends a text; `echo`, the line it was typed on, shows how far it has come. */
  send(text: string, to: Recipient, echo: ScreenLine): void;
  /** Resolves when what has been said so far is stored or refused. */
  waitUntilSent(): Promise<void>;
  /** Resolves when everything that was said is stored or refused, and everything that came been shown. */
  waitUntilSettled(): Promise<void>;
  /** The screen stays as it is from then on. */
  close(): void;
}

export interface MessageDisplayOptions {
  readonly names: UserNames;
  readonly seen: MessageLog;
  /** A conversation that was chosen, for one the server does not list yet. */
  chosenRecipient(conversation: string): Recipient | undefined;
  /** It is before the user's eyes: what comes is read, muted or not. */
  isOpen(conversation: string): boolean;
}

export function createMessageDisplay(
  context: ChatContext,
  { names, seen, chosenRecipient, isOpen }: MessageDisplayOptions,
): MessageDisplay {
  const { client, texts, terminal } = context;
  const reads = createReadMarks(client);
  /** Client message id → the line that shows it as being on its way. */
  const underWay = new Map<string, ScreenLine>();
  const sending = new Set<Promise<void>>();
  // Finding out a name takes time; what comes meanwhile waits its turn.
  let shown: Promise<void> = Promise.resolve();
  let hasLeft = false;

  client.on('message', (message) => {
    shown = shown.then(() => show(message));
  });
  client.on('refused', ({ text, error }) => terminal.print(texts.notSent(excerpt(text), describeError(error, texts))));

  async function placeFor({ conversation }: ReceivedMessage): Promise<Recipient | undefined> {
    // The server knows every conversation a message came from.
    if (!client.conversations.get(conversation) && !chosenRecipient(conversation)) await client.sync().catch(() => undefined);
    const state = client.conversations.get(conversation);
    return state ? recipientOf(state) : chosenRecipient(conversation);
  }

  async function show(message: ReceivedMessage): Promise<void> {
    const { conversation, target, own, seq } = message;
    const place = await placeFor(message);
    if (isHiddenByMute(client, message, isOpen(conversation))) return;
    if (target > 0) {
      const line = await formatMessageChange(context, names, seen, message, place);
      if (line !== undefined) terminal.print(line);
    } else await showNew(message, place);
    if (hasLeft) return;
    if (!own && isOpen(conversation)) void client.markRead(conversation, seq);
  }

  async function showNew(message: ReceivedMessage, place: Recipient | undefined): Promise<void> {
    const line = await formatReceivedMessage(context, names, message, place);
    const key = keyOf(message.clientMessageId);
    const note = underWay.get(key);
    underWay.delete(key);
    if (hasLeft) return;
    if (message.kind !== 'SYSTEM') seen.record(message);
    if (note) {
      note.finish(line);
      reads.track(message, () => note.replace(formatMessage(context, message, place, '✓✓')));
    } else terminal.print(line);
  }

  return {
    send(text, to, echo) {
      const clientMessageId = crypto.getRandomValues(new Uint8Array(16));
      const key = keyOf(clientMessageId);
      underWay.set(key, echo);
      echo.replace(formatMessage(context, { sender: client.me?.userId ?? '', text, time: Date.now() }, to, '…'));
      const sent: Promise<void> = client
        .send(to.user ?? { conversation: to.conversation }, text, { clientMessageId })
        .then(
          () => undefined,
          (error: unknown) => {
            // What the end of the session leaves over is told all together.
            if (asCallError(error).code === 'CLOSED') return;
            const line = texts.notSent(excerpt(text), describeError(error, texts));
            if (underWay.delete(key) && !hasLeft) echo.finish(line);
          },
        )
        .finally(() => sending.delete(sent));
      sending.add(sent);
    },
    async waitUntilSent() {
      await Promise.all(sending);
    },
    async waitUntilSettled() {
      while (sending.size > 0) await Promise.all(sending);
      await shown;
    },
    close() {
      hasLeft = true;
    },
  };
}

function keyOf(clientMessageId: Uint8Array): string {
  return Buffer.from(clientMessageId).toString('hex');
}
