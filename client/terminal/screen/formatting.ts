// What a message looks like: one line, whatever it is.
import type { Client, PlainMessage, ReceivedMessage } from '../../sdk/index.ts';
import type { ChatContext } from '../chat-context.ts';
import type { Recipient, UserNames } from '../recipients.ts';
import type { MessageLog } from './message-log.ts';
import { excerpt, printable } from './terminal.ts';
import { formatTime } from './time.ts';

/** `…` on its way, `✓` stored, `✓✓` read. */
export type DeliveryMark = '…' | '✓' | '✓✓';

export type DisplayedMessage = Pick<PlainMessage, 'sender' | 'text' | 'time'> & Partial<PlainMessage>;

/** How far one of my own messages has come. */
export function deliveryMarkOf(client: Client, { conversation, seq }: Pick<PlainMessage, 'conversation' | 'seq'>): DeliveryMark {
  return seq <= (client.conversations.get(conversation)?.peerReadSeq ?? 0) ? '✓✓' : '✓';
}

/** `sender`: his name; not needed for my own messages, and in a conversation of two. */
export function formatMessage(
  { client, texts }: ChatContext,
  said: DisplayedMessage,
  place: Recipient | undefined,
  mark: DeliveryMark,
  sender?: string,
): string {
  const isOwn = said.sender === client.me?.userId;
  const who = whoOf(said, isOwn, place, texts, sender);
  return `${formatTime(said.time, texts.locale)} ${isOwn ? `${mark} ` : ''}${who}: ${contentOf(said, texts)}`;
}

function whoOf(
  said: DisplayedMessage,
  isOwn: boolean,
  place: Recipient | undefined,
  texts: ChatContext['texts'],
  sender?: string,
): string {
  const where = printable((place ? place.name : said.sender) || texts.deletedUser);
  if (isOwn) return `${texts.me} → ${where}`;
  const isGroup = place !== undefined && place.user === undefined;
  return isGroup ? `${where} · ${printable(sender || texts.deletedUser)}` : where;
}

function contentOf(said: DisplayedMessage, texts: ChatContext['texts']): string {
  if (said.recalled) return `(${texts.recalled})`;
  const body = said.body ? ` ${excerpt(said.body)}` : '';
  const kind = said.kind && said.kind !== 'TEXT' ? `[${said.kind}] ` : '';
  const reactions = (said.reactions ?? []).map(({ emoji, count }) => ` ${emoji}${count > 1 ? count : ''}`).join('');
  return `${kind}${printable(said.text)}${body}${said.edited ? ` (${texts.edited})` : ''}${printable(reactions)}`;
}

/** The whole line of a message that came, names found out. */
export async function formatReceivedMessage(
  context: ChatContext,
  names: UserNames,
  message: ReceivedMessage,
  place: Recipient | undefined,
): Promise<string> {
  if (message.kind === 'SYSTEM') return newsLine(context, names, message, place);
  const isNamed = place?.user === undefined && !message.own;
  return formatMessage(
    context,
    message,
    place,
    deliveryMarkOf(context.client, message),
    isNamed ? await names.resolve(message.sender) : undefined,
  );
}

// Enough to know which message it was.
const NAMED = { reacted: 30, changed: 40 };

/** The line of a change of an earlier message, which it names where it was seen here. Undefined: there is nothing left to tell. */
export async function formatMessageChange(
  context: ChatContext,
  names: UserNames,
  seen: MessageLog,
  change: ReceivedMessage,
  place: Recipient | undefined,
): Promise<string | undefined> {
  const { texts } = context;
  const { conversation, target: seq, own, kind, text, body } = change;
  const isNamed = place?.user === undefined && !own;
  const who = whoOf(change, own, place, texts, isNamed ? await names.resolve(change.sender) : undefined);
  const before = seen.textOf({ conversation, seq });
  const start = (most: number): string => (before === undefined ? '' : excerpt(before, most));
  const say = (what: string): string => `${formatTime(change.time, texts.locale)} * ${what}`;
  const after = { ...change, seq, target: 0, kind: 'TEXT' as const };
  if (kind === 'REACTED') return say(texts.reacted(who, printable(change.emoji), change.removed, start(NAMED.reacted)));
  if (kind === 'RECALLED') {
    seen.record({ ...after, recalled: true });
    return say(texts.recalledBy(who, start(NAMED.changed)));
  }
  // Of an edit that was followed by another change nothing is left: that one tells.
  if (text === '' && body === '') return undefined;
  seen.record(after);
  const now = `${printable(text)}${body ? ` ${excerpt(body)}` : ''}`;
  return say(texts.changedText(who, before === text ? '' : start(NAMED.changed), now));
}

/** What happened in a group. */
async function newsLine(
  { texts }: ChatContext,
  names: UserNames,
  message: ReceivedMessage,
  place: Recipient | undefined,
): Promise<string> {
  const { what, users } = parseSystemMessage(message.body);
  const [who, ...others] = await Promise.all([message.sender, ...users].map(async (user) => names.resolve(user)));
  const named = others.map((name) => printable(name || texts.deletedUser)).join(', ');
  const group = printable(place?.name ?? '');
  return `${formatTime(message.time, texts.locale)} ${group}: ${texts.systemMessage(what, printable(who || texts.deletedUser), named)}`;
}

/** What the body of a SYSTEM message says; `what` is empty where that cannot be understood. */
export function parseSystemMessage(body: string): { what: string; users: string[] } {
  try {
    const { what, users } = JSON.parse(body) as { what?: unknown; users?: unknown };
    return { what: typeof what === 'string' ? what : '', users: Array.isArray(users) ? users.map(String) : [] };
  } catch (error) {
    if (error instanceof SyntaxError) return { what: '', users: [] };
    throw error;
  }
}
