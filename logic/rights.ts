// Who may do what with conversations and messages.
import type { Command } from '../infra/ports.ts';
import { im } from '../proto/contract.ts';
import { ImError } from '../proto/errors.ts';
import type { LogicSettings } from './handlers.ts';
import { refusalToWrite } from './may-write.ts';
import { isSent } from './messages-content.ts';
import type { LogicStored, Membership, StoredMessage } from './ports.ts';

const RECALL_WITHIN_MS = 2 * 60_000;

/** The caller's row in a conversation, also where he has left it. Throws NO_SUCH_CONVERSATION where he never was in it. */
export async function membershipOf({ caller, stored }: Command<LogicStored>, conversation: string): Promise<Membership> {
  return found(await stored.conversations.membership(caller.user, conversation));
}

export function found(membership: Membership | undefined): Membership {
  if (membership) return membership;
  throw new ImError('NO_SUCH_CONVERSATION', 'you have no conversation with this id; Logic.ListConversations lists yours');
}

/** Throws where nobody with this row may change anything in the conversation any more. */
export function assertMember(membership: Membership | undefined): Membership {
  const own = found(membership);
  if (own.left) throw new ImError('NO_SUCH_CONVERSATION', 'you are no member of this group any more');
  return own;
}

/** What it is refused with that the caller writes to a user, if it is: see `refusalToWrite`. Oneself may always. One round trip. */
export async function refusalToWriteTo(
  { caller, stored }: Command<LogicStored>,
  user: string,
  settings: LogicSettings,
): Promise<ImError | undefined> {
  if (user === caller.user) return undefined;
  return refusalToWrite(await stored.relations.standing(caller.user, user), settings);
}

/** Throws where the caller may not say anything in a conversation of his. */
export async function assertMayWriteIn(command: Command<LogicStored>, own: Membership, settings: LogicSettings): Promise<void> {
  const refusal = await refusalToWriteIn(command, own, settings);
  if (refusal) throw refusal;
}

/** What it is refused with that the caller says something in a conversation of his, if it is: NOT_A_MEMBER and MUTED in a group, else as `refusalToWriteTo`. One round trip. */
export async function refusalToWriteIn(
  command: Command<LogicStored>,
  own: Membership,
  settings: LogicSettings,
): Promise<ImError | undefined> {
  if (!own.group) return refusalToWriteTo(command, own.peer, settings);
  if (own.left) return new ImError('NOT_A_MEMBER', 'you are no member of this group any more');
  const { caller, stored } = command;
  const me = await stored.groupMembers.get(own.conversation, caller.user);
  const retryAfterMs = (me?.mutedUntil ?? 0) - caller.acceptedAt;
  if (retryAfterMs <= 0) return undefined;
  return new ImError('MUTED', 'an admin of the group has silenced you for a while', { retryAfterMs });
}

/** The message of this seq, as far as a member sees it and users have sent it. Throws NO_SUCH_MESSAGE, also for one that was recalled. */
export function visible(
  message: StoredMessage | undefined,
  { firstSeq, lastSeq }: Pick<Membership, 'firstSeq' | 'lastSeq'>,
): StoredMessage {
  const isThere = message && message.seq >= firstSeq && message.seq <= lastSeq && isSent(message.kind) && !message.recalled;
  if (!isThere) throw new ImError('NO_SUCH_MESSAGE', 'there is no message with this seq for you; it may have been recalled');
  return message;
}

/** Throws where the caller may not take this message back: NOT_YOURS, TOO_LATE. Admins of a group take back, whenever, their own and those of whoever stands below them. */
export async function assertMayRecall(
  { caller, stored }: Command<LogicStored>,
  { group, conversation }: Membership,
  message: StoredMessage,
): Promise<void> {
  if (group) {
    const [me, sender] = await Promise.all([
      stored.groupMembers.get(conversation, caller.user),
      stored.groupMembers.get(conversation, message.sender),
    ]);
    const { ADMIN, GROUP_ROLE_NONE } = im.GroupRole;
    const [mine, his] = [me?.role ?? GROUP_ROLE_NONE, sender?.role ?? GROUP_ROLE_NONE];
    if (mine >= ADMIN && (message.sender === caller.user || his < mine)) return;
  }
  if (message.sender !== caller.user) throw new ImError('NOT_YOURS', 'only its sender takes a message back');
  if (caller.acceptedAt - message.time > RECALL_WITHIN_MS)
    throw new ImError('TOO_LATE', `a message is taken back within ${RECALL_WITHIN_MS / 60_000} minutes`);
}

/** Throws NOT_YOURS where the caller may not edit this message. */
export function assertMayEdit({ caller }: Command<LogicStored>, message: StoredMessage): void {
  if (message.sender !== caller.user) throw new ImError('NOT_YOURS', 'only its sender edits a message');
}

/** Everybody who is told what the caller says in a conversation, himself among them: those who may read it, wherever it comes in the order. */
export async function audienceOf({ caller, stored }: Command<LogicStored>, membership: Membership): Promise<readonly string[]> {
  if (membership.group) return stored.groupMembers.ids(membership.conversation);
  return membership.peer === caller.user ? [caller.user] : [membership.peer, caller.user];
}
