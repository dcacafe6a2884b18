// Commands about messages that were sent: another text, none at all, a reaction.
import type { ReceivedMessage } from '../sdk.ts';
import type { Commands } from './account.ts';
import type { Seat } from './codes.ts';
import type { Place } from './places.ts';

// Nobody changes what is further up.
const LOOKED_AT = 50;

export function changeCommands(seat: Seat, chosen: () => Place | undefined): Commands {
  const { client, terminal, texts } = seat;

  /** The last message of the conversation chosen that fits; says why where there is none. */
  async function last(fits: (message: ReceivedMessage) => boolean): Promise<ReceivedMessage | undefined> {
    const place = chosen();
    if (!place) {
      terminal.print(texts.nobodyChosen);
      return undefined;
    }
    const { messages } = await client.history(place.conversation, { limit: LOOKED_AT });
    const found = messages.findLast(
      (message) => message.target === 0 && !message.recalled && message.kind !== 'SYSTEM' && fits(message),
    );
    if (!found) terminal.print(texts.noSuchMessage);
    return found;
  }

  return {
    async '/edit'(text) {
      const message = text === '' ? undefined : await last(({ own, kind }) => own && kind === 'TEXT');
      if (text === '') terminal.print(texts.editUsage);
      else if (message) await client.edit(message, text);
    },
    async '/recall'() {
      const message = await last(({ own }) => own);
      if (message) await client.recall(message);
    },
    async '/react'(emoji) {
      const message = emoji === '' ? undefined : await last(({ own }) => !own);
      if (emoji === '') terminal.print(texts.reactUsage);
      else if (message)
        await client.react(message, emoji, { remove: message.reactions.some((each) => each.mine && each.emoji === emoji) });
    },
  };
}
