// Muted conversations: what is said there is counted, and shown only where it is for this user in particular.
import type { Client, ConversationSnapshot, ReceivedMessage } from '../../sdk/index.ts';
import { parseSystemMessage } from './formatting.ts';

/** It came from somebody else, and is one of those that are only counted. `isOpen`: its conversation is looked at, muted or not. */
export function isHiddenByMute(client: Client, message: ReceivedMessage, isOpen: boolean): boolean {
  const isMuted = client.conversations.get(message.conversation)?.muted === true;
  return isMuted && !isOpen && !message.own && !mentionsMe(client, message);
}

/** How many messages are unread in all that are muted; `changed` is called whenever that is another number. */
export function countUnreadInMuted({ conversations, on }: Client, changed: () => void): () => number {
  const unreadIn = new Map<string, number>();
  let sum = 0;
  const note = ({ conversation, muted, unread }: ConversationSnapshot): boolean => {
    const now = muted ? unread : 0;
    const before = unreadIn.get(conversation) ?? 0;
    unreadIn.set(conversation, now);
    sum += now - before;
    return now !== before;
  };
  for (const state of conversations.all) note(state);
  on('conversation', (state) => {
    if (note(state)) changed();
  });
  return () => sum;
}

/** By the message's own list, by what has been done to this user in a group, or by `@name` in a text: all that can be typed where nobody can be picked from a list. */
function mentionsMe({ me }: Client, { kind, body, mentions, text, target }: ReceivedMessage): boolean {
  if (!me || target > 0) return false;
  if (kind === 'SYSTEM') return parseSystemMessage(body).users.includes(me.userId);
  return mentions.includes(me.userId) || isCalled(text.toLowerCase(), `@${me.name.toLowerCase()}`);
}

/** Not where the name goes on: @ann is not called in "@anna". */
function isCalled(text: string, name: string): boolean {
  for (let at = text.indexOf(name); at >= 0; at = text.indexOf(name, at + 1))
    if (!/^[\p{L}\p{N}_]/u.test(text.slice(at + name.length))) return true;
  return false;
}
