// PullMessages: the messages of a conversation, page by page.
import type { Command } from '../../infra/ports/index.ts';
import type { im } from '../../proto/rpc.ts';
import { requireMembership } from '../conversations/access.ts';
import { fitToPage, resolvePageLimit } from '../pages.ts';
import type { LogicStore } from '../ports/index.ts';
import { toProtoMessage } from './append-message.ts';
import { assertSeq } from './message-content.ts';

const LIMITS = { usual: 100, most: 200 };

export async function pullMessages(
  request: im.PullMessagesRequest,
  command: Command<LogicStore>,
): Promise<im.PullMessagesReply.$Properties> {
  const { conversationId, afterSeq, beforeSeq } = request;
  assertSeq(afterSeq);
  assertSeq(beforeSeq);
  const limit = resolvePageLimit(request.limit, LIMITS);
  const { caller, tx } = command;
  const { firstSeq, lastSeq, left } = await requireMembership(command, conversationId);
  const fromEnd = beforeSeq > 0;
  const from = Math.max(afterSeq + 1, firstSeq);
  const to = fromEnd ? Math.min(beforeSeq - 1, lastSeq) : lastSeq;
  const found = await tx.messages.listRange(caller.userId, conversationId, {
    ...{ from, to, limit, fromEnd },
    ...(left && { changesUpTo: lastSeq }),
  });
  // If not all messages fit, keep those nearest to the client's position, so that the client gets no gap.
  const nearestFirst = fitToPage(
    fromEnd ? found.toReversed() : found,
    ({ text, body }) => Buffer.byteLength(text) + Buffer.byteLength(body),
  );
  const page = fromEnd ? nearestFirst.toReversed() : nearestFirst;
  // Reactions have no seq: a former member gets none, rather than those that came later.
  const lastPageSeq = left ? 0 : (page.at(-1)?.seq ?? 0);
  const reactions = await tx.messages.listReactions(caller.userId, conversationId, page[0]?.seq ?? 1, lastPageSeq);
  const messages = page
    .filter(({ hidden }) => !hidden)
    .map((message) => ({ ...toProtoMessage(message), reactions: [...(reactions.get(message.seq) ?? [])] }));
  return { messages, lastSeq, firstSeq, deletedSeqs: page.filter(({ hidden }) => hidden).map(({ seq }) => seq) };
}
