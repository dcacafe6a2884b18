// Profile propagation (NotifyFriends): notifies a user's friends of a changed profile, page by page, after the change.
import type { Command } from '../../infra/ports/index.ts';
import { im } from '../../proto/rpc.ts';
import type { LogicStore } from '../ports/index.ts';
import { matchesProfile } from './profiles.ts';
import { toProtoRelation } from './relations.ts';

// A command locks the version counters of all friends that it notifies. If another command of the batch changes one of these
// counters, the batch has to run its commands one by one.
const FRIENDS_PER_COMMAND = 100;

/**
 * UpdateProfile enqueues it. It gives every friend's row about the caller a new version, so that Sync finds it, and pushes it.
 * It enqueues itself for the next page of friends. If the profile has changed again, it stops: the NotifyFriends of that change
 * starts again with the first friend.
 */
export async function notifyFriends(
  request: im.NotifyFriendsRequest,
  command: Command<LogicStore>,
): Promise<im.NotifyFriendsReply.$Properties> {
  const { caller, tx } = command;
  // One extra entry shows whether there is another page.
  const [person, friends] = await Promise.all([
    tx.people.findById(caller.userId),
    tx.relations.listRelatedIds(caller.userId, 'friends', request.afterUserId, FRIENDS_PER_COMMAND + 1),
  ]);
  if (!person || !request.profile || !matchesProfile(person, request.profile)) return {};
  const page = friends.slice(0, FRIENDS_PER_COMMAND);
  const pairs = await Promise.all(page.map((friend) => tx.relations.lockPair(caller.userId, friend)));
  for (const [, theirs] of pairs) {
    // The friendship may have ended before it was locked.
    if (!theirs.friend) continue;
    const version = await tx.relations.update(theirs.userId, theirs.otherId, {});
    command.push([theirs.userId], { relationChanged: toProtoRelation({ ...theirs, version }, person) });
  }
  const last = page.at(-1);
  if (last && friends.length > page.length)
    command.enqueue(im.Logic, 'notifyFriends', { profile: request.profile, afterUserId: last }, caller.userId);
  return {};
}
