// ListFriends, ListFriendRequests and ListBlocked, page by page.
import type { Command } from '../../infra/ports/index.ts';
import { commandHandler, im } from '../../proto/rpc.ts';
import { fitToPage, resolvePageLimit } from '../pages.ts';
import type { FriendListReader, LogicStore, Person, Relation } from '../ports/index.ts';
import { toProtoProfile } from './profiles.ts';
import { toProtoRelation } from './relations.ts';

const LIMITS = { usual: 100, most: 200 };

type RelationWithPerson = Relation & { readonly person: Person };

/** The presence that a list of friends shows beside each name. */
interface ShownPresence {
  readonly userId: string;
  readonly state: im.PresenceState;
  readonly lastSeen: number;
}

/** Sources for the presence of friends. `prepare` reads them before the batch, so that no transaction waits for them. */
export interface FriendPresenceSources {
  readonly friends: FriendListReader;
  /** The presence of these users. A user who is missing in the result is OFFLINE with an unknown last-seen time. */
  readonly presence: { getStates(userIds: readonly string[]): Promise<readonly ShownPresence[]> };
}

/** Without `sources` all friends are OFFLINE. */
export function listFriends(sources?: FriendPresenceSources) {
  return commandHandler({
    prepare: async (request: im.ListFriendsRequest, { caller }): Promise<ReadonlyMap<string, ShownPresence>> => {
      if (!sources) return new Map();
      const limit = resolvePageLimit(request.limit, LIMITS);
      const userIds = await sources.friends.listFriendIds(caller.userId, request.afterUserId, limit);
      return new Map((await sources.presence.getStates(userIds)).map((presence) => [presence.userId, presence]));
    },
    handle: async (
      request: im.ListFriendsRequest,
      command: Command<LogicStore>,
      presences: ReadonlyMap<string, ShownPresence>,
    ): Promise<im.ListFriendsReply.$Properties> => {
      const { page, more } = await listPage('friends', request, command);
      const friends = page.map(({ person, ...relation }) => {
        const { state = im.PresenceState.OFFLINE, lastSeen = 0 } = presences.get(relation.otherId) ?? {};
        return { relation: toProtoRelation(relation, person), presence: state, lastSeen };
      });
      return { friends, more };
    },
  });
}

export async function listFriendRequests(
  request: im.ListFriendRequestsRequest,
  command: Command<LogicStore>,
): Promise<im.ListFriendRequestsReply.$Properties> {
  const { page, more } = await listPage('asking', request, command);
  return { requests: page.map(({ person, ...relation }) => toProtoRelation(relation, person)), more };
}

export async function listBlocked(
  request: im.ListBlockedRequest,
  command: Command<LogicStore>,
): Promise<im.ListBlockedReply.$Properties> {
  const { page, more } = await listPage('blocked', request, command);
  return { users: page.map(({ person }) => toProtoProfile(person)), more };
}

async function listPage(
  which: 'friends' | 'asking' | 'blocked',
  request: { readonly limit: number; readonly afterUserId: string },
  { caller, tx }: Command<LogicStore>,
): Promise<{ readonly page: readonly RelationWithPerson[]; readonly more: boolean }> {
  const limit = resolvePageLimit(request.limit, LIMITS);
  // One extra entry shows whether there is another page.
  const found = await tx.relations.list(caller.userId, which, request.afterUserId, limit + 1);
  const page = fitToPage(found.slice(0, limit), relationBytes);
  return { page, more: found.length > page.length };
}

/** How many bytes a relation takes in a page. */
export function relationBytes({ person, greeting, remark }: RelationWithPerson): number {
  return [...Object.values(person), greeting, remark].reduce((bytes: number, text: string) => bytes + Buffer.byteLength(text), 0);
}
