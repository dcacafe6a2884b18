// Who hears of it that somebody has changed what others see of him: his friends, page by page, behind the change and outside of its answer.
import type { Command } from '../../infra/ports/index.ts';
import { im } from '../../proto/rpc.ts';
import type { LogicStore } from '../ports/index.ts';
import { matchesProfile } from './profiles.ts';
import { toProtoRelation } from './relations.ts';

// One command holds the counters of all it tells, and other commands of its batch that concern one of those run one after the other.
const FRIENDS_AT_ONCE = 100;

/**
 * Told by UpdateProfile. Gives each friend's row about the caller a new version, so that Sync finds it, and pushes it; tells itself as long as there are more. A profile that has been changed again is told
 * by that change, from the beginning: however often somebody changes his, no more than one change at a time goes through his friends.
 */
export async function notifyFriends(
  request: im.TellFriendsRequest,
  command: Command<LogicStore>,
): Promise<im.TellFriendsReply.$Properties> {
  const { caller, tx } = command;
  // One more than are told now tells whether there are others.
  const [me, friends] = await Promise.all([
    tx.people.findById(caller.userId),
    tx.relations.listRelatedIds(caller.userId, 'friends', request.afterUser, FRIENDS_AT_ONCE + 1),
  ]);
  if (!me || !request.profile || !matchesProfile(me, request.profile)) return {};
  const page = friends.slice(0, FRIENDS_AT_ONCE);
  const pairs = await Promise.all(page.map((friend) => tx.relations.lockPair(caller.userId, friend)));
  for (const [, theirs] of pairs) {
    // The friendship may have ended before it was locked.
    if (!theirs.friend) continue;
    const version = await tx.relations.update(theirs.user, theirs.other, {});
    command.push([theirs.user], { relationChanged: toProtoRelation({ ...theirs, version }, me) });
  }
  const last = page.at(-1);
  if (last && friends.length > page.length)
    command.enqueue(im.Logic, 'tellFriends', { profile: request.profile, afterUser: last }, caller.userId);
  return {};
}
