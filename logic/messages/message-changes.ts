// Changes of messages: each is a message of its own, with its place in the order, so that who was away finds it.
import type { Command } from '../../infra/ports/index.ts';
import { ImError } from '../../proto/errors.ts';
import { commandHandler, im } from '../../proto/rpc.ts';
import {
  assertCurrentMember,
  assertMayEdit,
  assertMayPost,
  assertMayRecall,
  assertMessageVisible,
  listAudience,
  requireMembership,
} from '../conversations/access.ts';
import type { LogicSettings } from '../handlers.ts';
import type { LogicStore, Membership, MessageContent, StoredMessage } from '../ports/index.ts';
import { assertClientMessageId, assertContent, assertEmoji, EMPTY_CONTENT } from './message-content.ts';
import { appendMessage, replyToResend } from './send-message.ts';

const MAX_HIDDEN = 100;

type ChangeRequest = Pick<im.RecallMessageRequest, 'clientMessageId' | 'conversation' | 'seq'>;
type Reply = Promise<im.SendMessageReply.$Properties>;

export const recallMessage = commandHandler({
  isIdempotent: true,
  handle: (request: im.RecallMessageRequest, command: Command<LogicStore>): Reply =>
    change(
      request,
      { ...EMPTY_CONTENT, kind: im.MessageKind.RECALLED, text: '', target: request.seq },
      command,
      async (target, own) => {
        await assertMayRecall(command, own, target);
        return (by) => command.tx.messages.rewrite(target, { text: '', body: '', mentions: [], recalled: true }, by);
      },
    ),
});

export function editMessage(settings: LogicSettings) {
  return commandHandler({
    isIdempotent: true,
    handle: (request: im.EditMessageRequest, command: Command<LogicStore>): Reply => {
      const { seq, text, body } = request;
      return change(
        request,
        { ...EMPTY_CONTENT, kind: im.MessageKind.EDITED, text, body, target: seq },
        command,
        async (target, own) => {
          assertMayEdit(command, target);
          assertContent(target.kind, text, body, settings);
          await assertMayPost(command, own, settings);
          return (by) => command.tx.messages.rewrite(target, { text, body, edited: true }, by);
        },
      );
    },
  });
}

export function react(settings: LogicSettings) {
  return commandHandler({
    isIdempotent: true,
    handle: (request: im.ReactRequest, command: Command<LogicStore>): Reply => {
      const { seq, emoji, remove: removed } = request;
      assertEmoji(emoji);
      const content = { ...EMPTY_CONTENT, kind: im.MessageKind.REACTED, text: '', target: seq, emoji, removed };
      return change(request, content, command, async (target, own) => {
        // Who may not write may still take back what he has said, and only that: everybody is told of each change.
        if (!removed || !(await isMine(command, target, emoji))) await assertMayPost(command, own, settings);
        if (!(await command.tx.messages.setReaction(target, command.caller.userId, emoji, removed)))
          throw new ImError('BAD_REACTION', 'this message has as many different reactions as it can have');
        return () => undefined;
      });
    },
  });
}

/** Whether the caller has set this reaction. */
async function isMine({ caller, tx }: Command<LogicStore>, { conversation, seq }: StoredMessage, emoji: string) {
  const reactions = await tx.messages.listReactions(caller.userId, conversation, seq, seq);
  return reactions.get(seq)?.some((reaction) => reaction.mine && reaction.emoji === emoji) ?? false;
}

/**
 * Stores a change of a message that the caller sees. `allowed` throws where he may not, and returns what is to be done to the message once the change has its seq.
 */
async function change(
  { clientMessageId, conversation, seq }: ChangeRequest,
  content: MessageContent,
  command: Command<LogicStore>,
  allowed: (target: StoredMessage, own: Membership) => Promise<(by: number) => void>,
): Reply {
  assertClientMessageId(clientMessageId);
  const { caller, tx } = command;
  const [before, membership, target] = await Promise.all([
    tx.messages.findByClientId(conversation, caller.userId, clientMessageId),
    tx.conversations.findMembership(caller.userId, conversation),
    tx.messages.lock(conversation, seq),
  ]);
  if (before) return replyToResend(before, content, command);
  const own = assertCurrentMember(membership);
  const there = assertMessageVisible(target, own);
  const audience = await listAudience(command, own);
  const apply = await allowed(there, own);
  const reply = await appendMessage(command, conversation, clientMessageId, content, audience);
  apply(reply.seq ?? 0);
  return reply;
}

export async function deleteForMe(
  { conversation, seqs }: im.DeleteForMeRequest,
  command: Command<LogicStore>,
): Promise<im.DeleteForMeReply.$Properties> {
  if (seqs.length > MAX_HIDDEN) throw new ImError('BAD_LIMIT', `at most ${MAX_HIDDEN} messages are deleted at once`);
  const { caller, tx } = command;
  const { firstSeq, lastSeq } = await requireMembership(command, conversation);
  const deletedSeqs = [...new Set(seqs)].filter((seq) => seq >= firstSeq && seq <= lastSeq);
  if (deletedSeqs.length === 0) return {};
  tx.messages.hide(caller.userId, conversation, deletedSeqs);
  const after = await tx.conversations.updateMembership(caller.userId, conversation, {});
  command.push(
    [caller.userId],
    { conversationChanged: { ...toProtoConversationChanged(after), deletedSeqs } },
    { exceptCaller: true },
  );
  return {};
}

/** What the other devices of a member are told of his conversation. */
export function toProtoConversationChanged(own: Membership): im.ConversationChanged.$Properties {
  const { conversation, stateVersion, readSeq, unread, pinned, muted, hidden, left } = own;
  return { conversation, stateVersion, readSeq, unread, pinned, muted, hidden, left };
}
