// What stands on this screen, so that what is said about an earlier message can name it.
import type { MessageRef, PlainMessage } from '../../sdk/index.ts';

export interface MessageLog {
  /** The message stands on the screen as it is now, or this user has been told of it. */
  record(message: PlainMessage): void;
  /** Its text as it was seen last; undefined where it was not, or where nothing is left of it. */
  textOf(message: MessageRef): string | undefined;
  /** How many messages of others with a higher seq have been seen in that conversation, of those that are counted as unread. */
  countOthersAbove(conversation: string, seq: number): number;
}

interface Noted extends MessageRef {
  readonly counts: boolean;
  /** Undefined: nothing is left of it. */
  readonly text: string | undefined;
}

// Further up nobody looks, and of a long text only the beginning is named.
const MAX_NOTED = 1000;
const KEPT_CHARACTERS = 200;

export function createMessageLog(): MessageLog {
  const noted = new Map<string, Noted>();
  return {
    record({ conversation, seq, text, kind, own, recalled }) {
      const key = `${conversation}.${seq}`;
      const named = text === '' ? `[${kind}]` : text.slice(0, KEPT_CHARACTERS);
      noted.delete(key);
      noted.set(key, { conversation, seq, counts: !own && kind !== 'SYSTEM', text: recalled ? undefined : named });
      if (noted.size > MAX_NOTED) noted.delete(noted.keys().next().value ?? '');
    },
    textOf: ({ conversation, seq }) => noted.get(`${conversation}.${seq}`)?.text,
    countOthersAbove(conversation, seq) {
      let count = 0;
      for (const each of noted.values()) if (each.counts && each.conversation === conversation && each.seq > seq) count += 1;
      return count;
    },
  };
}
