// System messages: each change of a group is a message in its conversation, in order with all others.
import { hash } from 'node:crypto';
import type { Command } from '../../infra/ports/index.ts';
import { im } from '../../proto/rpc.ts';
import { toProtoMessage } from '../messages/append-message.ts';
import { EMPTY_CONTENT } from '../messages/message-content.ts';
import type { Group, GroupMember, LogicStore, StoredMessage } from '../ports/index.ts';

// A group may be created with thousands of members. A client that needs all of them uses Logic.ListGroupMembers.
const MAX_NAMED_USERS = 100;

/** The JSON body of a SYSTEM message, without the user who made the change (`who`). */
export interface SystemMessageBody {
  readonly what:
    | 'created'
    | 'joined'
    | 'left'
    | 'removed'
    | 'invited'
    | 'renamed'
    | 'changed'
    | 'role'
    | 'transferred'
    | 'muted'
    | 'dissolved';
  /** The affected users. The message contains the first 100 and the total number. */
  readonly users?: readonly string[];
  readonly name?: string;
  readonly role?: 'ADMIN' | 'MEMBER';
  /** An operator did it, and not the user that the message names. */
  readonly byOperator?: true;
  /** The removed user cannot come back. */
  readonly banned?: true;
  /** Milliseconds since 1970; 0 = not muted. */
  readonly until?: number;
}

/**
 * Locks a group for the rest of the batch and reads the caller's member entry, in one round trip. With `toPost` it also
 * prefetches the rows that `postSystemMessage` needs, so that a command does not wait for the store while it holds the lock.
 */
export async function lockGroup(
  command: Command<LogicStore>,
  groupId: string,
  { toPost }: { readonly toPost: boolean } = { toPost: true },
): Promise<{ group: Group | undefined; ownMember: GroupMember | undefined }> {
  const { caller, tx } = command;
  const [group, ownMember] = await Promise.all([
    tx.groups.lock(groupId),
    tx.groupMembers.find(groupId, caller.userId),
    toPost && tx.messages.findByClientId(groupId, caller.userId, deriveMessageId(command, groupId, 0)),
  ]);
  return { group, ownMember };
}

/**
 * Appends a system message and pushes it to all devices of `audience`. `nth` numbers the messages that one command posts in one
 * group, from 0.
 */
export async function postSystemMessage(
  command: Command<LogicStore>,
  groupId: string,
  body: SystemMessageBody,
  audience: readonly string[],
  nth = 0,
): Promise<StoredMessage> {
  const { caller, tx } = command;
  const { users: userIds, ...rest } = body;
  const namedUsers = userIds && { users: userIds.slice(0, MAX_NAMED_USERS), count: userIds.length };
  const { message } = await tx.messages.append({
    ...EMPTY_CONTENT,
    text: '',
    conversationId: groupId,
    senderId: caller.userId,
    clientMessageId: deriveMessageId(command, groupId, nth),
    kind: im.MessageKind.SYSTEM,
    body: JSON.stringify({ ...rest, who: caller.userId, ...namedUsers }),
    time: tx.now(),
  });
  const messageStored = toProtoMessage(message);
  command.push(audience, { messageStored }, { sequenced: true });
  const otherIds = audience.filter((userId) => userId !== caller.userId);
  command.emit(groupId, { id: messageStored.messageId, time: message.time, messageStored }, otherIds);
  return message;
}

/**
 * The client message id of a system message. It is derived from the command, so that a command that runs again finds its message.
 */
function deriveMessageId({ caller }: Command<LogicStore>, groupId: string, nth: number): Uint8Array {
  const name = nth === 0 ? `${groupId}:${caller.commandId}` : `${groupId}:${caller.commandId}:${nth}`;
  return hash('sha256', name, 'buffer').subarray(0, 16);
}

/** Emits the group's new state as a domain event. */
export function emitGroupChanged(command: Command<LogicStore>, group: Group): void {
  command.emit(group.groupId, { groupChanged: group });
}

/** A group as a member sees it. Without `member`: as a user sees it who may join. */
export function toProtoGroup(member: GroupMember | undefined, group: Group): im.Group.$Properties {
  if (!member) return { ...group, ownerId: '' };
  return { ...group, myRole: member.role, mutedUntil: member.mutedUntil };
}
