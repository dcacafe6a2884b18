// The current members of a conversation, cached: the recipients of ephemeral events, which are never stored.

import type { CacheKey } from '../../../infra/ports/index.ts';
import { id, integer } from '../../../infra/sql/literals.ts';
import type { CachedQuery } from '../../../infra/sql/query.ts';
import { decodeId, encodeId } from '../../../proto/ids.ts';

/** Larger groups get no ephemeral events: typing would cost more than all messages. */
export const MAX_EPHEMERAL_RECIPIENTS = 500;
/** The recipients, their sender, and one more participant: a list of this length means that the group is larger. */
export const MAX_CACHED_PARTICIPANTS = MAX_EPHEMERAL_RECIPIENTS + 2;

export interface Participants {
  /** In the order of the ids' bytes, at most MAX_CACHED_PARTICIPANTS. */
  readonly userIds: readonly string[];
  /** In a direct conversation: one of the users has blocked the other. */
  readonly blocked: boolean;
}

const blocks = (userId: string, otherId: string): string =>
  `EXISTS (SELECT 1 FROM relations r WHERE r.user_id = ${userId} AND r.other_id = ${otherId} AND r.blocked = 1)`;
const IS_BLOCKED = `m.peer_id IS NOT NULL AND m.peer_id <> m.user_id
  AND (${blocks('m.user_id', 'm.peer_id')} OR ${blocks('m.peer_id', 'm.user_id')})`;

/** By conversation id. Undefined when the conversation has no member. */
export const cachedParticipants: CachedQuery<Participants> = {
  kind: 'participants',
  sql: (conversationIds, { unionAll }) =>
    unionAll(
      conversationIds.map(
        (conversationId, i) =>
          `SELECT ${i}, m.user_id, CASE WHEN ${IS_BLOCKED} THEN 1 ELSE 0 END FROM conversation_members m
            WHERE m.conversation_id = ${id(conversationId)} AND m.left_seq = 0
            ORDER BY m.user_id LIMIT ${integer(MAX_CACHED_PARTICIPANTS)}`,
      ),
    ),
  decode: (rows, conversationIds) => {
    const found = conversationIds.map(() => ({ userIds: [] as string[], blocked: false }));
    for (const [i, userId, blocked] of rows) {
      const participants = found[Number(i)];
      participants?.userIds.push(encodeId(userId as Uint8Array));
      if (participants && Number(blocked) === 1) participants.blocked = true;
    }
    for (const { userIds } of found) userIds.sort((a, b) => Buffer.compare(decodeId(a), decodeId(b)));
    return found.map((participants) => (participants.userIds.length > 0 ? participants : undefined));
  },
};

/** Invalid after a change of the members, and after a block or unblock between the two users of a direct conversation. */
export function participantsCacheKey(conversationId: string): CacheKey {
  return { kind: cachedParticipants.kind, id: conversationId };
}
