// ForgetUser: what becomes of a user who has deleted his account. What he has said stays where it was said, without his name; nobody has him as a friend or in a group any more.
import type { Command } from '../infra/ports.ts';
import { im } from '../proto/contract.ts';
import { endGroup } from './groups.ts';
import { letGo } from './groups-members.ts';
import type { MyGroup } from './groups-rights.ts';
import { handOn } from './groups-roles.ts';
import { lockGroup } from './groups-told.ts';
import type { LogicStored } from './ports.ts';
import { endRelations } from './relations.ts';

// One command holds the locks of all it changes, and a group may have thousands who are told: what is more is left to the next one.
const GROUPS_AT_ONCE = 10;
const RELATIONS_AT_ONCE = 100;
const TALKS_AT_ONCE = 200;

/** Told by auth when the account is gone. Does what is still to be done, however often it comes, and tells itself as long as there is more. */
export async function forgetUser(
  request: im.ForgetUserRequest,
  command: Command<LogicStored>,
): Promise<im.ForgetUserReply.$Properties> {
  const { caller, stored } = command;
  const { user } = caller;
  // Whoever is there is not forgotten, whatever was told.
  if (await stored.people.exists(user)) return {};
  // One more than are done now tells whether there are others.
  const [others, groups, talks] = await Promise.all([
    stored.relations.tiesOf(user, 'any', '', RELATIONS_AT_ONCE + 1),
    stored.groupMembers.groupIds(user, GROUPS_AT_ONCE + 1),
    stored.conversations.talksOf(user, request.afterConversation, TALKS_AT_ONCE + 1),
  ]);
  await endRelations(command, others.slice(0, RELATIONS_AT_ONCE));
  await leaveGroups(command, groups.slice(0, GROUPS_AT_ONCE));
  const told = talks.slice(0, TALKS_AT_ONCE);
  tellPeers(command, told);
  if (others.length > RELATIONS_AT_ONCE || groups.length > GROUPS_AT_ONCE || talks.length > TALKS_AT_ONCE) {
    // A conversation keeps no trace of it: where this goes on is said.
    const afterConversation = told.at(-1)?.conversation ?? request.afterConversation;
    command.tell(im.Logic, 'forgetUser', { afterConversation }, user);
    return {};
  }
  stored.groupRequests.removeOf(user);
  // A change that was on its way when the account went may have come after it.
  stored.people.update(user, { shownName: '', avatarUrl: '', about: '', language: '', findableByAddress: false });
  command.happened(user, { profileChanged: { profile: { user } } });
  return {};
}

/** Those he has a conversation with see that he has no name any more: now where they are connected, else at their next sync. */
function tellPeers(command: Command<LogicStored>, talks: readonly { conversation: string; peer: string }[]): void {
  for (const { conversation, peer } of talks) {
    command.stored.conversations.peerChanged(peer, conversation);
    command.push([peer], { conversationChanged: { conversation, peerDeleted: true } });
  }
}

async function leaveGroups(command: Command<LogicStored>, ids: readonly string[]): Promise<void> {
  // All locks are asked for at once, in the order of the ids: two who leave the same groups do not wait for each other.
  const found = await Promise.all(ids.map((id) => lockGroup(command, id)));
  for (const { group, me } of found) if (group && !group.dissolved && me) await leave(command, { group, me });
}

/** A group passes to whoever is in it longest, admins first; where nobody is left it ends. */
async function leave(command: Command<LogicStored>, { group, me }: MyGroup): Promise<void> {
  if (me.role !== im.GroupRole.OWNER) return letGo(command, group, me.user, 'left');
  const next = await command.stored.groupMembers.successorOf(group.group, me.user);
  if (!next) return endGroup(command, group.group);
  await handOn(command, { group, me }, next);
  await letGo(command, group, me.user, 'left', 1);
}
