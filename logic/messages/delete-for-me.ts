// DeleteForMe: hides messages from the caller for ever. Other users still see them.
import type { Command } from '../../infra/ports/index.ts';
import { ImError } from '../../proto/errors.ts';
import type { im } from '../../proto/rpc.ts';
import { requireMembership } from '../conversations/access.ts';
import { toProtoConversationChanged } from '../conversations/conversation-views.ts';
import type { LogicStore } from '../ports/index.ts';

const MAX_SEQS = 100;

export async function deleteForMe(
  { conversationId, seqs }: im.DeleteForMeRequest,
  command: Command<LogicStore>,
): Promise<im.DeleteForMeReply.$Properties> {
  if (seqs.length > MAX_SEQS) throw new ImError('BAD_LIMIT', `at most ${MAX_SEQS} messages can be deleted at once`);
  const { caller, tx } = command;
  const { firstSeq, lastSeq } = await requireMembership(command, conversationId);
  const visible = [...new Set(seqs)].filter((seq) => seq >= firstSeq && seq <= lastSeq);
  const hidden = await tx.messages.listHidden(caller.userId, conversationId, visible);
  const deletedSeqs = visible.filter((seq) => !hidden.has(seq));
  if (deletedSeqs.length === 0) return {};
  tx.messages.hide(caller.userId, conversationId, deletedSeqs);
  const membership = await tx.conversations.updateMembership(caller.userId, conversationId, {});
  const conversationChanged = { ...toProtoConversationChanged(membership), deletedSeqs };
  command.push([caller.userId], { conversationChanged }, { exceptCaller: true });
  return { stateVersion: membership.stateVersion };
}
