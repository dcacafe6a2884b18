// Friends, requests and blocked ones, page by page.
import type { Command } from '../infra/ports.ts';
import { im, steps } from '../proto/contract.ts';
import { profileOf } from './people.ts';
import { pageLimit, pageOf } from './people-pages.ts';
import type { FriendsReader, LogicStored } from './ports.ts';
import { relationOf } from './relations.ts';

/** How a user is: what a list of friends shows beside his name. */
interface Shown {
  readonly user: string;
  readonly state: im.PresenceState;
  readonly lastSeen: number;
}

/** Where the presence of friends comes from: from outside of the batch, so that no transaction waits for it. */
export interface FriendsPresence {
  readonly friends: FriendsReader;
  /** How these users are. Who is not among them is OFFLINE, since when is not known. */
  readonly presence: { of(users: readonly string[]): Promise<readonly Shown[]> };
}

/** Without `from` everybody is OFFLINE. */
export function listFriends(from?: FriendsPresence) {
  return steps({
    prepare: async (request: im.ListFriendsRequest, { caller }): Promise<ReadonlyMap<string, Shown>> => {
      if (!from) return new Map();
      const users = await from.friends.friendsOf(caller.user, request.afterUser, pageLimit(request.limit));
      return new Map((await from.presence.of(users)).map((shown) => [shown.user, shown]));
    },
    handle: async (
      request: im.ListFriendsRequest,
      { caller, stored }: Command<LogicStored>,
      shown: ReadonlyMap<string, Shown>,
    ): Promise<im.ListFriendsReply.$Properties> => {
      const limit = pageLimit(request.limit);
      // One more than asked for tells whether there is another page.
      const found = await stored.relations.list(caller.user, 'friends', request.afterUser, limit + 1);
      const { page, more } = pageOf(found, limit);
      const friends = page.map(({ person, ...relation }) => {
        const { state = im.PresenceState.OFFLINE, lastSeen = 0 } = shown.get(relation.other) ?? {};
        return { relation: relationOf(relation, person), presence: state, lastSeen };
      });
      return { friends, more };
    },
  });
}

export async function listFriendRequests(
  request: im.ListFriendRequestsRequest,
  { caller, stored }: Command<LogicStored>,
): Promise<im.ListFriendRequestsReply.$Properties> {
  const limit = pageLimit(request.limit);
  const found = await stored.relations.list(caller.user, 'asking', request.afterUser, limit + 1);
  const { page, more } = pageOf(found, limit);
  return { requests: page.map(({ person, ...relation }) => relationOf(relation, person)), more };
}

export async function listBlocked(
  request: im.ListBlockedRequest,
  { caller, stored }: Command<LogicStored>,
): Promise<im.ListBlockedReply.$Properties> {
  const limit = pageLimit(request.limit);
  const found = await stored.relations.list(caller.user, 'blocked', request.afterUser, limit + 1);
  const { page, more } = pageOf(found, limit);
  return { users: page.map(({ person }) => profileOf(person)), more };
}
