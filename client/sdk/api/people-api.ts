// Lists that come in pages, as one: the next page is asked for when it is needed.
import { randomFillSync } from 'node:crypto';
import { im } from '../../../proto/rpc.ts';
import type { ClientSession } from '../connection/session.ts';
import type { Timing } from '../connection/timing.ts';
import type { OwnProfile, PeopleState, UserRelation } from '../state/people-state.ts';
import { getRpc, invokeRpc, type RpcApi } from './rpc-api.ts';

type Listed<T> = AsyncGenerator<T, void, void>;

/** People; everything else one does with them is `call.logic`. */
export interface PeopleApi {
  /** As it is now; undefined before the first sync. */
  readonly profile: OwnProfile | undefined;
  /** Friends, who asks and is asked, and who is blocked, as they are now. */
  readonly relations: readonly UserRelation[];
  /** What a user is to me, where there is anything. */
  relation(user: string): UserRelation | undefined;
  /** With their presence. */
  friends(): Listed<im.Friend>;
  /** Who asks me, the newest first. */
  requests(): Listed<im.Relation>;
  blocked(): Listed<im.Profile>;
  search(text: string, by?: keyof typeof im.SearchUsersRequest.By): Listed<im.Profile>;
}

export interface NewGroup {
  readonly name: string;
  readonly avatarUrl?: string;
  readonly about?: string;
  readonly joinPolicy?: keyof typeof im.JoinPolicy;
  /** User ids, besides me. */
  readonly members?: readonly string[];
  /** 16 bytes; the same again is the same group. */
  readonly clientRequestId?: Uint8Array;
}

/** Groups; everything else one does with them is `call.logic`. */
export interface GroupsApi {
  /** Makes one group, however often it has to be asked for. Rejects with CallError. */
  create(group: NewGroup): Promise<im.Group>;
  all(): Listed<im.Group>;
  members(group: string): Listed<im.GroupMember>;
  /** For admins. */
  joinRequests(group: string): Listed<im.JoinRequest>;
}

const PAGE = 200;
const SEARCH_PAGE = 50;

/** All entries of all pages. `key` is what the page after an entry begins behind. */
async function* paged<T>(ask: (after: string) => Promise<{ entries: readonly T[]; more: boolean }>, key: (entry: T) => string) {
  for (let after = ''; ; ) {
    const { entries, more } = await ask(after);
    yield* entries;
    const last = entries.at(-1);
    if (!more || last === undefined) return;
    after = key(last);
  }
}

export function peopleApi(people: PeopleState, { logic }: RpcApi): PeopleApi {
  return {
    get profile() {
      return people.profile;
    },
    get relations() {
      return people.relations;
    },
    relation: people.relation,
    friends: () =>
      paged(
        async (afterUser) => {
          const { friends, more } = await logic.listFriends({ afterUser, limit: PAGE });
          return { entries: friends as im.Friend[], more };
        },
        ({ relation }) => relation?.other?.user ?? '',
      ),
    requests: () =>
      paged(
        async (afterUser) => {
          const { requests, more } = await logic.listFriendRequests({ afterUser, limit: PAGE });
          return { entries: requests as im.Relation[], more };
        },
        ({ other }) => other?.user ?? '',
      ),
    blocked: () =>
      paged(
        async (afterUser) => {
          const { users, more } = await logic.listBlocked({ afterUser, limit: PAGE });
          return { entries: users as im.Profile[], more };
        },
        ({ user }) => user,
      ),
    async *search(text, by = 'NAME_PREFIX') {
      for (let [after, more] = ['', true]; more; more = after !== '') {
        const page = await logic.searchUsers({ by: im.SearchUsersRequest.By[by], text, after, limit: SEARCH_PAGE });
        yield* page.users as im.Profile[];
        after = page.next;
      }
    },
  };
}

export function groupsApi(session: ClientSession, { logic }: RpcApi, timing: Timing, random: () => number): GroupsApi {
  return {
    async create({ clientRequestId = randomFillSync(new Uint8Array(16)), joinPolicy = 'BY_INVITATION', ...group }) {
      const request = { ...group, clientRequestId, joinPolicy: im.JoinPolicy[joinPolicy] };
      const how = { timeoutMs: timing.callTimeoutMs, repeat: true, timing, random };
      const made = (await invokeRpc(session, getRpc('Logic', 'createGroup'), request, how)) as im.CreateGroupReply;
      return im.Group.create(made.group ?? {});
    },
    all: () =>
      paged(
        async (afterGroup) => {
          const { groups, more } = await logic.listGroups({ afterGroup, limit: PAGE });
          return { entries: groups as im.Group[], more };
        },
        ({ groupId }) => groupId,
      ),
    members: (groupId) =>
      paged(
        async (afterUser) => {
          const { members, more } = await logic.listGroupMembers({ groupId, afterUser, limit: PAGE });
          return { entries: members as im.GroupMember[], more };
        },
        ({ user }) => user,
      ),
    joinRequests: (groupId) =>
      paged(
        async (afterUser) => {
          const { requests, more } = await logic.listJoinRequests({ groupId, afterUser, limit: PAGE });
          return { entries: requests as im.JoinRequest[], more };
        },
        ({ user }) => user,
      ),
  };
}

/** Who of a conversation has read a message: user ids. */
export function listReaders({ logic }: RpcApi, conversation: string, seq: number): Listed<string> {
  return paged(
    async (afterUser) => {
      const { users, more } = await logic.listReaders({ conversation, seq, afterUser, limit: PAGE });
      return { entries: users, more };
    },
    (user) => user,
  );
}
