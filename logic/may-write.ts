// Who may write to whom.
import { im } from '../proto/contract.ts';
import { ImError } from '../proto/errors.ts';
import type { LogicSettings } from './handlers.ts';
import type { LogicStored } from './ports.ts';

/**
 * Throws BLOCKED where either has blocked the other, NOT_FRIENDS where the receiver hears from friends only and the sender is none. Oneself may always. One read,
 * which travels with others that are begun at the same time. Whether the receiver exists is another question.
 */
export async function mayWrite(
  { relations }: Pick<LogicStored, 'relations'>,
  sender: string,
  receiver: string,
  settings: Pick<LogicSettings, 'whoMayWrite'>,
): Promise<void> {
  if (sender === receiver) return;
  const { blocked, friends, whoMayWrite } = await relations.standing(sender, receiver);
  if (blocked) throw new ImError('BLOCKED', 'one of you has blocked the other');
  const { SERVER_DEFAULT, FRIENDS_ONLY } = im.WhoMayWrite;
  const friendsOnly = whoMayWrite === SERVER_DEFAULT ? settings.whoMayWrite === 'friends' : whoMayWrite === FRIENDS_ONLY;
  if (friendsOnly && !friends)
    throw new ImError('NOT_FRIENDS', 'this user hears from friends only; Logic.RequestFriend asks him to be one');
}
