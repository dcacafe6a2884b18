// Commands that pin, mute or hide the selected conversation, on all devices of the user.
import type { ChatContext } from '../chat-context.ts';
import type { Recipient } from '../recipients.ts';
import type { ConversationCommand } from '../texts/logic-texts.ts';
import type { ChatCommands } from './chat-commands.ts';

const SETTINGS = {
  '/pin': { pinned: true },
  '/unpin': { pinned: false },
  '/mute': { muted: true },
  '/unmute': { muted: false },
  '/hide': { hidden: true },
  '/unhide': { hidden: false },
} as const satisfies Record<ConversationCommand, object>;

/** `onChanged` is called after the server has stored the setting. */
export function conversationCommands(
  { client, terminal, texts }: ChatContext,
  selected: () => Recipient | undefined,
  onChanged: (command: ConversationCommand, conversationId: string) => void,
): ChatCommands {
  const change = async (command: ConversationCommand): Promise<void> => {
    const conversationId = selected()?.conversationId;
    if (conversationId === undefined) {
      terminal.print(texts.nobodyChosen);
      return;
    }
    await client.call.logic.setConversation({ conversationId, ...SETTINGS[command] });
    // A new conversation may not be listed here yet.
    if (!client.conversations.get(conversationId)) await client.sync();
    terminal.print(texts.conversationIs[command]);
    onChanged(command, conversationId);
  };
  return Object.fromEntries((Object.keys(SETTINGS) as ConversationCommand[]).map((command) => [command, () => change(command)]));
}
