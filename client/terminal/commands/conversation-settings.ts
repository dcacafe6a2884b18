// Commands about the conversation chosen as a whole: pinned, muted, hidden, for this user on all his devices.

import type { ChatContext } from '../chat-context.ts';
import type { Recipient } from '../recipients.ts';
import type { ChatCommands } from './chat-commands.ts';

const SETTINGS = {
  '/pin': { pinned: true },
  '/unpin': { pinned: false },
  '/mute': { muted: true },
  '/unmute': { muted: false },
  '/hide': { hidden: true },
  '/unhide': { hidden: false },
} as const;

export type ConversationCommand = keyof typeof SETTINGS;

/** `done`: it was, to this conversation. */
export function conversationCommands(
  { client, terminal, texts }: ChatContext,
  chosen: () => Recipient | undefined,
  done: (command: ConversationCommand, conversation: string) => void,
): ChatCommands {
  const set = async (command: ConversationCommand): Promise<void> => {
    const conversation = chosen()?.conversation;
    if (conversation === undefined) {
      terminal.print(texts.nobodyChosen);
      return;
    }
    await client.call.logic.setConversation({ conversation, ...SETTINGS[command] });
    // One that has just begun may not be listed here yet.
    if (!client.conversations.get(conversation)) await client.sync();
    terminal.print(texts.conversationIs[command]);
    done(command, conversation);
  };
  return Object.fromEntries((Object.keys(SETTINGS) as ConversationCommand[]).map((command) => [command, () => set(command)]));
}
