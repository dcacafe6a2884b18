// Who is typing in which conversation, as long as it is worth showing.

import type { ChatContext } from '../chat-context.ts';
import type { UserNames } from '../recipients.ts';

// As long as the protocol says.
const TYPING_MS = 5000;

export interface TypingIndicator {
  /** The name of somebody who is typing there; of several the one who began first. */
  typistIn(conversation: string): string | undefined;
  stop(): void;
}

interface Typist {
  readonly user: string;
  readonly timer: NodeJS.Timeout;
  /** Undefined: it is being asked for. */
  name: string | undefined;
}

/** `changed`: somebody is typing in that conversation, or not any more. */
export function watchTyping(
  { client, texts }: ChatContext,
  names: UserNames,
  changed: (conversation: string) => void,
): TypingIndicator {
  const typists = new Map<string, Typist>();

  function end(conversation: string): void {
    clearTimeout(typists.get(conversation)?.timer);
    if (typists.delete(conversation)) changed(conversation);
  }

  async function begin(conversation: string, user: string): Promise<void> {
    const before = typists.get(conversation);
    // He says so again and again: his turn comes when the other one has ended.
    if (before && before.user !== user) return;
    clearTimeout(before?.timer);
    const typist: Typist = { user, timer: setTimeout(end, TYPING_MS, conversation), name: before?.name };
    typists.set(conversation, typist);
    if (typist.name !== undefined) return;
    typist.name = (await names.resolve(user)) || texts.deletedUser;
    if (typists.get(conversation) === typist) changed(conversation);
  }

  const stops = [
    client.on('typing', ({ conversation, user }) => void begin(conversation, user)),
    client.on('message', ({ conversation, sender }) => {
      if (typists.get(conversation)?.user === sender) end(conversation);
    }),
  ];
  return {
    typistIn: (conversation) => typists.get(conversation)?.name,
    stop() {
      for (const stop of stops) stop();
      for (const { timer } of typists.values()) clearTimeout(timer);
    },
  };
}
