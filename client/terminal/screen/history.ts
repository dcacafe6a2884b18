// Lists conversations and shows the messages of one.
import type { ConversationSnapshot } from '../../sdk/index.ts';
import type { ChatContext } from '../chat-context.ts';
import { asCallError } from '../failure.ts';
import { type Recipient, recipientOf, type UserNames } from '../recipients.ts';
import { deliveryMarkOf, formatMessage, formatReceivedMessage } from './formatting.ts';
import type { MessageLog } from './message-log.ts';

const DEFAULT_HISTORY = 20;
const MAX_HISTORY = 200;

/** The requested number of messages, by default 20; undefined if the argument is not a number from 1 to 200. */
export function parseHistoryCount(argument: string): number | undefined {
  const count = argument === '' ? DEFAULT_HISTORY : /^\d{1,3}$/.test(argument) ? Number(argument) : 0;
  return count >= 1 && count <= MAX_HISTORY ? count : undefined;
}

/**
 * Lists conversations with their last messages, sorted by time, with pinned ones at the bottom. `onlyUnread`: only those with
 * unread messages.
 */
export async function showConversations(context: ChatContext, names: UserNames, onlyUnread = false): Promise<void> {
  const { client, terminal, texts } = context;
  if (!onlyUnread) await refreshConversations(context);
  const { all } = client.conversations;
  const listed = all.filter(({ unread, hidden }) => (onlyUnread ? unread > 0 : !hidden));
  for (const state of listed.toSorted(
    (one, other) => Number(one.pinned) - Number(other.pinned) || lastTime(one) - lastTime(other),
  ))
    terminal.print(await formatConversation(context, names, state));
  const nothing = all.length > 0 ? texts.allHidden : texts.noConversations;
  if (listed.length === 0) terminal.print(onlyUnread ? texts.nothingUnread : nothing);
}

/** Fetches the list, because the server sends no event when an account is deleted. */
async function refreshConversations({ client }: ChatContext): Promise<void> {
  for (let [afterConversationId, more] = ['', true]; more; ) {
    const page = await client.call.logic.listConversations({ afterConversationId });
    afterConversationId = page.conversations.at(-1)?.conversationId ?? '';
    more = page.more && afterConversationId !== '';
  }
}

function lastTime({ lastMessage }: ConversationSnapshot): number {
  return lastMessage?.time ?? 0;
}

/** Formats a conversation with its last message as one line. */
export async function formatConversation(context: ChatContext, names: UserNames, state: ConversationSnapshot): Promise<string> {
  const { client, texts } = context;
  const { lastMessage, unread, left, pinned, muted } = state;
  const recipient = recipientOf(state);
  const bytes = { clientMessageId: new Uint8Array(0) };
  const line = lastMessage
    ? await formatReceivedMessage(context, names, { ...lastMessage, ...bytes }, recipient)
    : formatMessage(
        context,
        { senderId: state.peerId, text: '', time: Date.now() },
        recipient,
        deliveryMarkOf(client, { ...state, seq: 0 }),
      );
  const notes = [
    ...(unread > 0 ? [texts.unread(unread)] : []),
    ...(left ? [texts.hasLeft] : []),
    ...(pinned ? [texts.pinned] : []),
    ...(muted ? [texts.muted] : []),
  ];
  return `  ${line}${notes.map((note) => ` (${note})`).join('')}`;
}

/** Shows messages of conversations page by page. */
export class HistoryView {
  readonly #context: ChatContext;
  readonly #names: UserNames;
  readonly #messageLog: MessageLog;
  /** By conversation: the first seq shown and the size of a page. */
  readonly #shown = new Map<string, { readonly seq: number; readonly count: number }>();

  constructor(context: ChatContext, names: UserNames, messageLog: MessageLog) {
    this.#context = context;
    this.#names = names;
    this.#messageLog = messageLog;
  }

  /** Shows the last `count` messages. */
  async showLast(recipient: Recipient, count: number): Promise<void> {
    await this.#show(recipient, count, undefined);
  }

  /** Shows the messages before those shown last. */
  async showEarlier(recipient: Recipient): Promise<void> {
    const shown = this.#shown.get(recipient.conversationId);
    await this.#show(recipient, shown?.count ?? DEFAULT_HISTORY, shown?.seq);
  }

  async #show(recipient: Recipient, count: number, before: number | undefined): Promise<void> {
    const { client, terminal, texts } = this.#context;
    try {
      const range = before === undefined ? {} : { before };
      const { messages, more } = await client.history(recipient.conversationId, { ...range, limit: count });
      // The history returns messages with their changes applied, so the changes themselves are left out.
      for (const message of messages.filter(({ target }) => target === 0)) {
        terminal.print(`  ${await formatReceivedMessage(this.#context, this.#names, message, recipient)}`);
        this.#messageLog.record(message);
      }
      this.#shown.set(recipient.conversationId, { seq: messages[0]?.seq ?? before ?? 1, count });
      if (messages.length === 0) terminal.print(before === undefined ? texts.noMessages : texts.noMore);
      else if (more) terminal.print(texts.moreThere);
    } catch (error) {
      if (asCallError(error).code !== 'NO_SUCH_CONVERSATION') throw error;
      terminal.print(texts.noMessages);
    }
  }
}
