// Who may do what in a group: owner > admin > member.
import type { Command } from '../../infra/ports/index.ts';
import { ImError } from '../../proto/errors.ts';
import { im } from '../../proto/rpc.ts';
import type { LogicSettings } from '../handlers.ts';
import { acceptsFrom } from '../people/messaging-policy.ts';
import type { Group, GroupMember, LogicStore } from '../ports/index.ts';
import { lockGroup } from './system-messages.ts';

/** A group that this command has locked, and the caller in it. */
export interface OwnGroup {
  readonly group: Group;
  readonly ownMember: GroupMember;
}

/** The group, locked for the rest of the batch, and the caller in it. NO_SUCH_GROUP for whoever is no member: he does not learn whether there is such a group. */
export async function lockOwnGroup(command: Command<LogicStore>, id: string): Promise<OwnGroup> {
  const { group, ownMember } = await lockGroup(command, id);
  return mine(group, ownMember);
}

/** The same for what only reads. */
export async function readOwnGroup({ caller, tx }: Command<LogicStore>, id: string): Promise<OwnGroup> {
  const [group, me] = await Promise.all([tx.groups.find(id), tx.groupMembers.find(id, caller.userId)]);
  return mine(group, me);
}

function mine(group: Group | undefined, ownMember: GroupMember | undefined): OwnGroup {
  if (!group || group.dissolved || !ownMember) throw noSuchGroup();
  return { group, ownMember };
}

export function noSuchGroup(): ImError {
  return new ImError(
    'NO_SUCH_GROUP',
    'you are in no group with this id, and none with it can be joined; Logic.ListGroups lists yours',
  );
}

/** NOT_ALLOWED for all but the owner and the admins. */
export function assertAdmin({ ownMember }: OwnGroup): void {
  if (ownMember.role < im.GroupRole.ADMIN)
    throw new ImError('NOT_ALLOWED', 'only the owner and the admins of a group may do this');
}

export function assertOwner({ ownMember }: OwnGroup): void {
  if (ownMember.role !== im.GroupRole.OWNER) throw new ImError('NOT_ALLOWED', 'only the owner of a group may do this');
}

/** The member an admin of a locked group wants to do something to. NOT_A_MEMBER, or NOT_ALLOWED where he does not stand below the caller: nobody stands below himself. */
export async function requireSubordinate(
  { tx }: Command<LogicStore>,
  { group, ownMember }: OwnGroup,
  user: string,
): Promise<GroupMember> {
  const member = await tx.groupMembers.find(group.groupId, user);
  if (!member) throw new ImError('NOT_A_MEMBER', 'this user is not in the group');
  if (member.role >= ownMember.role)
    throw new ImError('NOT_ALLOWED', 'this is only for those whose role in the group is above his');
  return member;
}

/** NOT_LOGGED_IN where the caller has deleted his account while this command was on its way: nobody would take him out of the group again. */
export async function assertAccountExists({ caller, tx }: Command<LogicStore>): Promise<void> {
  if (!(await tx.people.exists(caller.userId))) throw new ImError('NOT_LOGGED_IN', 'this account is gone');
}

/**
 * NO_SUCH_USER where one of them does not exist, BLOCKED where one of them has blocked the caller or the other way round, NOT_FRIENDS where one of them hears from friends only and the caller is
 * none: in a group he would be written to.
 */
export async function assertInvitable(
  { caller, tx }: Command<LogicStore>,
  users: readonly string[],
  settings: LogicSettings,
): Promise<void> {
  const found = await Promise.all(
    users.map(async (user) => {
      const [exists, standing] = await Promise.all([tx.people.lock(user), tx.relations.findMessagingPolicy(caller.userId, user)]);
      return { ...standing, exists };
    }),
  );
  if (!found.every(({ exists }) => exists))
    throw new ImError('NO_SUCH_USER', 'one of the users does not exist; Logic.FindUser finds the id of a name');
  if (found.some(({ blocked }) => blocked)) throw new ImError('BLOCKED', 'one of the users has blocked you, or you him');
  if (!found.every((standing) => acceptsFrom(standing, settings)))
    throw new ImError('NOT_FRIENDS', 'one of the users hears from friends only; Logic.RequestFriend asks him to be one');
}
