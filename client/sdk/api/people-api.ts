// People: the user's profile and relations, and the server's lists of users.

import type { im } from '../../../proto/rpc.ts';
import type { OwnProfile, PeopleState, UserRelation } from '../state/people-state.ts';
import { wire } from '../wire/wire.ts';
import { iteratePages, type PagedList } from './paging.ts';
import type { RpcApi } from './rpc-api.ts';

/** Every other command about people is in `call.logic`. */
export interface PeopleApi {
  /** The present profile; undefined before the first sync. */
  readonly profile: OwnProfile | undefined;
  /** Friends, friend requests in both directions, and blocked users, in their present state. */
  readonly relations: readonly UserRelation[];
  /** My relation to a user, if there is one. */
  relation(userId: string): UserRelation | undefined;
  /** With their presence. */
  friends(): PagedList<im.Friend>;
  /** Friend requests to me, the newest first. */
  requests(): PagedList<im.Relation>;
  blocked(): PagedList<im.Profile>;
  search(text: string, by?: keyof typeof im.SearchUsersRequest.By): PagedList<im.Profile>;
}

const PAGE = 200;
const SEARCH_PAGE = 50;

export function peopleApi(people: PeopleState, { logic }: RpcApi): PeopleApi {
  return {
    get profile() {
      return people.profile;
    },
    get relations() {
      return people.relations;
    },
    relation: (userId) => people.relation(userId),
    friends: () =>
      iteratePages(
        async (afterUserId) => {
          const { friends, more } = await logic.listFriends({ afterUserId, limit: PAGE });
          return { entries: friends as im.Friend[], more };
        },
        ({ relation }) => relation?.other?.userId ?? '',
      ),
    requests: () =>
      iteratePages(
        async (afterUserId) => {
          const { requests, more } = await logic.listFriendRequests({ afterUserId, limit: PAGE });
          return { entries: requests as im.Relation[], more };
        },
        ({ other }) => other?.userId ?? '',
      ),
    blocked: () =>
      iteratePages(
        async (afterUserId) => {
          const { users, more } = await logic.listBlocked({ afterUserId, limit: PAGE });
          return { entries: users as im.Profile[], more };
        },
        ({ userId }) => userId,
      ),
    async *search(text, by = 'NAME_PREFIX') {
      for (let [after, more] = ['', true]; more; more = after !== '') {
        const page = await logic.searchUsers({ by: wire.SearchUsersRequest.By[by], text, after, limit: SEARCH_PAGE });
        yield* page.users as im.Profile[];
        after = page.next;
      }
    },
  };
}
