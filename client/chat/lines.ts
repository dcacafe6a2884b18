// What a message looks like: one line, whatever it is.
import type { Client, ReceivedMessage, ShownMessage } from '../sdk.ts';
import type { Seat } from './codes.ts';
import type { Names, Place } from './places.ts';
import { excerpt, printable } from './terminal.ts';
import { timeOf } from './time.ts';

/** `…` on its way, `✓` stored, `✓✓` read. */
export type Mark = '…' | '✓' | '✓✓';

export type Said = Pick<ShownMessage, 'sender' | 'text' | 'time'> & Partial<ShownMessage>;

/** How far one of my own messages has come. */
export function markOf(client: Client, { conversation, seq }: Pick<ShownMessage, 'conversation' | 'seq'>): Mark {
  return seq <= (client.conversations.get(conversation)?.peerReadSeq ?? 0) ? '✓✓' : '✓';
}

/** `sender`: his name; not needed for my own messages, and in a conversation of two. */
export function lineFor({ client, texts }: Seat, said: Said, place: Place | undefined, mark: Mark, sender?: string): string {
  const where = printable((place ? place.name : said.sender) || texts.deletedUser);
  const isGroup = place !== undefined && place.user === undefined;
  const name = isGroup ? `${where} · ${printable(sender || texts.deletedUser)}` : where;
  const who = said.sender === client.me?.user ? `${mark} ${texts.me} → ${where}` : name;
  return `${timeOf(said.time, texts.locale)} ${who}: ${contentOf(said, texts)}`;
}

function contentOf(said: Said, texts: Seat['texts']): string {
  if (said.recalled || said.kind === 'RECALLED') return `(${texts.recalled})`;
  if (said.kind === 'REACTED') return texts.reacted(said.emoji ?? '', said.removed === true);
  const body = said.body ? ` ${excerpt(said.body)}` : '';
  const kind = said.kind && said.kind !== 'TEXT' && said.kind !== 'EDITED' ? `[${said.kind}] ` : '';
  const reactions = (said.reactions ?? []).map(({ emoji, count }) => ` ${emoji}${count > 1 ? count : ''}`).join('');
  const isEdited = said.edited || said.kind === 'EDITED';
  return `${kind}${printable(said.text)}${body}${isEdited ? ` (${texts.edited})` : ''}${printable(reactions)}`;
}

/** The whole line of a message that came, names found out. */
export async function lineOf(seat: Seat, names: Names, message: ReceivedMessage, place: Place | undefined): Promise<string> {
  if (message.kind === 'SYSTEM') return newsLine(seat, names, message, place);
  const isNamed = place?.user === undefined && !message.own;
  return lineFor(seat, message, place, markOf(seat.client, message), isNamed ? await names.of(message.sender) : undefined);
}

/** What happened in a group. */
async function newsLine({ texts }: Seat, names: Names, message: ReceivedMessage, place: Place | undefined): Promise<string> {
  const { what, users } = newsOf(message.body);
  const [who, ...others] = await Promise.all([message.sender, ...users].map(async (user) => names.of(user)));
  const named = others.map((name) => printable(name || texts.deletedUser)).join(', ');
  const group = printable(place?.name ?? '');
  return `${timeOf(message.time, texts.locale)} ${group}: ${texts.happened(what, printable(who || texts.deletedUser), named)}`;
}

function newsOf(body: string): { what: string; users: string[] } {
  try {
    const { what, users } = JSON.parse(body) as { what?: unknown; users?: unknown };
    return { what: String(what), users: Array.isArray(users) ? users.map(String) : [] };
  } catch (error) {
    if (error instanceof SyntaxError) return { what: '', users: [] };
    throw error;
  }
}
