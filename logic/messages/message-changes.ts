// RecallMessage, EditMessage and React. Each change is stored as a further message with its own seq, so that an offline client
// finds it later.
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
} from '../conversations/access.ts';
import type { LogicStore, Membership, MessageContent, StoredMessage } from '../ports/index.ts';
import type { LogicSettings } from '../settings.ts';
import { appendMessage, replyToResend } from './append-message.ts';
import { assertClientMessageId, assertContent, assertEmoji, EMPTY_CONTENT } from './message-content.ts';

type ChangeRequest = Pick<im.RecallMessageRequest, 'clientMessageId' | 'conversationId' | 'seq'>;
type Reply = Promise<im.SendMessageReply.$Properties>;

export const recallMessage = commandHandler({
  isIdempotent: true,
  handle: (request: im.RecallMessageRequest, command: Command<LogicStore>): Reply => {
    const content = { ...EMPTY_CONTENT, kind: im.MessageKind.RECALLED, text: '', target: request.seq };
    return changeMessage(request, content, command, async (target, membership) => {
      await assertMayRecall(command, membership, target);
      return (by) => command.tx.messages.rewrite(target, { text: '', body: '', mentions: [], recalled: true }, by);
    });
  },
});

export function editMessage(settings: LogicSettings) {
  return commandHandler({
    isIdempotent: true,
    handle: (request: im.EditMessageRequest, command: Command<LogicStore>): Reply => {
      const { seq, text, body } = request;
      const content = { ...EMPTY_CONTENT, kind: im.MessageKind.EDITED, text, body, target: seq };
      return changeMessage(request, content, command, async (target, membership) => {
        assertMayEdit(command, target);
        assertContent(target.kind, text, body, settings);
        await assertMayPost(command, membership, settings);
        return (by) => command.tx.messages.rewrite(target, { text, body, edited: true }, by);
      });
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
      return changeMessage(request, content, command, async (target, membership) => {
        // A blocked or muted user may only remove their own reactions. Any other change would be pushed to the others as a
        // message.
        if (!removed || !(await hasReacted(command, target, emoji))) await assertMayPost(command, membership, settings);
        if (!(await command.tx.messages.setReaction(target, command.caller.userId, emoji, removed)))
          throw new ImError('BAD_REACTION', 'this message already has the maximum of different reactions; use one of them');
        return () => undefined;
      });
    },
  });
}

async function hasReacted({ caller, tx }: Command<LogicStore>, { conversationId, seq }: StoredMessage, emoji: string) {
  const reactions = await tx.messages.listReactions(caller.userId, conversationId, seq, seq);
  return reactions.get(seq)?.some((reaction) => reaction.mine && reaction.emoji === emoji) ?? false;
}

/**
 * Stores a change of a message that the caller can see. `authorize` throws when the caller may not make the change. It returns a
 * function that updates the changed message once the change has its seq.
 */
async function changeMessage(
  { clientMessageId, conversationId, seq }: ChangeRequest,
  content: MessageContent,
  command: Command<LogicStore>,
  authorize: (target: StoredMessage, membership: Membership) => Promise<(by: number) => void>,
): Reply {
  assertClientMessageId(clientMessageId);
  const { caller, tx } = command;
  const [earlier, found, locked] = await Promise.all([
    tx.messages.findByClientId(conversationId, caller.userId, clientMessageId),
    tx.conversations.findMembership(caller.userId, conversationId),
    tx.messages.lock(conversationId, seq),
  ]);
  if (earlier) return replyToResend(earlier, content, command);
  const membership = assertCurrentMember(found);
  const target = assertMessageVisible(locked, membership);
  const audience = await listAudience(command, membership);
  const apply = await authorize(target, membership);
  const reply = await appendMessage(command, conversationId, clientMessageId, content, audience);
  apply(reply.seq ?? 0);
  return reply;
}
