// Muted conversations: their messages are counted, and shown only if they mention this user.
import type { Client, ConversationSnapshot, ReceivedMessage } from '../../sdk/index.ts';
import { parseSystemMessage } from './formatting.ts';

/** True if the message is only counted and not shown. `isOpen`: the user has its conversation open. */
export function isHiddenByMute(client: Client, message: ReceivedMessage, isOpen: boolean): boolean {
  const isMuted = client.conversations.get(message.conversationId)?.muted === true;
  return isMuted && !isOpen && !message.own && !mentionsMe(client, message);
}

/**
 * Returns a function that counts the unread messages of all muted conversations; `onChange` is called when the number changes.
 */
export function countUnreadInMuted({ conversations, on }: Client, onChange: () => void): () => number {
  const unreadIn = new Map<string, number>();
  let sum = 0;
  const update = ({ conversationId, muted, unread }: ConversationSnapshot): boolean => {
    const now = muted ? unread : 0;
    const before = unreadIn.get(conversationId) ?? 0;
    unreadIn.set(conversationId, now);
    sum += now - before;
    return now !== before;
  };
  for (const state of conversations.all) update(state);
  on('conversation', (state) => {
    if (update(state)) onChange();
  });
  return () => sum;
}

/**
 * True for a mention in the list, a user of a SYSTEM message, or `@name` in the text: the terminal sends no list of mentions.
 */
function mentionsMe({ me }: Client, { kind, body, mentions, text, target }: ReceivedMessage): boolean {
  if (!me || target > 0) return false;
  if (kind === 'SYSTEM') return parseSystemMessage(body).users.includes(me.userId);
  return mentions.includes(me.userId) || hasMention(text.toLowerCase(), `@${me.name.toLowerCase()}`);
}

/** "@anna" does not mention @ann. */
function hasMention(text: string, name: string): boolean {
  for (let at = text.indexOf(name); at >= 0; at = text.indexOf(name, at + 1))
    if (!/^[\p{L}\p{N}_]/u.test(text.slice(at + name.length))) return true;
  return false;
}
