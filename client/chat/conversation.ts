// Commands about the conversation chosen as a whole: pinned, muted, hidden, for this user on all his devices.
import type { Commands } from './account.ts';
import type { Seat } from './codes.ts';
import type { Place } from './places.ts';

const SETTINGS = {
  '/pin': { pinned: true },
  '/unpin': { pinned: false },
  '/mute': { muted: true },
  '/unmute': { muted: false },
  '/hide': { hidden: true },
} as const;

export function conversationCommands({ client, terminal, texts }: Seat, chosen: () => Place | undefined): Commands {
  const set = async (command: keyof typeof SETTINGS): Promise<void> => {
    const place = chosen();
    if (!place) {
      terminal.print(texts.nobodyChosen);
      return;
    }
    await client.call.logic.setConversation({ conversation: place.conversation, ...SETTINGS[command] });
    terminal.print(texts.conversationIs[command]);
  };
  return Object.fromEntries((Object.keys(SETTINGS) as (keyof typeof SETTINGS)[]).map((command) => [command, () => set(command)]));
}
