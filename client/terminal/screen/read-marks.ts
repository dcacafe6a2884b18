// My own messages on the screen that wait for being read.
import type { Client, MessageRef } from '../../sdk/index.ts';

export interface ReadMarks {
  /** `show` is called once, when the other one has read the message. */
  track(message: MessageRef, show: () => void): void;
}

// Further up nobody looks for what has changed.
const MAX_NOTED = 50;

export function createReadMarks(client: Client): ReadMarks {
  const unread = new Map<string, MessageRef & { show(): void }>();
  client.on('receipt', ({ conversation, readSeq }) => {
    for (const [key, message] of unread) {
      if (message.conversation !== conversation || message.seq > readSeq) continue;
      unread.delete(key);
      message.show();
    }
  });
  return {
    track({ conversation, seq }, show) {
      // Read while its line was being made: it says so already.
      if (seq <= (client.conversations.get(conversation)?.peerReadSeq ?? 0)) return;
      unread.set(`${conversation}.${seq}`, { conversation, seq, show });
      if (unread.size > MAX_NOTED) unread.delete(unread.keys().next().value ?? '');
    },
  };
}
