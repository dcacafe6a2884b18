// Formats a message of any kind as one line.
import type { Client, PlainMessage, ReceivedMessage } from '../../sdk/index.ts';
import type { ChatContext } from '../chat-context.ts';
import type { Recipient, UserNames } from '../recipients.ts';
import type { MessageLog } from './message-log.ts';
import { excerpt, printable } from './printable.ts';
import { formatTime } from './time.ts';

/** `…` being sent, `✓` stored, `✓✓` read. */
export type DeliveryMark = '…' | '✓' | '✓✓';

export type DisplayedMessage = Pick<PlainMessage, 'senderId' | 'text' | 'time'> & Partial<PlainMessage>;

/** The mark of a stored message of this user. */
export function deliveryMarkOf(
  client: Client,
  { conversationId, seq }: Pick<PlainMessage, 'conversationId' | 'seq'>,
): DeliveryMark {
  return seq <= (client.conversations.get(conversationId)?.peerReadSeq ?? 0) ? '✓✓' : '✓';
}

/** `senderName` is needed only in groups, for messages of other users. */
export function formatMessage(
  { client, texts }: ChatContext,
  message: DisplayedMessage,
  recipient: Recipient | undefined,
  mark: DeliveryMark,
  senderName?: string,
): string {
  const isOwn = message.senderId === client.me?.userId;
  const who = formatSender(message, isOwn, recipient, texts, senderName);
  return `${formatTime(message.time, texts.locale)} ${isOwn ? `${mark} ` : ''}${who}: ${formatContent(message, texts)}`;
}

function formatSender(
  message: DisplayedMessage,
  isOwn: boolean,
  recipient: Recipient | undefined,
  texts: ChatContext['texts'],
  senderName?: string,
): string {
  const where = printable((recipient ? recipient.name : message.senderId) || texts.deletedUser);
  if (isOwn) return `${texts.me} → ${where}`;
  const isGroup = recipient !== undefined && recipient.userId === undefined;
  return isGroup ? `${where} · ${printable(senderName || texts.deletedUser)}` : where;
}

function formatContent(message: DisplayedMessage, texts: ChatContext['texts']): string {
  if (message.recalled) return `(${texts.recalled})`;
  const body = message.body ? ` ${excerpt(message.body)}` : '';
  const kind = message.kind && message.kind !== 'TEXT' ? `[${message.kind}] ` : '';
  const reactions = (message.reactions ?? []).map(({ emoji, count }) => ` ${emoji}${count > 1 ? count : ''}`).join('');
  return `${kind}${printable(message.text)}${body}${message.edited ? ` (${texts.edited})` : ''}${printable(reactions)}`;
}

/** Formats a message that arrived; looks up the names it needs. */
export async function formatReceivedMessage(
  context: ChatContext,
  names: UserNames,
  message: ReceivedMessage,
  recipient: Recipient | undefined,
): Promise<string> {
  if (message.kind === 'SYSTEM') return formatSystemMessage(context, names, message, recipient);
  const isNamed = recipient?.userId === undefined && !message.own;
  return formatMessage(
    context,
    message,
    recipient,
    deliveryMarkOf(context.client, message),
    isNamed ? await names.resolve(message.senderId) : undefined,
  );
}

// This many characters are enough to recognize a message.
const QUOTE_LENGTH = { reacted: 30, changed: 40 };

/**
 * Formats a change of an earlier message, and quotes that message if it was shown. Undefined if a later change has replaced this
 * one.
 */
export async function formatMessageChange(
  context: ChatContext,
  names: UserNames,
  messageLog: MessageLog,
  change: ReceivedMessage,
  recipient: Recipient | undefined,
): Promise<string | undefined> {
  const { texts } = context;
  const { conversationId, target: seq, own, kind, text, body } = change;
  const isNamed = recipient?.userId === undefined && !own;
  const who = formatSender(change, own, recipient, texts, isNamed ? await names.resolve(change.senderId) : undefined);
  const before = messageLog.textOf({ conversationId, seq });
  const quote = (maxLength: number): string => (before === undefined ? '' : excerpt(before, maxLength));
  const line = (what: string): string => `${formatTime(change.time, texts.locale)} * ${what}`;
  const after = { ...change, seq, target: 0, kind: 'TEXT' as const };
  if (kind === 'REACTED') return line(texts.reacted(who, printable(change.emoji), change.removed, quote(QUOTE_LENGTH.reacted)));
  if (kind === 'RECALLED') {
    messageLog.record({ ...after, recalled: true });
    return line(texts.recalledBy(who, quote(QUOTE_LENGTH.changed)));
  }
  // A later change has emptied this edit, and will be shown itself.
  if (text === '' && body === '') return undefined;
  messageLog.record(after);
  const now = `${printable(text)}${body ? ` ${excerpt(body)}` : ''}`;
  return line(texts.changedText(who, before === text ? '' : quote(QUOTE_LENGTH.changed), now));
}

async function formatSystemMessage(
  { texts }: ChatContext,
  names: UserNames,
  message: ReceivedMessage,
  recipient: Recipient | undefined,
): Promise<string> {
  const { what, users, byOperator } = parseSystemMessage(message.body);
  const [who, ...others] = await Promise.all([message.senderId, ...users].map(async (userId) => names.resolve(userId)));
  const named = others.map((name) => printable(name || texts.deletedUser)).join(', ');
  const group = printable(recipient?.name ?? '');
  const actor = byOperator ? texts.operator : printable(who || texts.deletedUser);
  const sentence = texts.systemMessage(what, actor, named);
  return `${formatTime(message.time, texts.locale)} ${group}: ${sentence}`;
}

/** Parses the body of a SYSTEM message; `what` is empty where the body is not understood. */
export function parseSystemMessage(body: string): { what: string; users: string[]; byOperator: boolean } {
  try {
    const { what, users, byOperator } = JSON.parse(body) as { what?: unknown; users?: unknown; byOperator?: unknown };
    return {
      what: typeof what === 'string' ? what : '',
      users: Array.isArray(users) ? users.map(String) : [],
      byOperator: byOperator === true,
    };
  } catch (error) {
    if (error instanceof SyntaxError) return { what: '', users: [], byOperator: false };
    throw error;
  }
}
