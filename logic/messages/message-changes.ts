// RecallMessage, EditMessage and React. Each change is stored as a further message with its own seq, so that an offline client
// finds it later. A change that the message has already stores nothing.
import type { Command } from '../../infra/ports/index.ts';
import { ImError } from '../../proto/errors.ts';
import { commandHandler, im } from '../../proto/rpc.ts';
import {
  assertCurrentMember,
  assertMayEdit,
  assertMayPost,
  assertMayRecall,
  assertMessageReadable,
  assertMessageVisible,
  listAudience,
} from '../conversations/access.ts';
import type { LogicStore, Membership, MessageContent, StoredMessage } from '../ports/index.ts';
import type { LogicSettings } from '../settings.ts';
import { appendMessage, replyToResend, replyUnchanged } from './append-message.ts';
import { lookFirst } from './first-look.ts';
import { assertClientMessageId, assertContent, EMPTY_CONTENT, normalizeEmoji } from './message-content.ts';

type ChangeRequest = Pick<im.RecallMessageRequest, 'clientMessageId' | 'conversationId' | 'seq'>;
/** Updates the changed message once the change has its seq. */
type Apply = (by: number) => void;
interface Change {
  readonly request: ChangeRequest;
  /** Fills what the request leaves out from the changed message, or from the stored change for a resend. */
  contentOver(base: StoredMessage): MessageContent;
  /** Throws when the caller may not make the change. Returns undefined when the message has the change already. */
  authorize(target: StoredMessage, membership: Membership): Promise<Apply | undefined>;
}
type Reply = Promise<im.SendMessageReply.$Properties>;

export const recallMessage = commandHandler({
  isIdempotent: true,
  handle: (request: im.RecallMessageRequest, command: Command<LogicStore>): Reply => {
    const content = { ...EMPTY_CONTENT, kind: im.MessageKind.RECALLED, text: '', target: request.seq };
    return changeMessage(command, {
      request,
      contentOver: () => content,
      authorize: async (target, membership) => {
        const isRepeated = target.recalled && target.senderId === command.caller.userId;
        if (!isRepeated) await assertMayRecall(command, membership, target);
        if (target.recalled) return undefined;
        return (by) => command.tx.messages.rewrite(target, { text: '', body: '', mentions: [], recalled: true }, by);
      },
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
      return changeMessage(command, {
        request,
        contentOver: (base) => ({ ...edited, ...withChanges(base) }),
        authorize: async (target, membership) => {
          assertMayEdit(command, target);
          const { text, body } = withChanges(target);
          if (text === target.text && body === target.body) return undefined;
          assertContent(target.kind, text, body, settings);
          await assertMayPost(command, membership, settings);
          return (by) => command.tx.messages.rewrite(target, { text, body, edited: true }, by);
        },
      });
    },
  });
}

export function react(settings: LogicSettings) {
  return commandHandler({
    isIdempotent: true,
    handle: (request: im.ReactRequest, command: Command<LogicStore>): Reply => {
      const { seq, remove: removed } = request;
      const { caller, tx } = command;
      const emoji = normalizeEmoji(request.emoji);
      const content = { ...EMPTY_CONTENT, kind: im.MessageKind.REACTED, text: '', target: seq, emoji, removed };
      return changeMessage(command, {
        request,
        contentOver: () => content,
        authorize: async (target, membership) => {
          assertMessageReadable(target, membership);
          const isSet = await tx.messages.hasReaction(target, caller.userId, emoji);
          if (isSet !== removed) return undefined;
          // A blocked or muted user may only remove their own reactions. Others would receive anything else as a message.
          if (!removed) await assertMayPost(command, membership, settings);
          if (!(await tx.messages.setReaction(target, caller.userId, emoji, removed)))
            throw new ImError('BAD_REACTION', 'this message already has the maximum of different reactions; use one of them');
          return () => undefined;
        },
      });
    },
  });
}

/** Stores a change of a message that the caller can see. */
async function changeMessage(command: Command<LogicStore>, change: Change): Reply {
  const { clientMessageId, conversationId, seq } = change.request;
  assertClientMessageId(clientMessageId);
  const { caller, tx } = command;
  const resent = await lookFirst(command, change.request, change.contentOver);
  if (resent) return resent;
  const [earlier, found, locked] = await Promise.all([
    tx.messages.findByClientId(conversationId, caller.userId, clientMessageId),
    tx.conversations.findMembership(caller.userId, conversationId),
    tx.messages.lock(conversationId, seq),
  ]);
  if (earlier) return replyToResend(earlier, change.contentOver(earlier), command);
  // A command that was not refused and has stored nothing had nothing to change.
  if (command.isReplay) return replyUnchanged(conversationId, clientMessageId);
  const membership = assertCurrentMember(found);
  const target = assertMessageVisible(locked, membership);
  const [audience, apply] = await Promise.all([listAudience(command, membership), change.authorize(target, membership)]);
  if (!apply) return replyUnchanged(conversationId, clientMessageId);
  const reply = await appendMessage(command, conversationId, clientMessageId, change.contentOver(target), audience);
  apply(reply.seq ?? 0);
  return reply;
}
