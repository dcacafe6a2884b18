// ForgetUser: what becomes of a user who has deleted his account. What he has said stays where it was said, without his name; nobody has him as a friend or in a group any more.
import type { Command } from '../../infra/ports/index.ts';
import { im } from '../../proto/rpc.ts';
import { dissolveLockedGroup } from '../groups/group-lifecycle.ts';
import { removeMember } from '../groups/group-members.ts';
import type { OwnGroup } from '../groups/group-permissions.ts';
import { transferOwnership } from '../groups/group-roles.ts';
import { lockGroup } from '../groups/system-messages.ts';
import type { LogicStore } from '../ports/index.ts';
import { eraseRelations } from './relations.ts';

// One command holds the locks of all it changes, and a group may have thousands who are told: what is more is left to the next one.
const GROUPS_AT_ONCE = 10;
const RELATIONS_AT_ONCE = 100;
const TALKS_AT_ONCE = 200;

/** Told by auth when the account is gone. Does what is still to be done, however often it comes, and tells itself as long as there is more. */
export async function eraseUser(
  request: im.ForgetUserRequest,
  command: Command<LogicStore>,
): Promise<im.ForgetUserReply.$Properties> {
  const { caller, tx } = command;
  const { userId } = caller;
  // Whoever is there is not forgotten, whatever was told.
  if (await tx.people.exists(userId)) return {};
  // One more than are done now tells whether there are others.
  const [others, groups, talks] = await Promise.all([
    tx.relations.listRelatedIds(userId, 'any', '', RELATIONS_AT_ONCE + 1),
    tx.groupMembers.listGroupIds(userId, GROUPS_AT_ONCE + 1),
    tx.conversations.listDirect(userId, request.afterConversation, TALKS_AT_ONCE + 1),
  ]);
  await eraseRelations(command, others.slice(0, RELATIONS_AT_ONCE));
  await leaveGroups(command, groups.slice(0, GROUPS_AT_ONCE));
  const told = talks.slice(0, TALKS_AT_ONCE);
  tellPeers(command, told);
  if (others.length > RELATIONS_AT_ONCE || groups.length > GROUPS_AT_ONCE || talks.length > TALKS_AT_ONCE) {
    // A conversation keeps no trace of it: where this goes on is said.
    const afterConversation = told.at(-1)?.conversation ?? request.afterConversation;
    command.enqueue(im.Logic, 'forgetUser', { afterConversation }, userId);
    return {};
  }
  tx.joinRequests.removeAllByUser(userId);
  // A change that was on its way when the account went may have come after it.
  tx.people.update(userId, { shownName: '', avatarUrl: '', about: '', language: '', findableByEmail: false });
  command.emit(userId, { profileChanged: { profile: { user: userId } } });
  return {};
}

/** Those he has a conversation with see that he has no name any more: now where they are connected, else at their next sync. */
function tellPeers(command: Command<LogicStore>, talks: readonly { conversation: string; peer: string }[]): void {
  for (const { conversation, peer } of talks) {
    command.tx.conversations.markPeerChanged(peer, conversation);
    command.push([peer], { conversationChanged: { conversation, peerDeleted: true } });
  }
}

async function leaveGroups(command: Command<LogicStore>, ids: readonly string[]): Promise<void> {
  // All locks are asked for at once, in the order of the ids: two who leave the same groups do not wait for each other.
  const found = await Promise.all(ids.map((id) => lockGroup(command, id)));
  for (const { group, ownMember } of found)
    if (group && !group.dissolved && ownMember) await leave(command, { group, ownMember });
}

/** A group passes to whoever is in it longest, admins first; where nobody is left it ends. */
async function leave(command: Command<LogicStore>, { group, ownMember }: OwnGroup): Promise<void> {
  if (ownMember.role !== im.GroupRole.OWNER) return removeMember(command, group, ownMember.user, 'left');
  const next = await command.tx.groupMembers.findSuccessor(group.groupId, ownMember.user);
  if (!next) return dissolveLockedGroup(command, group.groupId);
  await transferOwnership(command, { group, ownMember }, next);
  await removeMember(command, group, ownMember.user, 'left', 1);
}
