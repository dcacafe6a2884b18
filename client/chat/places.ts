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

/** The user of that name; a group of mine where nobody is called so, or where the name begins with #. Rejects with NO_SUCH_USER. */
export async function findPlace(client: Client, name: string): Promise<Place> {
  const groups = client.conversations.all.filter(({ group, left }) => group && !left);
  const wanted = name.replace(/^#/, '').toLowerCase();
  const group = groups.find((each) => each.conversation === name || each.name.toLowerCase() === wanted);
  if (group && name.startsWith('#')) return placeOf(group);
  try {
    const found = await client.call.logic.findUser({ name });
    return { conversation: conversationOf(client.me?.user ?? '', found.user), user: found.user, name: found.name };
  } catch (error) {
    if (!group || failureOf(error).code !== 'NO_SUCH_USER') throw error;
    return placeOf(group);
  }
}
