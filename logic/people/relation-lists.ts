// Friends, requests and blocked ones, page by page.
import type { Command } from '../../infra/ports/index.ts';
import { commandHandler, im } from '../../proto/rpc.ts';
import type { FriendListReader, LogicStore } from '../ports/index.ts';
import { toProtoProfile } from './profiles.ts';
import { resolveRelationPageLimit, toRelationPage } from './relation-pages.ts';
import { toProtoRelation } from './relations.ts';

/** How a user is: what a list of friends shows beside his name. */
interface Shown {
  readonly user: string;
  readonly state: im.PresenceState;
  readonly lastSeen: number;
}

/** Where the presence of friends comes from: from outside of the batch, so that no transaction waits for it. */
export interface FriendPresenceSources {
  readonly friends: FriendListReader;
  /** How these users are. Who is not among them is OFFLINE, since when is not known. */
  readonly presence: { getStates(users: readonly string[]): Promise<readonly Shown[]> };
}

/** Without `from` everybody is OFFLINE. */
export function listFriends(from?: FriendPresenceSources) {
  return commandHandler({
    prepare: async (request: im.ListFriendsRequest, { caller }): Promise<ReadonlyMap<string, Shown>> => {
      if (!from) return new Map();
      const users = await from.friends.listFriendIds(caller.userId, request.afterUser, resolveRelationPageLimit(request.limit));
      return new Map((await from.presence.getStates(users)).map((shown) => [shown.user, shown]));
    },
    handle: async (
      request: im.ListFriendsRequest,
      { caller, tx }: Command<LogicStore>,
      shown: ReadonlyMap<string, Shown>,
    ): Promise<im.ListFriendsReply.$Properties> => {
      const limit = resolveRelationPageLimit(request.limit);
      // One more than asked for tells whether there is another page.
      const found = await tx.relations.list(caller.userId, 'friends', request.afterUser, limit + 1);
      const { page, more } = toRelationPage(found, limit);
      const friends = page.map(({ person, ...relation }) => {
        const { state = im.PresenceState.OFFLINE, lastSeen = 0 } = shown.get(relation.other) ?? {};
        return { relation: toProtoRelation(relation, person), presence: state, lastSeen };
      });
      return { friends, more };
    },
  });
}

export async function listFriendRequests(
  request: im.ListFriendRequestsRequest,
  { caller, tx }: Command<LogicStore>,
): Promise<im.ListFriendRequestsReply.$Properties> {
  const limit = resolveRelationPageLimit(request.limit);
  const found = await tx.relations.list(caller.userId, 'asking', request.afterUser, limit + 1);
  const { page, more } = toRelationPage(found, limit);
  return { requests: page.map(({ person, ...relation }) => toProtoRelation(relation, person)), more };
}

export async function listBlocked(
  request: im.ListBlockedRequest,
  { caller, tx }: Command<LogicStore>,
): Promise<im.ListBlockedReply.$Properties> {
  const limit = resolveRelationPageLimit(request.limit);
  const found = await tx.relations.list(caller.userId, 'blocked', request.afterUser, limit + 1);
  const { page, more } = toRelationPage(found, limit);
  return { users: page.map(({ person }) => toProtoProfile(person)), more };
}
