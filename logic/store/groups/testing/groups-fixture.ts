// For suites of groups: what commands do to a group, without the words of Logic around it.
import { randomBytes } from 'node:crypto';
import { newId } from '../../../../proto/ids.ts';
import { im } from '../../../../proto/rpc.ts';
import type { Group, LogicStore, StoredMessage } from '../../../ports/index.ts';
import type { StoreSuite } from '../../testing/store-suite.ts';

const { MEMBER, OWNER } = im.GroupRole;

/** The order of ids in which stores tell them. */
export function sortIds(ids: readonly string[]): string[] {
  return ids
    .map((id) => Buffer.from(id, 'base64url'))
    .sort(Buffer.compare)
    .map((id) => id.toString('base64url'));
}

/** A SYSTEM message that nobody has stored. */
export function systemMessage(groupId: string, senderId: string): StoredMessage {
  return {
    conversationId: groupId,
    senderId,
    clientMessageId: randomBytes(16),
    kind: im.MessageKind.SYSTEM,
    text: '',
    body: '{}',
    replyTo: 0,
    mentions: [],
    target: 0,
    emoji: '',
    removed: false,
    time: 1_700_000_000_000,
    seq: 0,
    edited: false,
    recalled: false,
  };
}

export async function appendSystemMessage({ messages }: LogicStore, groupId: string, senderId: string): Promise<StoredMessage> {
  return (await messages.append(systemMessage(groupId, senderId))).message;
}

export function groupFields(ownerId: string): Omit<Group, 'memberCount' | 'dissolved'> {
  return {
    groupId: newId(),
    name: "Bobby'; DROP TABLE group_chats; -- 😀",
    avatarUrl: 'https://a/?b=:c',
    about: 'NUL \0 and \\ and "',
    ownerId,
    joinPolicy: im.JoinPolicy.OPEN,
    createdAt: 1_700_000_000_123,
  };
}

/** A group of an owner and others, made in a batch of its own. */
export function insertGroup({ run }: StoreSuite, memberIds: readonly string[] = []): Promise<Group> {
  const [ownerId = newId(), ...others] = memberIds;
  return run(async (command) => {
    const made = groupFields(ownerId);
    await command.groups.lock(made.groupId);
    const { groupId } = command.groups.create(made);
    const first = await appendSystemMessage(command, groupId, ownerId);
    const rest = others.map((userId) => ({ userId, role: MEMBER }));
    return command.groupMembers.add(groupId, [{ userId: ownerId, role: OWNER }, ...rest], first);
  });
}

export async function addToGroup(command: LogicStore, groupId: string, userId: string): Promise<Group> {
  await command.groups.lock(groupId);
  return command.groupMembers.add(groupId, [{ userId, role: MEMBER }], await appendSystemMessage(command, groupId, userId));
}

export async function endMembership(command: LogicStore, groupId: string, userId: string): Promise<Group> {
  await command.groups.lock(groupId);
  return command.groupMembers.remove(groupId, [userId], (await appendSystemMessage(command, groupId, userId)).seq);
}

export async function renameGroup(command: LogicStore, groupId: string, name: string): Promise<Group> {
  await command.groups.lock(groupId);
  return command.groups.update(groupId, { name });
}
