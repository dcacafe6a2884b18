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
import { assertClientMessageId, assertContent, EMPTY_CONTENT, normalizeEmoji } from './message-content.ts';

type ChangeRequest = Pick<im.RecallMessageRequest, 'clientMessageId' | 'conversationId' | 'seq'>;
interface Change {
  readonly request: ChangeRequest;
  /** Fills what the request leaves out from the changed message, or from the stored change for a resend. */
  contentOver(base: StoredMessage): MessageContent;
  /** The code for a message that has been recalled. */
  readonly whenRecalled?: 'NO_SUCH_MESSAGE' | 'TOO_LATE';
}
type Reply = Promise<im.SendMessageReply.$Properties>;

export const recallMessage = commandHandler({
  isIdempotent: true,
  handle: (request: im.RecallMessageRequest, command: Command<LogicStore>): Reply => {
    const content = { ...EMPTY_CONTENT, kind: im.MessageKind.RECALLED, text: '', target: request.seq };
    return changeMessage({ request, contentOver: () => content }, command, async (target, membership) => {
      await assertMayRecall(command, membership, target);
      return (by) => command.tx.messages.rewrite(target, { text: '', body: '', mentions: [], recalled: true }, by);
    });
  },
});

export function editMessage(settings: LogicSettings) {
  return commandHandler({
    isIdempotent: true,
    handle: (request: im.EditMessageRequest, command: Command<LogicStore>): Reply => {
      const { seq } = request;
      if (request.text === null && request.body === null)
        throw new ImError('BAD_ARGUMENT', 'an edit needs a text, a body or both');
      const withChanges = ({ text, body }: Pick<StoredMessage, 'text' | 'body'>) => ({
        text: request.text ?? text,
        body: request.body ?? body,
      });
      const edited = { ...EMPTY_CONTENT, kind: im.MessageKind.EDITED, target: seq };
      const contentOver = (base: StoredMessage) => ({ ...edited, ...withChanges(base) });
      return changeMessage({ request, contentOver, whenRecalled: 'TOO_LATE' }, command, async (target, membership) => {
        assertMayEdit(command, target);
        const { text, body } = withChanges(target);
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
      const { seq, remove: removed } = request;
      const emoji = normalizeEmoji(request.emoji);
      const content = { ...EMPTY_CONTENT, kind: im.MessageKind.REACTED, text: '', target: seq, emoji, removed };
      return changeMessage({ request, contentOver: () => content }, command, async (target, membership) => {
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
  { request: { clientMessageId, conversationId, seq }, contentOver, whenRecalled = 'NO_SUCH_MESSAGE' }: Change,
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
  if (earlier) return replyToResend(earlier, contentOver(earlier), command);
  const membership = assertCurrentMember(found);
  const target = assertMessageVisible(locked, membership, whenRecalled);
  const audience = await listAudience(command, membership);
  const apply = await authorize(target, membership);
  const reply = await appendMessage(command, conversationId, clientMessageId, contentOver(target), audience);
  apply(reply.seq ?? 0);
  return reply;
}
