// Commands about messages that were sent: another text, none at all, a reaction, gone for oneself.
import type { ReceivedMessage } from '../../sdk/index.ts';
import type { ChatContext } from '../chat-context.ts';
import type { Recipient } from '../recipients.ts';
import type { MessageLog } from '../screen/message-log.ts';
import type { ChatCommands } from './chat-commands.ts';

// Nobody changes what is further up.
const LOOKED_AT = 50;

/** What becomes of a message is told by the change itself, when it comes; `seen` then knows what it was about. */
export function changeCommands(context: ChatContext, seen: MessageLog, chosen: () => Recipient | undefined): ChatCommands {
  const { client, terminal, texts } = context;

  /** The last message of the conversation chosen that fits; says why where there is none, or where it is taken back already: an older one is never meant. */
  async function last(fits: (message: ReceivedMessage) => boolean): Promise<ReceivedMessage | undefined> {
    const place = chosen();
    if (!place) {
      terminal.print(texts.nobodyChosen);
      return undefined;
    }
    const { messages } = await client.history(place.conversation, { limit: LOOKED_AT });
    const found = messages.findLast((message) => message.target === 0 && message.kind !== 'SYSTEM' && fits(message));
    if (found && !found.recalled) {
      seen.record(found);
      return found;
    }
    terminal.print(found ? texts.alreadyRecalled : texts.noSuchMessage);
    return undefined;
  }

  async function erase({ conversation }: Recipient, count: number): Promise<void> {
    const { messages } = await client.history(conversation, { limit: LOOKED_AT });
    const last = messages.filter(({ target }) => target === 0).slice(-count);
    if (last.length === 0) {
      terminal.print(texts.noSuchMessage);
      return;
    }
    await client.deleteForMe(
      conversation,
      last.map(({ seq }) => seq),
    );
    for (const message of last) seen.record({ ...message, recalled: true });
    terminal.print(texts.erased(last.length));
  }

  return {
    async '/edit'(text) {
      const message = text === '' ? undefined : await last(({ own }) => own);
      if (text === '') terminal.print(texts.editUsage);
      else if (message && message.kind !== 'TEXT') terminal.print(texts.noSuchMessage);
      else if (message) await client.edit(message, text);
    },
    async '/recall'() {
      const message = await last(({ own }) => own);
      if (message) await client.recall(message);
    },
    async '/erase'(argument) {
      const place = chosen();
      const count = argument === '' ? 1 : /^\d{1,2}$/.test(argument) ? Number(argument) : 0;
      if (count < 1 || count > LOOKED_AT) terminal.print(texts.eraseUsage);
      else if (!place) terminal.print(texts.nobodyChosen);
      else await erase(place, count);
    },
    async '/react'(emoji) {
      const message = emoji === '' ? undefined : await last(({ own, recalled }) => !own && !recalled);
      if (emoji === '') terminal.print(texts.reactUsage);
      else if (message)
        await client.react(message, emoji, { remove: message.reactions.some((each) => each.mine && each.emoji === emoji) });
    },
  };
}
