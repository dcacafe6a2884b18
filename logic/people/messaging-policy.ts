// Whether a user may message another one.
import { ImError } from '../../proto/errors.ts';
import { im } from '../../proto/rpc.ts';
import type { MessagingPolicy } from '../ports/index.ts';
import type { LogicSettings } from '../settings.ts';

/**
 * The reason why the sender may not message the receiver, or undefined: NO_SUCH_USER, else BLOCKED when either user has blocked
 * the other, else NOT_FRIENDS when the receiver accepts messages from friends only.
 */
export function whyCannotMessage(policy: MessagingPolicy, settings: Pick<LogicSettings, 'whoMayWrite'>): ImError | undefined {
  const { exists, blocked } = policy;
  if (!exists) return new ImError('NO_SUCH_USER', 'no user has this id; Logic.FindUser finds the id of a name');
  if (blocked) return new ImError('BLOCKED', 'you have blocked this user, or this user has blocked you');
  if (!acceptsFrom(policy, settings))
    return new ImError('NOT_FRIENDS', 'this user accepts messages from friends only; send Logic.RequestFriend first');
  return undefined;
}

/** Whether the sender is a friend, or the receiver accepts messages from anyone. */
export function acceptsFrom(
  { friends, whoMayWrite }: Pick<MessagingPolicy, 'friends' | 'whoMayWrite'>,
  settings: Pick<LogicSettings, 'whoMayWrite'>,
): boolean {
  const { SERVER_DEFAULT, FRIENDS_ONLY } = im.WhoMayWrite;
  const friendsOnly = whoMayWrite === SERVER_DEFAULT ? settings.whoMayWrite === 'friends' : whoMayWrite === FRIENDS_ONLY;
  return friends || !friendsOnly;
}
