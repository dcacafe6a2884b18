// Who may write to whom.

import { ImError } from '../../proto/errors.ts';
import { im } from '../../proto/rpc.ts';
import type { LogicSettings } from '../handlers.ts';
import type { MessagingPolicy } from '../ports/index.ts';

/**
 * What it is refused with that somebody writes to somebody else, if it is: NO_SUCH_USER, BLOCKED where either has blocked the other, NOT_FRIENDS where the receiver hears from friends only and
 * the sender is none.
 */
export function whyCannotMessage(standing: MessagingPolicy, settings: Pick<LogicSettings, 'whoMayWrite'>): ImError | undefined {
  const { exists, blocked } = standing;
  if (!exists) return new ImError('NO_SUCH_USER', 'nobody has this user id; Logic.FindUser finds the id of a name');
  if (blocked) return new ImError('BLOCKED', 'one of you has blocked the other');
  if (!acceptsFrom(standing, settings))
    return new ImError('NOT_FRIENDS', 'this user hears from friends only; Logic.RequestFriend asks him to be one');
  return undefined;
}

/** Whether the receiver hears from whoever is no friend of his, or the sender is one. */
export function acceptsFrom(
  { friends, whoMayWrite }: Pick<MessagingPolicy, 'friends' | 'whoMayWrite'>,
  settings: Pick<LogicSettings, 'whoMayWrite'>,
): boolean {
  const { SERVER_DEFAULT, FRIENDS_ONLY } = im.WhoMayWrite;
  const friendsOnly = whoMayWrite === SERVER_DEFAULT ? settings.whoMayWrite === 'friends' : whoMayWrite === FRIENDS_ONLY;
  return friends || !friendsOnly;
}
