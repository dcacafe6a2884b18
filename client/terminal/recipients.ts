// Recipients of messages: users and groups, found by their names.
import { directConversationId } from '../../proto/ids.ts';
import { nameKey } from '../../proto/text/names.ts';
import type { Client, ConversationSnapshot } from '../sdk/index.ts';
import { asCallError } from './failure.ts';

/** Whom a text goes to: the user of a direct conversation, or a group. */
export interface Recipient {
  readonly conversationId: string;
  /** Undefined: a group. */
  readonly userId: string | undefined;
  /** Empty for a deleted account. */
  readonly name: string;
}

export interface UserNames {
  /** The user's name; empty for a deleted account; the user id while the server does not answer. */
  resolve(userId: string): Promise<string>;
}

export function recipientOf({ conversationId, isGroup, peerId, name }: ConversationSnapshot): Recipient {
  return { conversationId, userId: isGroup ? undefined : peerId, name };
}

/** Names by user id; each is requested once. */
export function createUserNames(client: Client): UserNames {
  const known = new Map<string, string>();
  const remember = ({ isGroup, peerId, name }: ConversationSnapshot): void => {
    if (!isGroup) known.set(peerId, name);
  };
  client.conversations.all.forEach(remember);
  client.on('conversation', remember);
  client.on('relation', ({ userId, name }) => known.set(userId, name));
  return {
    async resolve(userId) {
      if (userId === client.me?.userId) return client.me.name;
      const name = known.get(userId) ?? (await fetchName(client, userId));
      known.set(userId, name);
      return name;
    },
  };
}

/** Returns the user id if the server does not answer. */
async function fetchName(client: Client, userId: string): Promise<string> {
  try {
    return (await client.call.logic.getProfile({ userId })).profile?.name ?? '';
  } catch (error) {
    return asCallError(error).code === 'NO_SUCH_USER' ? '' : userId;
  }
}

/**
 * Finds the user of that name. If there is none, or if the name begins with #, finds this user's groups of that name. Several
 * groups may share a name. Rejects with NO_SUCH_USER.
 */
export async function findRecipients(client: Client, name: string): Promise<readonly Recipient[]> {
  // Sync first: a new group may not be listed yet, and a text must not go to an older group of the same name.
  if (name.startsWith('#')) await client.sync().catch(() => undefined);
  const groups = findGroups(client, name);
  if (groups.length > 0 && name.startsWith('#')) return groups;
  try {
    const found = await client.call.logic.findUser({ name });
    return [
      { conversationId: directConversationId(client.me?.userId ?? '', found.userId), userId: found.userId, name: found.name },
    ];
  } catch (error) {
    if (groups.length === 0 || asCallError(error).code !== 'NO_SUCH_USER') throw error;
    return groups;
  }
}

/** The same without the server, from what this client knows. */
export function findKnownRecipients(client: Client, name: string): readonly Recipient[] {
  const user = listKnownRecipients(client).find((each) => each.userId && nameKey(each.name) === nameKey(name));
  return user ? [user] : findGroups(client, name);
}

/** Conversations first, then friends and other related users without one. */
export function listKnownRecipients(client: Client): readonly Recipient[] {
  const own = client.me?.userId ?? '';
  return [
    ...client.conversations.all.filter(({ left }) => !left).map(recipientOf),
    ...client.people.relations.map(({ userId, name }) => ({ conversationId: directConversationId(own, userId), userId, name })),
  ];
}

/** This user's groups by `#name`, `name`, id, or `#name:` and the beginning of the id. */
function findGroups(client: Client, name: string): readonly Recipient[] {
  const groups = client.conversations.all.filter(({ isGroup, left }) => isGroup && !left).map(recipientOf);
  const withName = (wanted: string): Recipient[] => groups.filter((each) => nameKey(each.name) === nameKey(wanted));
  const plain = name.replace(/^#/, '');
  const exact = groups.filter(({ conversationId }) => conversationId === name);
  if (exact.length > 0) return exact;
  const [, before = '', prefix = ''] = /^(.+):([\w-]+)$/.exec(plain) ?? [];
  const whole = withName(plain);
  return whole.length > 0 || prefix === '' ? whole : withName(before).filter((each) => each.conversationId.startsWith(prefix));
}

/** The user or group of a conversation. `known`: of one that the server does not list yet. */
export async function findRecipientOf(
  client: Client,
  conversationId: string,
  known: (conversationId: string) => Recipient | undefined,
): Promise<Recipient | undefined> {
  // The server lists every conversation that has a message.
  if (!client.conversations.get(conversationId) && !known(conversationId)) await client.sync().catch(() => undefined);
  const state = client.conversations.get(conversationId);
  return state ? recipientOf(state) : known(conversationId);
}

const SHORTEST_ID = 6;

/** For groups that share a name: the arguments of `/to`, which are the name and enough of the id to be unique. */
export function disambiguateGroups(
  groups: readonly Recipient[],
): readonly { readonly recipient: Recipient; readonly handle: string }[] {
  let length = SHORTEST_ID;
  while (new Set(groups.map(({ conversationId }) => conversationId.slice(0, length))).size < groups.length) length += 1;
  return groups.map((recipient) => ({
    recipient,
    handle: `#${recipient.name}:${recipient.conversationId.slice(0, length)}`,
  }));
}
