// The user's own messages on the screen that the other user has not read yet.
import type { Client, MessageRef } from '../../sdk/index.ts';

// Enough, because users do not look for changes further up.
const MAX_TRACKED = 50;

export class ReadMarks {
  readonly #client: Client;
  readonly #unread = new Map<string, MessageRef & { show(): void }>();

  constructor(client: Client) {
    this.#client = client;
    client.on('receipt', ({ conversationId, readSeq }) => this.#showRead(conversationId, readSeq));
  }

  /** Calls `show` once, when the other user has read the message. */
  track({ conversationId, seq }: MessageRef, show: () => void): void {
    // The message was read while its line was being formatted, so the line already shows this.
    if (seq <= (this.#client.conversations.get(conversationId)?.peerReadSeq ?? 0)) return;
    this.#unread.set(`${conversationId}.${seq}`, { conversationId, seq, show });
    if (this.#unread.size > MAX_TRACKED) this.#unread.delete(this.#unread.keys().next().value ?? '');
  }

  #showRead(conversationId: string, readSeq: number): void {
    for (const [key, message] of this.#unread) {
      if (message.conversationId !== conversationId || message.seq > readSeq) continue;
      this.#unread.delete(key);
      message.show();
    }
  }
}
