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
export function systemMessage(group: string, sender: string): StoredMessage {
  return {
    conversation: group,
    sender,
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

export async function appendSystemMessage({ messages }: LogicStore, group: string, sender: string): Promise<StoredMessage> {
  return (await messages.append(systemMessage(group, sender))).message;
}

export function groupFields(owner: string): Omit<Group, 'members' | 'dissolved'> {
  return {
    groupId: newId(),
    name: "Bobby'; DROP TABLE group_chats; -- 😀",
    avatarUrl: 'https://a/?b=:c',
    about: 'NUL \0 and \\ and "',
    owner,
    joinPolicy: im.JoinPolicy.OPEN,
    createdAt: 1_700_000_000_123,
  };
}

/** A group of an owner and others, made in a batch of its own. */
export function insertGroup({ run }: StoreSuite, members: readonly string[] = []): Promise<Group> {
  const [owner = newId(), ...others] = members;
  return run(async (command) => {
    const made = groupFields(owner);
    await command.groups.lock(made.groupId);
    const { groupId } = command.groups.create(made);
    const first = await appendSystemMessage(command, groupId, owner);
    const rest = others.map((user) => ({ user, role: MEMBER }));
    return command.groupMembers.add(groupId, [{ user: owner, role: OWNER }, ...rest], first);
  });
}

export async function addToGroup(command: LogicStore, group: string, user: string): Promise<Group> {
  await command.groups.lock(group);
  return command.groupMembers.add(group, [{ user, role: MEMBER }], await appendSystemMessage(command, group, user));
}

export async function endMembership(command: LogicStore, group: string, user: string): Promise<Group> {
  await command.groups.lock(group);
  return command.groupMembers.remove(group, [user], (await appendSystemMessage(command, group, user)).seq);
}

export async function renameGroup(command: LogicStore, group: string, name: string): Promise<Group> {
  await command.groups.lock(group);
  return command.groups.update(group, { name });
}
