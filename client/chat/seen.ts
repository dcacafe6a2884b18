// What stands on this screen, so that what is said about an earlier message can name it.
import type { MessageRef, ShownMessage } from '../sdk.ts';

export interface Seen {
  /** The message stands on the screen as it is now, or this user has been told of it. */
  note(message: ShownMessage): void;
  /** Its text as it was seen last; undefined where it was not, or where nothing is left of it. */
  textOf(message: MessageRef): string | undefined;
}

// Further up nobody looks, and of a long text only the beginning is named.
const MAX_NOTED = 1000;
const KEPT_CHARACTERS = 200;

export function createSeen(): Seen {
  const texts = new Map<string, string>();
  return {
    note({ conversation, seq, text, kind, recalled }) {
      const key = `${conversation}.${seq}`;
      texts.delete(key);
      if (!recalled) texts.set(key, text === '' ? `[${kind}]` : text.slice(0, KEPT_CHARACTERS));
      if (texts.size > MAX_NOTED) texts.delete(texts.keys().next().value ?? '');
    },
    textOf: ({ conversation, seq }) => texts.get(`${conversation}.${seq}`),
  };
}
