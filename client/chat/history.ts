// Messages as lines, and those of earlier.
import type { im } from '../../proto/contract.ts';
import { conversationOf } from '../../proto/ids.ts';
import type { Seat } from './codes.ts';
import { failureOf } from './failure.ts';
import { printable } from './terminal.ts';
import { timeOf } from './time.ts';

export interface Person {
  readonly user: string;
  /** Empty where the account is gone. */
  readonly name: string;
}

const DEFAULT_HISTORY = 20;
const MAX_HISTORY = 200;

/** How many messages are asked for; undefined where that cannot be understood. */
export function historyCount(argument: string): number | undefined {
  const count = argument === '' ? DEFAULT_HISTORY : /^\d{1,3}$/.test(argument) ? Number(argument) : 0;
  return count >= 1 && count <= MAX_HISTORY ? count : undefined;
}

/** `peer`: who else is in the conversation, where that is known. `mark`: of my own ones, whether they are stored. */
export function lineFor(
  { client, texts }: Seat,
  { sender, text, time }: Pick<im.Message.$Properties, 'sender' | 'text' | 'time'>,
  peer: Person | undefined,
  mark = '✓',
): string {
  const name = printable((peer ? peer.name : sender) || texts.deletedUser);
  const who = sender === client.me?.user ? `${mark} ${texts.me} → ${name}` : name;
  return `${timeOf(time ?? 0, texts.locale)} ${who}: ${printable(text ?? '')}`;
}

/** Shows every conversation with its last message. */
export async function showConversations(seat: Seat): Promise<void> {
  const { client, terminal, texts } = seat;
  let after = '';
  let isEmpty = true;
  for (let more = true; more; ) {
    const page = await client.call.logic.listConversations({ afterConversation: after });
    for (const { conversation, peer, peerName, lastMessage } of page.conversations) {
      isEmpty = false;
      after = conversation ?? '';
      terminal.print(`  ${lineFor(seat, lastMessage ?? {}, { user: peer ?? '', name: peerName ?? '' })}`);
    }
    more = page.more;
  }
  if (isEmpty) terminal.print(texts.noConversations);
}

/** Shows the last messages with one other: `count` is what `historyCount` gave. */
export async function showHistory(seat: Seat, me: string, peer: Person, count: number): Promise<void> {
  const { client, terminal, texts } = seat;
  const conversation = conversationOf(me, peer.user);
  try {
    const { lastSeq } = await client.call.logic.pullMessages({ conversation, afterSeq: Number.MAX_SAFE_INTEGER, limit: 1 });
    const afterSeq = Math.max(0, lastSeq - count);
    const { messages } = await client.call.logic.pullMessages({ conversation, afterSeq, limit: MAX_HISTORY });
    for (const message of messages) terminal.print(`  ${lineFor(seat, message, peer)}`);
  } catch (error) {
    if (failureOf(error).code !== 'NO_SUCH_CONVERSATION') throw error;
    terminal.print(texts.noMessages);
  }
}
