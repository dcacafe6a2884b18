// Commands that change sent messages: edit, recall, react, and delete for this user alone.
import type { ReceivedMessage } from '../../sdk/index.ts';
import type { ChatContext } from '../chat-context.ts';
import type { Recipient } from '../recipients.ts';
import type { MessageLog } from '../screen/message-log.ts';
import type { ChatCommands } from './chat-commands.ts';

// Enough: users change only recent messages.
const SEARCHED_MESSAGES = 50;

/**
 * The outcome is printed when the change arrives as a message. `messageLog` stores the text, so that it can be quoted then.
 */
export function changeCommands(
  context: ChatContext,
  messageLog: MessageLog,
  selected: () => Recipient | undefined,
): ChatCommands {
  const { client, terminal, texts } = context;
  const findLast = (matches: (message: ReceivedMessage) => boolean): Promise<ReceivedMessage | undefined> =>
    findLastMessage(context, messageLog, selected(), matches);
  return {
    async '/edit'(text) {
      const message = text === '' ? undefined : await findLast(({ own }) => own);
      if (text === '') terminal.print(texts.editUsage);
      else if (message && message.kind !== 'TEXT') terminal.print(texts.noSuchMessage);
      else if (message) await client.edit(message, text);
    },
    async '/recall'() {
      const message = await findLast(({ own }) => own);
      if (message) await client.recall(message);
    },
    async '/erase'(argument) {
      const recipient = selected();
      const count = argument === '' ? 1 : /^\d{1,2}$/.test(argument) ? Number(argument) : 0;
      if (count < 1 || count > SEARCHED_MESSAGES) terminal.print(texts.eraseUsage);
      else if (!recipient) terminal.print(texts.nobodyChosen);
      else await deleteLastMessages(context, messageLog, recipient, count);
    },
    async '/react'(emoji) {
      const message = emoji === '' ? undefined : await findLast(({ own, recalled }) => !own && !recalled);
      if (emoji === '') terminal.print(texts.reactUsage);
      else if (message)
        await client.react(message, emoji, { remove: message.reactions.some((each) => each.mine && each.emoji === emoji) });
    },
  };
}

/**
 * The last matching message of the selected conversation. Prints why there is none. If the last message is recalled, it does not
 * take an earlier one, because the user does not mean that one.
 */
async function findLastMessage(
  { client, terminal, texts }: ChatContext,
  messageLog: MessageLog,
  recipient: Recipient | undefined,
  matches: (message: ReceivedMessage) => boolean,
): Promise<ReceivedMessage | undefined> {
  if (!recipient) {
    terminal.print(texts.nobodyChosen);
    return undefined;
  }
  const { messages } = await client.history(recipient.conversationId, { limit: SEARCHED_MESSAGES });
  const found = messages.findLast((message) => message.target === 0 && message.kind !== 'SYSTEM' && matches(message));
  if (found && !found.recalled) {
    messageLog.record(found);
    return found;
  }
  terminal.print(found ? texts.alreadyRecalled : texts.noSuchMessage);
  return undefined;
}

async function deleteLastMessages(
  { client, terminal, texts }: ChatContext,
  messageLog: MessageLog,
  { conversationId }: Recipient,
  count: number,
): Promise<void> {
  const { messages } = await client.history(conversationId, { limit: SEARCHED_MESSAGES });
  const last = messages.filter(({ target }) => target === 0).slice(-count);
  if (last.length === 0) {
    terminal.print(texts.noSuchMessage);
    return;
  }
  await client.deleteForMe(
    conversationId,
    last.map(({ seq }) => seq),
  );
  for (const message of last) messageLog.record({ ...message, recalled: true });
  terminal.print(texts.erased(last.length));
}
