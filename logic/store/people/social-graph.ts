// Who has to do with whom, outside of batches: for what is told at once and never stored.

import type { CachedQueries } from '../../../infra/cache/cached-queries.ts';
import type { SqlReader } from '../../../infra/sql/connection.ts';
import { id, integer, sortedIds } from '../../../infra/sql/literals.ts';
import { encodeId, isId } from '../../../proto/ids.ts';
import type { FriendListReader, SocialGraphReader } from '../../ports/index.ts';
import { cachedParticipants, MAX_CACHED_PARTICIPANTS, MAX_EPHEMERAL_RECIPIENTS } from '../conversations/participants.ts';
import { CACHED_LIST_LENGTH, cachedLists, sliceCachedList } from './relation-lists.ts';

/** Asks for copies, and reads of those with very many friends, and of very large groups, what no copy holds. */
export function socialGraphReader(copies: CachedQueries, { read }: SqlReader): SocialGraphReader {
  async function isIn(user: string, conversation: string): Promise<boolean> {
    const rows = await read(
      `SELECT 1 FROM conversation_members WHERE user = ${id(user)} AND conversation = ${id(conversation)} AND left_seq = 0`,
    );
    return rows.length > 0;
  }

  return {
    // A block ends a friendship, for both of them.
    async filterFriends(user, others) {
      const possible = others.filter(isId);
      if (!isId(user) || possible.length === 0) return new Set();
      const first = (await copies.read(cachedLists.friends, user)) ?? [];
      if (first.length < CACHED_LIST_LENGTH) {
        const friends = new Set(first.filter(({ blocked }) => !blocked).map(({ other }) => other));
        return new Set(possible.filter((other) => friends.has(other)));
      }
      const rows = await read(
        `SELECT other FROM relations WHERE user = ${id(user)} AND other IN (${sortedIds(possible)}) AND friend = 1 AND blocked = 0`,
      );
      return new Set(rows.map(([other]) => encodeId(other as Uint8Array)));
    },

    async findOtherParticipants(user, conversation) {
      if (!isId(user) || !isId(conversation)) return undefined;
      const { userIds, blocked } = (await copies.read(cachedParticipants, conversation)) ?? { userIds: [], blocked: false };
      if (!userIds.includes(user) && !(userIds.length === MAX_CACHED_PARTICIPANTS && (await isIn(user, conversation))))
        return undefined;
      return blocked || userIds.length > MAX_EPHEMERAL_RECIPIENTS + 1 ? [] : userIds.filter((member) => member !== user);
    },
  };
}

/** Friends as they are outside of batches. */
export function friendListReader(copies: CachedQueries, { read }: SqlReader): FriendListReader {
  return {
    listFriendIds: async (user, after, limit) => {
      if (!isId(user) || (after !== '' && !isId(after))) return [];
      const page = sliceCachedList('friends', (await copies.read(cachedLists.friends, user)) ?? [], after, limit);
      if (page) return page.map(({ other }) => other);
      const above = after === '' ? '' : ` AND other > ${id(after)}`;
      const rows = await read(
        `SELECT other FROM relations WHERE user = ${id(user)} AND friend = 1${above} ORDER BY other LIMIT ${integer(limit)}`,
      );
      return rows.map(([other]) => encodeId(other as Uint8Array));
    },
  };
}
