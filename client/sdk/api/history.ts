// Pages of a conversation's history, and who has read a message.
import type { im } from '../../../proto/rpc.ts';
import { lastCoveredSeq, type ReceivedMessage, toReceivedMessage } from './message.ts';
import { iteratePages, type PagedList } from './paging.ts';
import type { RpcApi } from './rpc-api.ts';

/** The messages before or after a seq. `limit` is 1 to 200, 100 by default. */
export interface HistoryRange {
  readonly before?: number;
  readonly after?: number;
  readonly limit?: number;
}

export interface HistoryPage {
  /** By seq, rising, in their present state. */
  readonly messages: readonly ReceivedMessage[];
  /** There may be messages beyond the page, in the requested direction. */
  readonly more: boolean;
  /** The lowest seq the user may see, and the highest seq of the conversation. */
  readonly firstSeq: number;
  readonly lastSeq: number;
}

const PAGE = 200;

/** Rejects with CallError. */
export async function fetchHistory(
  { logic }: RpcApi,
  conversationId: string,
  ownUserId: string | undefined,
  { before, after, limit = 100 }: HistoryRange = {},
): Promise<HistoryPage> {
  const range =
    after === undefined ? { beforeSeq: before ?? Number.MAX_SAFE_INTEGER } : { afterSeq: after, beforeSeq: before ?? 0 };
  const page = await logic.pullMessages({ conversationId, limit, ...range });
  const { firstSeq, lastSeq } = page;
  const messages = (page.messages as im.Message[]).map((message) => toReceivedMessage(message, ownUserId));
  // Infinity for an empty page.
  const lowest = Math.min(...messages.map(({ seq }) => seq), ...page.deletedSeqs);
  const hasEarlier = lowest > firstSeq && lowest < Number.POSITIVE_INFINITY;
  // 0 for an empty page.
  const highest = lastCoveredSeq(page);
  const hasLater = highest > 0 && highest < Math.min(lastSeq, (before ?? lastSeq + 1) - 1);
  return { messages, more: after === undefined ? hasEarlier : hasLater, firstSeq, lastSeq };
}

/** The ids of the users who have read a message. */
export function listReaders({ logic }: RpcApi, conversationId: string, seq: number): PagedList<string> {
  return iteratePages(
    async (afterUserId) => {
      const { userIds, more } = await logic.listReaders({ conversationId, seq, afterUserId, limit: PAGE });
      return { entries: userIds, more };
    },
    (userId) => userId,
  );
}
