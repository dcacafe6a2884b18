// What becomes of a message on the screen: mine from "on its way" to "read", those of others as they come.
import type { ReceivedMessage } from '../sdk.ts';
import type { Seat } from './codes.ts';
import { failureOf, reasonOf } from './failure.ts';
import { changeLineOf, lineFor, lineOf } from './lines.ts';
import { isOnlyCounted } from './muting.ts';
import { type Names, type Place, placeOf } from './places.ts';
import { createReads } from './reads.ts';
import type { Note } from './screen.ts';
import type { Seen } from './seen.ts';
import { excerpt } from './terminal.ts';

export interface Messages {
  /** Sends a text; `echo`, the line it was typed on, shows how far it has come. */
  say(text: string, to: Place, echo: Note): void;
  /** Resolves when what has been said so far is stored or refused. */
  said(): Promise<void>;
  /** Resolves when everything that was said is stored or refused, and everything that came been shown. */
  settled(): Promise<void>;
  /** The screen stays as it is from then on. */
  leave(): void;
}

export interface MessagesOptions {
  readonly names: Names;
  readonly seen: Seen;
  /** A conversation that was chosen, for one the server does not list yet. */
  chosen(conversation: string): Place | undefined;
  /** It is before the user's eyes: what comes is read, muted or not. */
  isOpen(conversation: string): boolean;
}

export function createMessages(seat: Seat, { names, seen, chosen, isOpen }: MessagesOptions): Messages {
  const { client, texts, terminal } = seat;
  const reads = createReads(client);
  /** Client message id → the line that shows it as being on its way. */
  const underWay = new Map<string, Note>();
  const sending = new Set<Promise<void>>();
  // Finding out a name takes time; what comes meanwhile waits its turn.
  let shown: Promise<void> = Promise.resolve();
  let hasLeft = false;

  client.on('message', (message) => {
    shown = shown.then(() => show(message));
  });
  client.on('refused', ({ text, error }) => terminal.print(texts.notSent(excerpt(text), reasonOf(error, texts))));

  async function placeFor({ conversation }: ReceivedMessage): Promise<Place | undefined> {
    // The server knows every conversation a message came from.
    if (!client.conversations.get(conversation) && !chosen(conversation)) await client.sync().catch(() => undefined);
    const state = client.conversations.get(conversation);
    return state ? placeOf(state) : chosen(conversation);
  }

  async function show(message: ReceivedMessage): Promise<void> {
    const { conversation, target, own, seq } = message;
    const place = await placeFor(message);
    if (isOnlyCounted(client, message, isOpen(conversation))) return;
    if (target > 0) {
      const line = await changeLineOf(seat, names, seen, message, place);
      if (line !== undefined) terminal.print(line);
    } else await showNew(message, place);
    if (hasLeft) return;
    if (!own && isOpen(conversation)) void client.markRead(conversation, seq);
  }

  async function showNew(message: ReceivedMessage, place: Place | undefined): Promise<void> {
    const line = await lineOf(seat, names, message, place);
    const key = keyOf(message.clientMessageId);
    const note = underWay.get(key);
    underWay.delete(key);
    if (hasLeft) return;
    if (message.kind !== 'SYSTEM') seen.note(message);
    if (note) {
      note.conclude(line);
      reads.note(message, () => note.replace(lineFor(seat, message, place, '✓✓')));
    } else terminal.print(line);
  }

  return {
    say(text, to, echo) {
      const clientMessageId = crypto.getRandomValues(new Uint8Array(16));
      const key = keyOf(clientMessageId);
      underWay.set(key, echo);
      echo.replace(lineFor(seat, { sender: client.me?.user ?? '', text, time: Date.now() }, to, '…'));
      const sent: Promise<void> = client
        .send(to.user ?? { conversation: to.conversation }, text, { clientMessageId })
        .then(
          () => undefined,
          (error: unknown) => {
            // What the end of the session leaves over is told all together.
            if (failureOf(error).code === 'CLOSED') return;
            const line = texts.notSent(excerpt(text), reasonOf(error, texts));
            if (underWay.delete(key) && !hasLeft) echo.conclude(line);
          },
        )
        .finally(() => sending.delete(sent));
      sending.add(sent);
    },
    async said() {
      await Promise.all(sending);
    },
    async settled() {
      while (sending.size > 0) await Promise.all(sending);
      await shown;
    },
    leave() {
      hasLeft = true;
    },
  };
}

function keyOf(clientMessageId: Uint8Array): string {
  return Buffer.from(clientMessageId).toString('hex');
}
