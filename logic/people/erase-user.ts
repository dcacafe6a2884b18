// Erases a user (EraseUser) after their account was deleted: groups, friendships and requests end. Their messages stay, without
// a name.
import type { Command } from '../../infra/ports/index.ts';
import { im } from '../../proto/rpc.ts';
import { dissolveLockedGroup } from '../groups/group-lifecycle.ts';
import { removeMember } from '../groups/group-members.ts';
import type { OwnGroup } from '../groups/group-permissions.ts';
import { transferOwnership } from '../groups/group-roles.ts';
import { lockGroup } from '../groups/system-messages.ts';
import type { LogicStore } from '../ports/index.ts';
import { eraseRelations } from './relations.ts';

// A command holds the locks of all groups that it changes, and each group may have thousands of members to notify.
const GROUPS_PER_COMMAND = 10;
const RELATIONS_PER_COMMAND = 100;
const CONVERSATIONS_PER_COMMAND = 200;

/**
 * Auth enqueues it after it has deleted the account. Idempotent. It handles one page of the user's groups, relations and
 * conversations, and enqueues itself again while there are more. It does nothing for an existing account.
 */
export async function eraseUser(
  request: im.EraseUserRequest,
  command: Command<LogicStore>,
): Promise<im.EraseUserReply.$Properties> {
  const { caller, tx } = command;
  const { userId } = caller;
  if (await tx.people.exists(userId)) return {};
  // One extra entry of each shows whether there is more.
  const [otherIds, groupIds, conversations] = await Promise.all([
    tx.relations.listRelatedIds(userId, 'any', '', RELATIONS_PER_COMMAND + 1),
    tx.groupMembers.listGroupIds(userId, GROUPS_PER_COMMAND + 1),
    tx.conversations.listDirect(userId, request.afterConversationId, CONVERSATIONS_PER_COMMAND + 1),
  ]);
  await eraseRelations(command, otherIds.slice(0, RELATIONS_PER_COMMAND));
  await leaveGroups(command, groupIds.slice(0, GROUPS_PER_COMMAND));
  const page = conversations.slice(0, CONVERSATIONS_PER_COMMAND);
  notifyPeers(command, page);
  const isDone =
    otherIds.length <= RELATIONS_PER_COMMAND &&
    groupIds.length <= GROUPS_PER_COMMAND &&
    conversations.length <= CONVERSATIONS_PER_COMMAND;
  if (!isDone) {
    // Nothing in a conversation shows that it was handled, so the next command needs the position.
    const afterConversationId = page.at(-1)?.conversationId ?? request.afterConversationId;
    command.enqueue(im.Logic, 'eraseUser', { afterConversationId }, userId);
    return {};
  }
  tx.joinRequests.removeAllByUser(userId);
  tx.groupRestrictions.removeAllByUser(userId);
  // Auth emptied the profile, but an UpdateProfile in flight may have been stored after that.
  tx.people.update(userId, { displayName: '', avatarUrl: '', about: '', language: '', findableByEmail: false });
  command.emit(userId, { profileChanged: { profile: { userId: userId } } });
  return {};
}

/** Shows peers that the user has no name any more: connected peers get a push, others see it at their next Sync. */
function notifyPeers(command: Command<LogicStore>, conversations: readonly { conversationId: string; peerId: string }[]): void {
  for (const { conversationId, peerId } of conversations) {
    command.tx.conversations.markPeerChanged(peerId, conversationId);
    command.push([peerId], { conversationChanged: { conversationId, peerDeleted: true } });
  }
}

async function leaveGroups(command: Command<LogicStore>, groupIds: readonly string[]): Promise<void> {
  // Request all locks together, in the order of the ids, so that two users who leave the same groups do not deadlock.
  const found = await Promise.all(groupIds.map((groupId) => lockGroup(command, groupId)));
  for (const { group, ownMember } of found)
    if (group && !group.dissolved && ownMember) await leave(command, { group, ownMember });
}

/** If the user owns the group, it goes to the oldest admin, or else the oldest member. Without other members it is dissolved. */
async function leave(command: Command<LogicStore>, { group, ownMember }: OwnGroup): Promise<void> {
  if (ownMember.role !== im.GroupRole.OWNER) return removeMember(command, group, ownMember, 'left');
  const newOwner = await command.tx.groupMembers.findSuccessor(group.groupId, ownMember.userId);
  if (!newOwner) return dissolveLockedGroup(command, group.groupId);
  await transferOwnership(command, { group, ownMember }, newOwner);
  await removeMember(command, group, ownMember, 'left', { nth: 1 });
}
