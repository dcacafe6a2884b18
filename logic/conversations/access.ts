// Access rules of conversations: who may see, post, edit and recall messages, and who receives them.
import type { Command } from '../../infra/ports/index.ts';
import { ImError } from '../../proto/errors.ts';
import { im } from '../../proto/rpc.ts';
import { isUserMessageKind } from '../messages/message-content.ts';
import { whyCannotMessage } from '../people/messaging-policy.ts';
import type { LogicStore, Membership, StoredMessage } from '../ports/index.ts';
import type { LogicSettings } from '../settings.ts';

const RECALL_WITHIN_MS = 2 * 60_000;

/** The caller's row in a conversation, also that of a former member. Throws NO_SUCH_CONVERSATION when there is none. */
export async function requireMembership({ caller, tx }: Command<LogicStore>, conversationId: string): Promise<Membership> {
  return assertMembership(await tx.conversations.findMembership(caller.userId, conversationId));
}

/** Throws NO_SUCH_CONVERSATION when there is no row. */
export function assertMembership(membership: Membership | undefined): Membership {
  if (membership) return membership;
  throw noSuchConversation();
}

export function noSuchConversation(): ImError {
  return new ImError('NO_SUCH_CONVERSATION', 'you have no conversation with this id; Logic.ListConversations lists your own');
}

/** Throws NO_SUCH_CONVERSATION when there is no row, and NOT_A_MEMBER for a former member. */
export function assertCurrentMember(found: Membership | undefined): Membership {
  const membership = assertMembership(found);
  if (membership.left) throw formerMember();
  return membership;
}

/** The one code for all that a former member may not do. They know the group, so it need not be hidden from them. */
export function formerMember(): ImError {
  return new ImError('NOT_A_MEMBER', 'you are no longer a member of this group; you can read it up to when you left');
}

/** The reason why the caller may not message a user, or undefined: see `whyCannotMessage`. One round trip. */
export async function whyCannotMessageUser(
  { caller, tx }: Command<LogicStore>,
  userId: string,
  settings: LogicSettings,
): Promise<ImError | undefined> {
  if (userId === caller.userId) return undefined;
  return whyCannotMessage(await tx.relations.findMessagingPolicy(caller.userId, userId), settings);
}

/** Throws the reason why the caller may not post in a conversation: see `whyCannotPost`. */
export async function assertMayPost(
  command: Command<LogicStore>,
  membership: Membership,
  settings: LogicSettings,
): Promise<void> {
  const refusal = await whyCannotPost(command, membership, settings);
  if (refusal) throw refusal;
}

/**
 * The reason why the caller may not post in a conversation of theirs, or undefined: NOT_A_MEMBER or MUTED in a group, else as
 * `whyCannotMessageUser`. One round trip.
 */
export async function whyCannotPost(
  command: Command<LogicStore>,
  membership: Membership,
  settings: LogicSettings,
): Promise<ImError | undefined> {
  if (!membership.isGroup) return whyCannotMessageUser(command, membership.peerId, settings);
  if (membership.left) return formerMember();
  const { caller, tx } = command;
  const member = await tx.groupMembers.find(membership.conversationId, caller.userId);
  const retryAfterMs = (member?.mutedUntil ?? 0) - tx.now();
  if (retryAfterMs <= 0) return undefined;
  return new ImError('MUTED', 'an admin of the group has muted you', { retryAfterMs });
}

/** Throws NO_SUCH_MESSAGE unless a user has sent this message and the member can see it. It may have been recalled. */
export function assertMessageVisible(
  message: StoredMessage | undefined,
  { firstSeq, lastSeq }: Pick<Membership, 'firstSeq' | 'lastSeq'>,
): StoredMessage {
  if (message && message.seq >= firstSeq && message.seq <= lastSeq && isUserMessageKind(message.kind)) return message;
  throw noSuchMessage();
}

/** As `assertMessageVisible`; also throws NO_SUCH_MESSAGE for a recalled message. */
export function assertMessageReadable(
  message: StoredMessage | undefined,
  range: Pick<Membership, 'firstSeq' | 'lastSeq'>,
): StoredMessage {
  const visible = assertMessageVisible(message, range);
  if (visible.recalled) throw noSuchMessage();
  return visible;
}

function noSuchMessage(): ImError {
  return new ImError('NO_SUCH_MESSAGE', 'you cannot see a message with this seq; it may have been recalled');
}

/**
 * Throws NOT_YOURS or TOO_LATE when the caller may not recall this message. Senders have two minutes. Admins of a group may
 * recall their own messages and those of members with a lower role at any time.
 */
export async function assertMayRecall(
  { caller, tx }: Command<LogicStore>,
  { isGroup, conversationId }: Membership,
  message: StoredMessage,
): Promise<void> {
  if (isGroup) {
    const [callerMember, senderMember] = await Promise.all([
      tx.groupMembers.find(conversationId, caller.userId),
      tx.groupMembers.find(conversationId, message.senderId),
    ]);
    const { ADMIN, GROUP_ROLE_NONE } = im.GroupRole;
    const [callerRole, senderRole] = [callerMember?.role ?? GROUP_ROLE_NONE, senderMember?.role ?? GROUP_ROLE_NONE];
    if (callerRole >= ADMIN && (message.senderId === caller.userId || senderRole < callerRole)) return;
  }
  if (message.senderId !== caller.userId) throw new ImError('NOT_YOURS', 'only the sender can recall a message');
  if (tx.now() - message.time > RECALL_WITHIN_MS)
    throw new ImError('TOO_LATE', `a message can be recalled within ${RECALL_WITHIN_MS / 60_000} minutes`);
}

/** Throws TOO_LATE for a recalled message, and NOT_YOURS unless the caller has sent it. */
export function assertMayEdit({ caller }: Command<LogicStore>, message: StoredMessage): void {
  if (message.recalled) throw new ImError('TOO_LATE', 'this message has been recalled');
  if (message.senderId !== caller.userId) throw new ImError('NOT_YOURS', 'only the sender can edit a message');
}

/** The users who receive what the caller posts now, including the caller: all current members. */
export async function listAudience({ caller, tx }: Command<LogicStore>, membership: Membership): Promise<readonly string[]> {
  if (membership.isGroup) return tx.groupMembers.listIds(membership.conversationId);
  return membership.peerId === caller.userId ? [caller.userId] : [membership.peerId, caller.userId];
}
