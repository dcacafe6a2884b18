// Bans and mutes outlive a membership: ListGroupBans, LiftGroupBan, and the checks of all commands that add members.
import type { Command } from '../../infra/ports/index.ts';
import { ImError } from '../../proto/errors.ts';
import { im } from '../../proto/rpc.ts';
import { resolvePageLimit } from '../pages.ts';
import type { GroupMember, GroupRestriction, LogicStore, NewGroupMember } from '../ports/index.ts';
import { assertAdmin, lockOwnGroup, readOwnGroup } from './group-permissions.ts';

const LIMITS = { usual: 100, most: 200 };
const MAX_BANS = 1000;

/** By user; users without a restriction are missing. */
export type Restrictions = ReadonlyMap<string, GroupRestriction>;

export async function listGroupBans(
  request: im.ListGroupBansRequest,
  command: Command<LogicStore>,
): Promise<im.ListGroupBansReply.$Properties> {
  const limit = resolvePageLimit(request.limit, LIMITS);
  assertAdmin(await readOwnGroup(command, request.groupId));
  // One extra entry shows whether there is another page.
  const found = await command.tx.groupRestrictions.listBans(request.groupId, request.afterUserId, limit + 1);
  const bans = found
    .slice(0, limit)
    .map(({ userId, name, setBy, setAt }) => ({ userId, name, bannedBy: setBy, bannedAt: setAt }));
  return { bans, more: found.length > limit };
}

/** Succeeds also when the user is not banned. A mute of the user goes on. */
export async function liftGroupBan(
  { groupId, userId }: im.LiftGroupBanRequest,
  command: Command<LogicStore>,
): Promise<im.LiftGroupBanReply.$Properties> {
  const { groupRestrictions } = command.tx;
  await lockOwnGroup(command, groupId, assertAdmin);
  const restriction = await groupRestrictions.find(groupId, userId);
  if (!restriction?.banned) return {};
  await pushBanChange(command, groupId, restriction, true);
  if (restriction.mutedUntil > command.tx.now()) await groupRestrictions.put(groupId, { ...restriction, banned: false });
  else await groupRestrictions.remove(groupId, userId);
  return {};
}

/** To all sessions of the owner and the admins: a ban of somebody who is not a member posts no message. */
async function pushBanChange(
  command: Command<LogicStore>,
  groupId: string,
  { userId, setBy, setAt }: GroupRestriction,
  lifted: boolean,
): Promise<void> {
  const { caller, tx } = command;
  const [adminIds, user, admin] = await Promise.all([
    tx.groupMembers.listAdminIds(groupId),
    tx.people.findById(userId),
    tx.people.findById(caller.userId),
  ]);
  const ban = { userId, name: user?.name ?? '', bannedBy: setBy, bannedAt: setAt };
  const change = { groupId, ban, lifted, changedBy: caller.userId, changedByName: admin?.name ?? '' };
  // An admin who is banned is one until this command has ended.
  const others = adminIds.filter((adminId) => adminId !== userId);
  command.push(others, { groupBanChanged: change }, { exceptCaller: true });
}

/**
 * Bans a user from a locked group and removes their request to join. Returns false when the user is banned already. `member`: the
 * user's member entry, which the caller removes. Throws NO_SUCH_USER, and BAD_LIMIT when the group has too many bans.
 */
export async function banUser(
  command: Command<LogicStore>,
  groupId: string,
  userId: string,
  member: GroupMember | undefined,
): Promise<boolean> {
  const { caller, tx } = command;
  const [exists, before, count] = await Promise.all([
    tx.people.lock(userId),
    tx.groupRestrictions.find(groupId, userId),
    tx.groupRestrictions.countBans(groupId),
  ]);
  if (!exists) throw new ImError('NO_SUCH_USER', 'no user has this id; Logic.FindUser finds the id of a name');
  if (before?.banned) return false;
  if (count >= MAX_BANS)
    throw new ImError('BAD_LIMIT', `a group can ban at most ${MAX_BANS} users; lift bans with Logic.LiftGroupBan`);
  const mutedUntil = member?.mutedUntil ?? before?.mutedUntil ?? 0;
  await tx.joinRequests.remove(groupId, userId);
  const restriction = { userId, mutedUntil, banned: true, setBy: caller.userId, setAt: tx.now() };
  await tx.groupRestrictions.put(groupId, restriction);
  await pushBanChange(command, groupId, restriction, false);
  return true;
}

/** The restrictions of users, by user. */
export async function findRestrictions(
  { tx }: Command<LogicStore>,
  groupId: string,
  userIds: readonly string[],
): Promise<Restrictions> {
  const found = await Promise.all(userIds.map((userId) => tx.groupRestrictions.find(groupId, userId)));
  return new Map(found.flatMap((restriction) => (restriction ? [[restriction.userId, restriction]] : [])));
}

/** Throws BANNED when one of the users is banned from the group. */
export function assertNotBanned(restrictions: Restrictions): void {
  for (const { banned } of restrictions.values())
    if (banned) throw new ImError('BANNED', 'this user is banned from the group; an admin can lift it with Logic.LiftGroupBan');
}

/** Keeps the mute of a member who leaves, so that it is there when they come back. */
export async function keepMute(
  { caller, tx }: Command<LogicStore>,
  groupId: string,
  { userId, mutedUntil }: GroupMember,
): Promise<void> {
  const now = tx.now();
  if (mutedUntil <= now) return;
  const kept = { userId, mutedUntil, banned: false, setBy: caller.userId, setAt: now };
  await tx.groupRestrictions.put(groupId, kept);
}

/** New members of a locked group, with the mutes that were kept for them. */
export async function toNewMembers(
  { tx }: Command<LogicStore>,
  groupId: string,
  userIds: readonly string[],
  restrictions: Restrictions,
): Promise<readonly NewGroupMember[]> {
  for (const userId of restrictions.keys()) await tx.groupRestrictions.remove(groupId, userId);
  const role = im.GroupRole.MEMBER;
  return userIds.map((userId) => ({ userId, role, mutedUntil: restrictions.get(userId)?.mutedUntil ?? 0 }));
}
