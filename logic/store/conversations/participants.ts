// Who is in a conversation now: for what is told at once and never stored.

import type { CacheKey } from '../../../infra/ports/index.ts';
import { id, integer } from '../../../infra/sql/literals.ts';
import type { CachedQuery } from '../../../infra/sql/query.ts';
import { encodeId } from '../../../proto/ids.ts';

/** In larger groups nobody is told who is typing: it would cost more than all that is said in them. */
export const MAX_EPHEMERAL_RECIPIENTS = 500;
/** One more than those of a group in which it is told, and one to know that there are more. */
export const MAX_CACHED_PARTICIPANTS = MAX_EPHEMERAL_RECIPIENTS + 2;

export interface Participants {
  /** In the order of their ids' bytes, at most MAX_LISTED. */
  readonly userIds: readonly string[];
  /** Of a conversation of two: either has blocked the other. */
  readonly blocked: boolean;
}

// Members are two for most conversations, hundreds for some.
const BLOCKED =
  'm.peer IS NOT NULL AND m.peer <> m.user AND (EXISTS (SELECT 1 FROM relations r WHERE r.user = m.user AND r.other = m.peer AND r.blocked = 1) OR EXISTS (SELECT 1 FROM relations r WHERE r.user = m.peer AND r.other = m.user AND r.blocked = 1))';

/** By the conversation's id. Undefined where nobody is in it. */
export const cachedParticipants: CachedQuery<Participants> = {
  kind: 'talk',
  sql: (conversations, { unionAll }) =>
    unionAll(
      conversations.map(
        (conversation, i) =>
          `SELECT ${i}, m.user, CASE WHEN ${BLOCKED} THEN 1 ELSE 0 END FROM conversation_members m WHERE m.conversation = ${id(conversation)} AND m.left_seq = 0 ORDER BY m.user LIMIT ${integer(MAX_CACHED_PARTICIPANTS)}`,
      ),
    ),
  decode: (rows, conversations) => {
    const found = conversations.map(() => ({ userIds: [] as string[], blocked: false }));
    for (const [i, user, blocked] of rows) {
      const its = found[Number(i)];
      its?.userIds.push(encodeId(user as Uint8Array));
      if (its && Number(blocked) === 1) its.blocked = true;
    }
    for (const { userIds } of found)
      userIds.sort((a, b) => Buffer.compare(Buffer.from(a, 'base64url'), Buffer.from(b, 'base64url')));
    return found.map((its) => (its.userIds.length > 0 ? its : undefined));
  },
};

/** What changes with who is in a conversation, and with who of two has blocked the other. */
export function participantsCacheKey(conversation: string): CacheKey {
  return { kind: cachedParticipants.kind, id: conversation };
}
