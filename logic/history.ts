// What was said, page by page.
import type { Command } from '../infra/ports.ts';
import type { im } from '../proto/contract.ts';
import { messageOf } from './messages.ts';
import { checkSeq } from './messages-content.ts';
import { limitOf, upToBytes } from './pages.ts';
import type { LogicStored } from './ports.ts';
import { membershipOf } from './rights.ts';

const LIMITS = { usual: 100, most: 200 };

export async function pullMessages(
  request: im.PullMessagesRequest,
  command: Command<LogicStored>,
): Promise<im.PullMessagesReply.$Properties> {
  const { conversation, afterSeq, beforeSeq } = request;
  checkSeq(afterSeq);
  checkSeq(beforeSeq);
  const limit = limitOf(request.limit, LIMITS);
  const { caller, stored } = command;
  const { firstSeq, lastSeq } = await membershipOf(command, conversation);
  const last = beforeSeq > 0;
  const from = Math.max(afterSeq + 1, firstSeq);
  const to = last ? Math.min(beforeSeq - 1, lastSeq) : lastSeq;
  const found = await stored.messages.range(caller.user, conversation, { from, to, limit, last });
  // Those nearest to where the client is come first: from there on the page has no gap.
  const rising = upToBytes(
    last ? found.toReversed() : found,
    ({ text, body }) => Buffer.byteLength(text) + Buffer.byteLength(body),
  );
  const page = last ? rising.toReversed() : rising;
  const reactions = await stored.messages.reactions(caller.user, conversation, page[0]?.seq ?? 1, page.at(-1)?.seq ?? 0);
  const messages = page
    .filter(({ hidden }) => !hidden)
    .map((message) => ({ ...messageOf(message), reactions: [...(reactions.get(message.seq) ?? [])] }));
  return { messages, lastSeq, firstSeq, deletedSeqs: page.filter(({ hidden }) => hidden).map(({ seq }) => seq) };
}
