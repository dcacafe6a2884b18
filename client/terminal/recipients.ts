// Where one writes, and who is called what.
import { directConversationId } from '../../proto/ids.ts';
import type { Client, ConversationSnapshot } from '../sdk/index.ts';
import { asCallError } from './failure.ts';

/** A conversation to write in: with a user, or a group. */
export interface Recipient {
  readonly conversation: string;
  /** Undefined: a group. */
  readonly user: string | undefined;
  /** Empty where the account is gone. */
  readonly name: string;
}

export interface UserNames {
  /** Empty where nobody is called so any more. */
  resolve(user: string): Promise<string>;
}

export function recipientOf({ conversation, isGroup, peer, name }: ConversationSnapshot): Recipient {
  return { conversation, user: isGroup ? undefined : peer, name };
}

/** Names by user id, asked for once. */
export function createUserNames(client: Client): UserNames {
  const known = new Map<string, string>();
  const learn = ({ isGroup, peer, name }: ConversationSnapshot): void => {
    if (!isGroup) known.set(peer, name);
  };
  client.conversations.all.forEach(learn);
  client.on('conversation', learn);
  client.on('relation', ({ user, name }) => known.set(user, name));
  return {
    async resolve(user) {
      if (user === client.me?.userId) return client.me.name;
      const name = known.get(user) ?? (await nameOf(client, user));
      known.set(user, name);
      return name;
    },
  };
}

/** What cannot be asked now goes by its id. */
async function nameOf(client: Client, user: string): Promise<string> {
  try {
    return (await client.call.logic.getProfile({ user })).profile?.name ?? '';
  } catch (error) {
    return asCallError(error).code === 'NO_SUCH_USER' ? '' : user;
  }
}

/**
 * The user of that name; the groups of mine where nobody is called so, or where the name begins with #: several where they share it. Rejects with NO_SUCH_USER.
 */
export async function findRecipients(client: Client, name: string): Promise<readonly Recipient[]> {
  // A group of a moment ago may not be listed here yet, and another one of its name must not be taken for it. What cannot be asked now is not.
  if (name.startsWith('#')) await client.sync().catch(() => undefined);
  const groups = groupsCalled(client, name);
  if (groups.length > 0 && name.startsWith('#')) return groups;
  try {
    const found = await client.call.logic.findUser({ name });
    return [{ conversation: directConversationId(client.me?.userId ?? '', found.user), user: found.user, name: found.name }];
  } catch (error) {
    if (groups.length === 0 || asCallError(error).code !== 'NO_SUCH_USER') throw error;
    return groups;
  }
}

/** The same from what this client knows by itself; empty where it knows nobody of that name. */
export function findKnownRecipients(client: Client, name: string): readonly Recipient[] {
  const isCalledSo = (other: { readonly name: string }): boolean => other.name.toLowerCase() === name.toLowerCase();
  const talkedTo = client.conversations.all.find((each) => !each.isGroup && isCalledSo(each));
  if (talkedTo) return [recipientOf(talkedTo)];
  const related = client.people.relations.find(isCalledSo);
  if (!related) return groupsCalled(client, name);
  const { user } = related;
  return [{ conversation: directConversationId(client.me?.userId ?? '', user), user, name: related.name }];
}

/** By `#name`, the name alone, its id, or `#name:` and the beginning of its id. */
function groupsCalled(client: Client, name: string): readonly Recipient[] {
  const groups = client.conversations.all.filter(({ isGroup, left }) => isGroup && !left).map(recipientOf);
  const called = (wanted: string): Recipient[] => groups.filter((each) => each.name.toLowerCase() === wanted.toLowerCase());
  const plain = name.replace(/^#/, '');
  const exact = groups.filter(({ conversation }) => conversation === name);
  if (exact.length > 0) return exact;
  const [, before = '', prefix = ''] = /^(.+):([\w-]+)$/.exec(plain) ?? [];
  const whole = called(plain);
  return whole.length > 0 || prefix === '' ? whole : called(before).filter((each) => each.conversation.startsWith(prefix));
}

const SHORTEST_ID = 6;

/** What `/to` takes for each of several groups of one name: as much of its id as tells it apart. */
export function disambiguateGroups(
  groups: readonly Recipient[],
): readonly { readonly place: Recipient; readonly handle: string }[] {
  let length = SHORTEST_ID;
  while (new Set(groups.map(({ conversation }) => conversation.slice(0, length))).size < groups.length) length += 1;
  return groups.map((place) => ({ place, handle: `#${place.name}:${place.conversation.slice(0, length)}` }));
}
