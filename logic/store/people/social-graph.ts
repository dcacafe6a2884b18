// Readers of friends and participants outside of batches: the recipients of ephemeral events, which are never stored.
import type { CachedQueries } from '../../../infra/cache/cached-queries.ts';
import type { SqlReader } from '../../../infra/sql/connection.ts';
import { id, integer, sortedIds } from '../../../infra/sql/literals.ts';
import { encodeId, isId } from '../../../proto/ids.ts';
import type { FriendListReader, SocialGraphReader } from '../../ports/index.ts';
import { cachedParticipants, MAX_CACHED_PARTICIPANTS, MAX_EPHEMERAL_RECIPIENTS } from '../conversations/participants.ts';
import { CACHED_LIST_LENGTH, cachedLists, sliceCachedList } from './relation-lists.ts';

/** Reads from the cache. What a cached list is too short for, many friends or a large group, comes from the database. */
export function socialGraphReader(cache: CachedQueries, { read }: SqlReader): SocialGraphReader {
  async function hasRow(userId: string, conversationId: string, where: 'left_seq = 0' | 'left_seq > 0'): Promise<boolean> {
    const rows = await read(
      `SELECT 1 FROM conversation_members
        WHERE user_id = ${id(userId)} AND conversation_id = ${id(conversationId)} AND ${where}`,
    );
    return rows.length > 0;
  }

  return {
    // A block ends the friendship for both users.
    async filterFriends(userId, otherIds) {
      const candidates = otherIds.filter(isId);
      if (!isId(userId) || candidates.length === 0) return new Set();
      const list = (await cache.read(cachedLists.friends, userId)) ?? [];
      if (list.length < CACHED_LIST_LENGTH) {
        const friends = new Set(list.filter(({ blocked }) => !blocked).map(({ otherId }) => otherId));
        return new Set(candidates.filter((otherId) => friends.has(otherId)));
      }
      const rows = await read(
        `SELECT other_id FROM relations
          WHERE user_id = ${id(userId)} AND other_id IN (${sortedIds(candidates)}) AND friend = 1 AND blocked = 0`,
      );
      return new Set(rows.map(([otherId]) => encodeId(otherId as Uint8Array)));
    },

    async findOtherParticipants(userId, conversationId) {
      if (!isId(userId) || !isId(conversationId)) return undefined;
      const { userIds, blocked } = (await cache.read(cachedParticipants, conversationId)) ?? { userIds: [], blocked: false };
      const isListed = userIds.includes(userId);
      if (!isListed && !(userIds.length === MAX_CACHED_PARTICIPANTS && (await hasRow(userId, conversationId, 'left_seq = 0'))))
        return undefined;
      return blocked || userIds.length > MAX_EPHEMERAL_RECIPIENTS + 1 ? [] : userIds.filter((otherId) => otherId !== userId);
    },

    isFormerMember: async (userId, groupId) => isId(userId) && isId(groupId) && hasRow(userId, groupId, 'left_seq > 0'),
  };
}

/** Reads friends outside of batches. */
export function friendListReader(cache: CachedQueries, { read }: SqlReader): FriendListReader {
  return {
    listFriendIds: async (userId, after, limit) => {
      if (!isId(userId) || (after !== '' && !isId(after))) return [];
      const list = (await cache.read(cachedLists.friends, userId)) ?? [];
      const page = sliceCachedList('friends', list, after, limit);
      if (page) return page.map(({ otherId }) => otherId);
      const above = after === '' ? '' : ` AND other_id > ${id(after)}`;
      const rows = await read(
        `SELECT other_id FROM relations
          WHERE user_id = ${id(userId)} AND friend = 1${above} ORDER BY other_id LIMIT ${integer(limit)}`,
      );
      return rows.map(([otherId]) => encodeId(otherId as Uint8Array));
    },
  };
}
