// For suites of groups: what commands do to a group, without the words of Logic around it.
import { randomBytes } from 'node:crypto';
import type { Group, LogicStored, StoredMessage } from '../../logic/ports.ts';
import { im } from '../../proto/contract.ts';
import { newId } from '../../proto/ids.ts';
import type { StoreSuite } from './store-suite.ts';

const { MEMBER, OWNER } = im.GroupRole;

/** The order of ids in which stores tell them. */
export function inOrder(ids: readonly string[]): string[] {
  return ids
    .map((id) => Buffer.from(id, 'base64url'))
    .sort(Buffer.compare)
    .map((id) => id.toString('base64url'));
}

/** A SYSTEM message that nobody has stored. */
export function unsaid(group: string, sender: string): StoredMessage {
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

export async function happens({ messages }: LogicStored, group: string, sender: string): Promise<StoredMessage> {
  return (await messages.append(unsaid(group, sender))).message;
}

export function newGroup(owner: string): Omit<Group, 'members' | 'dissolved'> {
  return {
    group: newId(),
    name: "Bobby'; DROP TABLE group_chats; -- 😀",
    avatarUrl: 'https://a/?b=:c',
    about: 'NUL \0 and \\ and "',
    owner,
    joinPolicy: im.JoinPolicy.OPEN,
    createdAt: 1_700_000_000_123,
  };
}

/** A group of an owner and others, made in a batch of its own. */
export function madeGroup({ run }: StoreSuite, members: readonly string[] = []): Promise<Group> {
  const [owner = newId(), ...others] = members;
  return run(async (command) => {
    const made = newGroup(owner);
    await command.groups.lock(made.group);
    const { group } = command.groups.add(made);
    const first = await happens(command, group, owner);
    const rest = others.map((user) => ({ user, role: MEMBER }));
    return command.groupMembers.join(group, [{ user: owner, role: OWNER }, ...rest], first);
  });
}

export async function joins(command: LogicStored, group: string, user: string): Promise<Group> {
  await command.groups.lock(group);
  return command.groupMembers.join(group, [{ user, role: MEMBER }], await happens(command, group, user));
}

export async function leaves(command: LogicStored, group: string, user: string): Promise<Group> {
  await command.groups.lock(group);
  return command.groupMembers.leave(group, [user], (await happens(command, group, user)).seq);
}

export async function renames(command: LogicStored, group: string, name: string): Promise<Group> {
  await command.groups.lock(group);
  return command.groups.change(group, { name });
}
