// One message as the store has it, and how far its receivers are.
import type { SqlReader } from '../../infra/sql/connection.ts';
import { decodeId, encodeId, isId } from '../../proto/ids.ts';
import { im } from '../../proto/rpc.ts';

export interface MessageLife {
  /** "conversation.seq", as clients know it. */
  readonly messageId: string;
  readonly conversationId: string;
  readonly seq: number;
  readonly senderId: string;
  readonly clientMessageId: Buffer;
  /** By the clock of the store. */
  readonly sentAt: string;
  readonly kind: string;
  readonly isEdited: boolean;
  readonly isRecalled: boolean;
  readonly receivers: readonly Receiver[];
}

export interface Receiver {
  readonly userId: string;
  /** A device of theirs has acknowledged it. */
  readonly isDelivered: boolean;
  readonly isRead: boolean;
}

/** What names a message: its place, or what its sender's client chose. */
export type MessageKey =
  | { readonly conversationId: string; readonly seq: number }
  | { readonly conversationId: string; readonly senderId: string; readonly clientMessageId: Uint8Array };

/** The two parts of a message id. Undefined where the text is none. */
export function parseMessageId(text: string): { readonly conversationId: string; readonly seq: number } | undefined {
  const [, conversationId = '', digits = ''] = /^([A-Za-z0-9_-]{22})\.([1-9]\d{0,15})$/.exec(text) ?? [];
  return isId(conversationId) ? { conversationId, seq: Number(digits) } : undefined;
}

/** Undefined where the store has no such message, or retention has deleted it. The text is not read. */
export async function readMessage({ read }: SqlReader, key: MessageKey): Promise<MessageLife | undefined> {
  const conversation = hex(decodeId(key.conversationId));
  const isWanted =
    'seq' in key
      ? `seq = ${key.seq}`
      : `sender_id = ${hex(decodeId(key.senderId))} AND client_message_id = ${hex(key.clientMessageId)}`;
  const columns = 'seq, sender_id, client_message_id, sent_at, kind, edited, recalled';
  const [row] = await read(`SELECT ${columns} FROM messages WHERE conversation_id = ${conversation} AND ${isWanted}`);
  if (!row) return undefined;
  const [seq, senderId, clientMessageId, sentAt, kind, edited, recalled] = row;
  const sender = encodeId(senderId as Uint8Array);
  return {
    messageId: `${key.conversationId}.${seq}`,
    conversationId: key.conversationId,
    seq: Number(seq),
    senderId: sender,
    clientMessageId: Buffer.from(clientMessageId as Uint8Array),
    sentAt: new Date(Number(sentAt)).toISOString(),
    kind: im.MessageKind[Number(kind)] ?? 'unknown',
    isEdited: Boolean(edited),
    isRecalled: Boolean(recalled),
    receivers: await readReceivers(read, conversation, Number(seq), sender),
  };
}

async function readReceivers(read: SqlReader['read'], conversation: string, seq: number, senderId: string): Promise<Receiver[]> {
  const rows = await read(
    `SELECT user_id, delivered_seq, read_seq FROM conversation_members
     WHERE conversation_id = ${conversation} AND first_seq <= ${seq} AND (left_seq = 0 OR left_seq >= ${seq})`,
  );
  return rows
    .map(([userId, delivered, readSeq]) => ({
      userId: encodeId(userId as Uint8Array),
      isDelivered: Number(delivered) >= seq || Number(readSeq) >= seq,
      isRead: Number(readSeq) >= seq,
    }))
    .filter(({ userId }) => userId !== senderId);
}

/** As MySQL and SQLite both read it. */
function hex(bytes: Uint8Array): string {
  return `X'${Buffer.from(bytes).toString('hex')}'`;
}
