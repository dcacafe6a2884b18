// Changes of messages: each is a message of its own, with its place in the order, so that who was away finds it.
import type { Command } from '../infra/ports.ts';
import { im, steps } from '../proto/contract.ts';
import { ImError } from '../proto/errors.ts';
import type { LogicSettings } from './handlers.ts';
import { append, resent } from './messages.ts';
import { checkContent, checkEmoji, checkMessageId, PLAIN } from './messages-content.ts';
import type { Content, LogicStored, Membership, StoredMessage } from './ports.ts';
import { assertMayEdit, assertMayRecall, assertMayWriteIn, assertMember, audienceOf, membershipOf, visible } from './rights.ts';

const MAX_HIDDEN = 100;

type ChangeRequest = Pick<im.RecallMessageRequest, 'clientMessageId' | 'conversation' | 'seq'>;
type Reply = Promise<im.SendMessageReply.$Properties>;

export const recallMessage = steps({
  answersFromStore: true,
  handle: (request: im.RecallMessageRequest, command: Command<LogicStored>): Reply =>
    change(request, { ...PLAIN, kind: im.MessageKind.RECALLED, text: '', target: request.seq }, command, async (target, own) => {
      await assertMayRecall(command, own, target);
      return (by) => command.stored.messages.rewrite(target, { text: '', body: '', mentions: [], recalled: true }, by);
    }),
});

export function editMessage(settings: LogicSettings) {
  return steps({
    answersFromStore: true,
    handle: (request: im.EditMessageRequest, command: Command<LogicStored>): Reply => {
      const { seq, text, body } = request;
      return change(request, { ...PLAIN, kind: im.MessageKind.EDITED, text, body, target: seq }, command, async (target, own) => {
        assertMayEdit(command, target);
        checkContent(target.kind, text, body, settings);
        await assertMayWriteIn(command, own, settings);
        return (by) => command.stored.messages.rewrite(target, { text, body, edited: true }, by);
      });
    },
  });
}

export function react(settings: LogicSettings) {
  return steps({
    answersFromStore: true,
    handle: (request: im.ReactRequest, command: Command<LogicStored>): Reply => {
      const { seq, emoji, remove: removed } = request;
      checkEmoji(emoji);
      const content = { ...PLAIN, kind: im.MessageKind.REACTED, text: '', target: seq, emoji, removed };
      return change(request, content, command, async (target, own) => {
        // Who may not write may still take back what he has said, and only that: everybody is told of each change.
        if (!removed || !(await isMine(command, target, emoji))) await assertMayWriteIn(command, own, settings);
        if (!(await command.stored.messages.react(target, command.caller.user, emoji, removed)))
          throw new ImError('BAD_REACTION', 'this message has as many different reactions as it can have');
        return () => undefined;
      });
    },
  });
}

/** Whether the caller has set this reaction. */
async function isMine({ caller, stored }: Command<LogicStored>, { conversation, seq }: StoredMessage, emoji: string) {
  const reactions = await stored.messages.reactions(caller.user, conversation, seq, seq);
  return reactions.get(seq)?.some((reaction) => reaction.mine && reaction.emoji === emoji) ?? false;
}

/**
 * Stores a change of a message that the caller sees. `allowed` throws where he may not, and returns what is to be done to the message once the change has its seq.
 */
async function change(
  { clientMessageId, conversation, seq }: ChangeRequest,
  content: Content,
  command: Command<LogicStored>,
  allowed: (target: StoredMessage, own: Membership) => Promise<(by: number) => void>,
): Reply {
  checkMessageId(clientMessageId);
  const { caller, stored } = command;
  const [before, membership, target] = await Promise.all([
    stored.messages.byClientId(conversation, caller.user, clientMessageId),
    stored.conversations.membership(caller.user, conversation),
    stored.messages.lock(conversation, seq),
  ]);
  if (before) return resent(before, content, command);
  const own = assertMember(membership);
  const there = visible(target, own);
  const audience = await audienceOf(command, own);
  const apply = await allowed(there, own);
  const reply = await append(command, conversation, clientMessageId, content, audience);
  apply(reply.seq ?? 0);
  return reply;
}

export async function deleteForMe(
  { conversation, seqs }: im.DeleteForMeRequest,
  command: Command<LogicStored>,
): Promise<im.DeleteForMeReply.$Properties> {
  if (seqs.length > MAX_HIDDEN) throw new ImError('BAD_LIMIT', `at most ${MAX_HIDDEN} messages are deleted at once`);
  const { caller, stored } = command;
  const { firstSeq, lastSeq } = await membershipOf(command, conversation);
  const deletedSeqs = [...new Set(seqs)].filter((seq) => seq >= firstSeq && seq <= lastSeq);
  if (deletedSeqs.length === 0) return {};
  stored.messages.hide(caller.user, conversation, deletedSeqs);
  const after = await stored.conversations.change(caller.user, conversation, {});
  command.push([caller.user], { conversationChanged: { ...changedOf(after), deletedSeqs } }, { exceptCaller: true });
  return {};
}

/** What the other devices of a member are told of his conversation. */
export function changedOf(own: Membership): im.ConversationChanged.$Properties {
  const { conversation, stateVersion, readSeq, unread, pinned, muted, hidden, left } = own;
  return { conversation, stateVersion, readSeq, unread, pinned, muted, hidden, left };
}
