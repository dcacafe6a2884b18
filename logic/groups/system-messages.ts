// What happens in a group is said in it: a SYSTEM message, in order with all others.
import { hash } from 'node:crypto';
import type { Command } from '../../infra/ports/index.ts';
import { im } from '../../proto/rpc.ts';
import { EMPTY_CONTENT } from '../messages/message-content.ts';
import { toProtoMessage } from '../messages/send-message.ts';
import type { Group, GroupMember, LogicStore, StoredMessage } from '../ports/index.ts';

// A group may be made with thousands; whoever wants to know them all lists them.
const MAX_NAMED_USERS = 100;

/** The body of a SYSTEM message, besides who did it. */
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
  /** Whom it was done to; the message names the first 100 and says how many they are. */
  readonly users?: readonly string[];
  readonly name?: string;
  readonly role?: 'ADMIN' | 'MEMBER';
  /** Milliseconds since 1970; 0 = not any more. */
  readonly until?: number;
}

/** The group, locked for the rest of the batch. In one round trip: the lock comes first. What `tellGroup` needs comes with it, so that of many who change one group none waits for the store in his turn. */
export async function lockGroup(
  command: Command<LogicStore>,
  id: string,
): Promise<{ group: Group | undefined; ownMember: GroupMember | undefined }> {
  const { caller, tx } = command;
  const [group, ownMember] = await Promise.all([
    tx.groups.lock(id),
    tx.groupMembers.find(id, caller.userId),
    tx.messages.findByClientId(id, caller.userId, newsId(command, id, 0)),
  ]);
  return { group, ownMember };
}

/** Stores it under the next seq of the group's conversation and pushes it to `audience`, on all their devices. What a command says in one group beyond the first is the `nth`. */
export async function postSystemMessage(
  command: Command<LogicStore>,
  group: string,
  news: SystemMessageBody,
  audience: readonly string[],
  nth = 0,
): Promise<StoredMessage> {
  const { caller, tx } = command;
  const { users, ...rest } = news;
  const named = users && { users: users.slice(0, MAX_NAMED_USERS), count: users.length };
  const { message } = await tx.messages.append({
    ...EMPTY_CONTENT,
    text: '',
    conversation: group,
    sender: caller.userId,
    clientMessageId: newsId(command, group, nth),
    kind: im.MessageKind.SYSTEM,
    body: JSON.stringify({ ...rest, who: caller.userId, ...named }),
    time: caller.acceptedAt,
  });
  const messageStored = toProtoMessage(message);
  command.push(audience, { messageStored }, { sequenced: true });
  const others = audience.filter((user) => user !== caller.userId);
  command.emit(group, { id: messageStored.messageId, time: message.time, messageStored }, others);
  return message;
}

/** What a command says in a group has an id that comes from the command's. */
function newsId({ caller }: Command<LogicStore>, group: string, nth: number): Uint8Array {
  const name = nth === 0 ? `${group}:${caller.commandId}` : `${group}:${caller.commandId}:${nth}`;
  return hash('sha256', name, 'buffer').subarray(0, 16);
}

/** The group as it is now, for search, push notifications and analytics. */
export function emitGroupChanged(command: Command<LogicStore>, group: Group): void {
  command.emit(group.groupId, { groupChanged: group });
}

/** A group as one of its members sees it; without a member, as somebody sees it who might join. */
export function toProtoGroup(member: GroupMember | undefined, group: Group): im.Group.$Properties {
  if (!member) return { ...group, owner: '' };
  return { ...group, myRole: member.role, mutedUntil: member.mutedUntil };
}
