// Who there is.
import type { Command } from '../infra/ports.ts';
import type { im } from '../proto/contract.ts';
import { ImError } from '../proto/errors.ts';
import { nameKey } from '../proto/names.ts';
import type { LogicStored } from './ports.ts';

export async function findUser(
  request: im.FindUserRequest,
  { stored }: Command<LogicStored>,
): Promise<im.FindUserReply.$Properties> {
  const found = await stored.people.byName(nameKey(request.name));
  if (!found) throw new ImError('NO_SUCH_USER', 'nobody has this name');
  return found;
}
