// The ids and sizes of the large tables for query plans.
import { createHash } from 'node:crypto';
import { directConversationId, encodeId } from '../../../proto/ids.ts';

/** A direct conversation of the first two users, a group of this many members, and relations of the first user. */
export const SIZES = { users: 3000, messages: 50_000, members: 2000, relations: 5000, groups: 300 } as const;

/** The n-th id of a kind, the same in every run. */
export function nthId(kind: string, n: number): string {
  return encodeId(createHash('md5').update(`${kind} ${n}`).digest());
}

export const userId = (n: number): string => nthId('user', n);
/** Number of deleted accounts. Each owned a small group and had a friend. The first had many friends and was in the big group. */
export const DELETED = 40;
export const deletedUser = (n: number): number => SIZES.users + n;
/** A group of the first user and nine others; the `n + 1`st user is its owner. */
export const smallGroupId = (n: number): string => nthId('group', n);
export const BIG_GROUP = nthId('group', -1);
export const BIG_CONVERSATION = directConversationId(userId(0), userId(1));
/** A user's conversation with the next user: three messages, of which the user has sent the first and the third. */
export const directConversation = (n: number): string => directConversationId(userId(n), userId(n + 1));
