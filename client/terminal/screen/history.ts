// Conversations as a list, and what was said in one of them.
import type { ConversationSnapshot } from '../../sdk/index.ts';
import type { ChatContext } from '../chat-context.ts';
import { asCallError } from '../failure.ts';
import { type Recipient, recipientOf, type UserNames } from '../recipients.ts';
import { deliveryMarkOf, formatMessage, formatReceivedMessage } from './formatting.ts';
import type { MessageLog } from './message-log.ts';

const DEFAULT_HISTORY = 20;
const MAX_HISTORY = 200;

/** How many messages are asked for; undefined where that cannot be understood. */
export function parseHistoryCount(argument: string): number | undefined {
  const count = argument === '' ? DEFAULT_HISTORY : /^\d{1,3}$/.test(argument) ? Number(argument) : 0;
  return count >= 1 && count <= MAX_HISTORY ? count : undefined;
}

/** Shows every conversation with its last message, those that are pinned at the bottom, and among each other the latest; or only those with something unread. */
export async function showConversations(context: ChatContext, names: UserNames, onlyUnread = false): Promise<void> {
  const { client, terminal, texts } = context;
  if (!onlyUnread) await lookAgain(context);
  const { all } = client.conversations;
  const chosen = all.filter(({ unread, hidden }) => (onlyUnread ? unread > 0 : !hidden));
  for (const state of chosen.toSorted((one, other) => Number(one.pinned) - Number(other.pinned) || timeIn(one) - timeIn(other)))
    terminal.print(await formatConversation(context, names, state));
  const nothing = all.length > 0 ? texts.allHidden : texts.noConversations;
  if (chosen.length === 0) terminal.print(onlyUnread ? texts.nothingUnread : nothing);
}

/** Whose account is gone is not told: it shows in the server's list. */
async function lookAgain({ client }: ChatContext): Promise<void> {
  for (let [afterConversation, more] = ['', true]; more; ) {
    const page = await client.call.logic.listConversations({ afterConversation });
    afterConversation = page.conversations.at(-1)?.conversation ?? '';
    more = page.more && afterConversation !== '';
  }
}

function timeIn({ lastMessage }: ConversationSnapshot): number {
  return lastMessage?.time ?? 0;
}

/** A conversation with its last message, on one line. */
export async function formatConversation(context: ChatContext, names: UserNames, state: ConversationSnapshot): Promise<string> {
  const { client, texts } = context;
  const { lastMessage, unread, left, pinned, muted } = state;
  const place = recipientOf(state);
  const bytes = { clientMessageId: new Uint8Array(0) };
  const line = lastMessage
    ? await formatReceivedMessage(context, names, { ...lastMessage, ...bytes }, place)
    : formatMessage(
        context,
        { sender: state.peer, text: '', time: Date.now() },
        place,
        deliveryMarkOf(client, { ...state, seq: 0 }),
      );
  return `  ${line}${unread > 0 ? ` (${texts.unread(unread)})` : ''}${left ? ` (${texts.hasLeft})` : ''}${pinned ? ` (${texts.pinned})` : ''}${muted ? ` (${texts.muted})` : ''}`;
}

/** Shows messages of one conversation: the last `count`, or those before the ones shown last. */
export function createHistory(
  context: ChatContext,
  names: UserNames,
  seen: MessageLog,
): {
  last(place: Recipient, count: number): Promise<void>;
  more(place: Recipient): Promise<void>;
} {
  const { client, terminal, texts } = context;
  /** Conversation → the first seq that was shown of it, and how many are shown at a time. */
  const shownFrom = new Map<string, { seq: number; count: number }>();

  async function show(place: Recipient, count: number, before: number | undefined): Promise<void> {
    try {
      const range = before === undefined ? {} : { before };
      const { messages, more } = await client.history(place.conversation, { ...range, limit: count });
      // A change is seen in what it changed.
      for (const message of messages.filter(({ target }) => target === 0)) {
        terminal.print(`  ${await formatReceivedMessage(context, names, message, place)}`);
        seen.record(message);
      }
      shownFrom.set(place.conversation, { seq: messages[0]?.seq ?? before ?? 1, count });
      if (messages.length === 0) terminal.print(before === undefined ? texts.noMessages : texts.noMore);
      else if (more) terminal.print(texts.moreThere);
    } catch (error) {
      if (asCallError(error).code !== 'NO_SUCH_CONVERSATION') throw error;
      terminal.print(texts.noMessages);
    }
  }

  return {
    last: (place, count) => show(place, count, undefined),
    more(place) {
      const from = shownFrom.get(place.conversation);
      return show(place, from?.count ?? DEFAULT_HISTORY, from?.seq);
    },
  };
}
