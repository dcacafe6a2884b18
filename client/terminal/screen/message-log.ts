// Messages shown on this screen, so that a later line about one of them can quote it.
import type { MessageRef, PlainMessage } from '../../sdk/index.ts';

interface LoggedMessage extends MessageRef {
  /** True if the message counts as unread until the user has read it. */
  readonly counts: boolean;
  /** Undefined: the message was recalled or deleted. */
  readonly text: string | undefined;
}

// Enough lines for changes of recent messages; a quote shows only the beginning of a long text.
const MAX_MESSAGES = 1000;
const MAX_TEXT_LENGTH = 200;

export class MessageLog {
  readonly #messages = new Map<string, LoggedMessage>();

  /** Call it when the screen shows the present state of the message, or the notification of its change. */
  record({ conversationId, seq, text, kind, own, recalled }: PlainMessage): void {
    const key = `${conversationId}.${seq}`;
    const quote = text === '' ? `[${kind}]` : text.slice(0, MAX_TEXT_LENGTH);
    this.#messages.delete(key);
    this.#messages.set(key, { conversationId, seq, counts: !own && kind !== 'SYSTEM', text: recalled ? undefined : quote });
    if (this.#messages.size > MAX_MESSAGES) this.#messages.delete(this.#messages.keys().next().value ?? '');
  }

  /** The text as it was last shown; undefined if the message was never shown, or was recalled or deleted. */
  textOf({ conversationId, seq }: MessageRef): string | undefined {
    return this.#messages.get(`${conversationId}.${seq}`)?.text;
  }

  /** The number of shown messages of others in a conversation above `seq`, counting those that count as unread. */
  countOthersAbove(conversationId: string, seq: number): number {
    let count = 0;
    for (const message of this.#messages.values())
      if (message.counts && message.conversationId === conversationId && message.seq > seq) count += 1;
    return count;
  }
}
