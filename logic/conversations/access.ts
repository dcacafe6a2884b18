// Who may do what with conversations and messages.
import type { Command } from '../../infra/ports/index.ts';
import { ImError } from '../../proto/errors.ts';
import { im } from '../../proto/rpc.ts';
import type { LogicSettings } from '../handlers.ts';
import { isUserMessageKind } from '../messages/message-content.ts';
import { whyCannotMessage } from '../people/messaging-policy.ts';
import type { LogicStore, Membership, StoredMessage } from '../ports/index.ts';

const RECALL_WITHIN_MS = 2 * 60_000;

/** The caller's row in a conversation, also where he has left it. Throws NO_SUCH_CONVERSATION where he never was in it. */
export async function requireMembership({ caller, tx }: Command<LogicStore>, conversation: string): Promise<Membership> {
  return assertMembership(await tx.conversations.findMembership(caller.userId, conversation));
}

export function assertMembership(membership: Membership | undefined): Membership {
  if (membership) return membership;
  throw new ImError('NO_SUCH_CONVERSATION', 'you have no conversation with this id; Logic.ListConversations lists yours');
}

/** Throws where nobody with this row may change anything in the conversation any more. */
export function assertCurrentMember(membership: Membership | undefined): Membership {
  const own = assertMembership(membership);
  if (own.left) throw new ImError('NO_SUCH_CONVERSATION', 'you are no member of this group any more');
  return own;
}

/** What it is refused with that the caller writes to a user, if it is: see `refusalToWrite`. Oneself may always. One round trip. */
export async function whyCannotMessageUser(
  { caller, tx }: Command<LogicStore>,
  user: string,
  settings: LogicSettings,
): Promise<ImError | undefined> {
  if (user === caller.userId) return undefined;
  return whyCannotMessage(await tx.relations.findMessagingPolicy(caller.userId, user), settings);
}

/** Throws where the caller may not say anything in a conversation of his. */
export async function assertMayPost(command: Command<LogicStore>, own: Membership, settings: LogicSettings): Promise<void> {
  const refusal = await whyCannotPost(command, own, settings);
  if (refusal) throw refusal;
}

/** What it is refused with that the caller says something in a conversation of his, if it is: NOT_A_MEMBER and MUTED in a group, else as `refusalToWriteTo`. One round trip. */
export async function whyCannotPost(
  command: Command<LogicStore>,
  own: Membership,
  settings: LogicSettings,
): Promise<ImError | undefined> {
  if (!own.isGroup) return whyCannotMessageUser(command, own.peer, settings);
  if (own.left) return new ImError('NOT_A_MEMBER', 'you are no member of this group any more');
  const { caller, tx } = command;
  const me = await tx.groupMembers.find(own.conversation, caller.userId);
  const retryAfterMs = (me?.mutedUntil ?? 0) - caller.acceptedAt;
  if (retryAfterMs <= 0) return undefined;
  return new ImError('MUTED', 'an admin of the group has silenced you for a while', { retryAfterMs });
}

/** The message of this seq, as far as a member sees it and users have sent it. Throws NO_SUCH_MESSAGE, also for one that was recalled. */
export function assertMessageVisible(
  message: StoredMessage | undefined,
  { firstSeq, lastSeq }: Pick<Membership, 'firstSeq' | 'lastSeq'>,
): StoredMessage {
  const isThere =
    message && message.seq >= firstSeq && message.seq <= lastSeq && isUserMessageKind(message.kind) && !message.recalled;
  if (!isThere) throw new ImError('NO_SUCH_MESSAGE', 'there is no message with this seq for you; it may have been recalled');
  return message;
}

/** Throws where the caller may not take this message back: NOT_YOURS, TOO_LATE. Admins of a group take back, whenever, their own and those of whoever stands below them. */
export async function assertMayRecall(
  { caller, tx }: Command<LogicStore>,
  { isGroup, conversation }: Membership,
  message: StoredMessage,
): Promise<void> {
  if (isGroup) {
    const [me, sender] = await Promise.all([
      tx.groupMembers.find(conversation, caller.userId),
      tx.groupMembers.find(conversation, message.sender),
    ]);
    const { ADMIN, GROUP_ROLE_NONE } = im.GroupRole;
    const [mine, his] = [me?.role ?? GROUP_ROLE_NONE, sender?.role ?? GROUP_ROLE_NONE];
    if (mine >= ADMIN && (message.sender === caller.userId || his < mine)) return;
  }
  if (message.sender !== caller.userId) throw new ImError('NOT_YOURS', 'only its sender takes a message back');
  if (caller.acceptedAt - message.time > RECALL_WITHIN_MS)
    throw new ImError('TOO_LATE', `a message is taken back within ${RECALL_WITHIN_MS / 60_000} minutes`);
}

/** Throws NOT_YOURS where the caller may not edit this message. */
export function assertMayEdit({ caller }: Command<LogicStore>, message: StoredMessage): void {
  if (message.sender !== caller.userId) throw new ImError('NOT_YOURS', 'only its sender edits a message');
}

/** Everybody who is told what the caller says in a conversation, himself among them: those who may read it, wherever it comes in the order. */
export async function listAudience({ caller, tx }: Command<LogicStore>, membership: Membership): Promise<readonly string[]> {
  if (membership.isGroup) return tx.groupMembers.listIds(membership.conversation);
  return membership.peer === caller.userId ? [caller.userId] : [membership.peer, caller.userId];
}
