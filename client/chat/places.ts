// Where one writes, and who is called what.
import { conversationOf } from '../../proto/ids.ts';
import type { Client, ConversationState } from '../sdk.ts';
import { failureOf } from './failure.ts';

/** A conversation to write in: with a user, or a group. */
export interface Place {
  readonly conversation: string;
  /** Undefined: a group. */
  readonly user: string | undefined;
  /** Empty where the account is gone. */
  readonly name: string;
}

export interface Names {
  /** Empty where nobody is called so any more. */
  of(user: string): Promise<string>;
}

export function placeOf({ conversation, group, peer, name }: ConversationState): Place {
  return { conversation, user: group ? undefined : peer, name };
}

/** Names by user id, asked for once. */
export function createNames(client: Client): Names {
  const known = new Map<string, string>();
  const learn = ({ group, peer, name }: ConversationState): void => {
    if (!group) known.set(peer, name);
  };
  client.conversations.all.forEach(learn);
  client.on('conversation', learn);
  client.on('relation', ({ user, name }) => known.set(user, name));
  return {
    async of(user) {
      if (user === client.me?.user) return client.me.name;
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
    return failureOf(error).code === 'NO_SUCH_USER' ? '' : user;
  }
}

/**
 * The user of that name; the groups of mine where nobody is called so, or where the name begins with #: several where they share it. Rejects with NO_SUCH_USER.
 */
export async function findPlaces(client: Client, name: string): Promise<readonly Place[]> {
  // A group of a moment ago may not be listed here yet, and another one of its name must not be taken for it. What cannot be asked now is not.
  if (name.startsWith('#')) await client.sync().catch(() => undefined);
  const groups = groupsCalled(client, name);
  if (groups.length > 0 && name.startsWith('#')) return groups;
  try {
    const found = await client.call.logic.findUser({ name });
    return [{ conversation: conversationOf(client.me?.user ?? '', found.user), user: found.user, name: found.name }];
  } catch (error) {
    if (groups.length === 0 || failureOf(error).code !== 'NO_SUCH_USER') throw error;
    return groups;
  }
}

/** The same from what this client knows by itself; empty where it knows nobody of that name. */
export function knownPlaces(client: Client, name: string): readonly Place[] {
  const isCalledSo = (other: { readonly name: string }): boolean => other.name.toLowerCase() === name.toLowerCase();
  const talkedTo = client.conversations.all.find((each) => !each.group && isCalledSo(each));
  if (talkedTo) return [placeOf(talkedTo)];
  const related = client.people.relations.find(isCalledSo);
  if (!related) return groupsCalled(client, name);
  const { user } = related;
  return [{ conversation: conversationOf(client.me?.user ?? '', user), user, name: related.name }];
}

/** By `#name`, the name alone, its id, or `#name:` and the beginning of its id. */
function groupsCalled(client: Client, name: string): readonly Place[] {
  const groups = client.conversations.all.filter(({ group, left }) => group && !left).map(placeOf);
  const called = (wanted: string): Place[] => groups.filter((each) => each.name.toLowerCase() === wanted.toLowerCase());
  const plain = name.replace(/^#/, '');
  const exact = groups.filter(({ conversation }) => conversation === name);
  if (exact.length > 0) return exact;
  const [, before = '', prefix = ''] = /^(.+):([\w-]+)$/.exec(plain) ?? [];
  const whole = called(plain);
  return whole.length > 0 || prefix === '' ? whole : called(before).filter((each) => each.conversation.startsWith(prefix));
}

const SHORTEST_ID = 6;

/** What `/to` takes for each of several groups of one name: as much of its id as tells it apart. */
export function tellApart(groups: readonly Place[]): readonly { readonly place: Place; readonly handle: string }[] {
  let length = SHORTEST_ID;
  while (new Set(groups.map(({ conversation }) => conversation.slice(0, length))).size < groups.length) length += 1;
  return groups.map((place) => ({ place, handle: `#${place.name}:${place.conversation.slice(0, length)}` }));
}
