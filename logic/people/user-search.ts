// FindUser and SearchUsers: find users by name, by the beginning of a name, or by e-mail address.
import type { Command } from '../../infra/ports/index.ts';
import { ImError } from '../../proto/errors.ts';
import { im } from '../../proto/rpc.ts';
import { askForAddress, emailKey, normalizeEmail } from '../../proto/text/email.ts';
import { nameKey } from '../../proto/text/names.ts';
import { resolvePageLimit } from '../pages.ts';
import type { LogicStore, Person } from '../ports/index.ts';
import { toProtoProfile } from './profiles.ts';

const SEARCH_LIMITS = { usual: 20, most: 50 };
const MIN_PREFIX_CHARACTERS = 2;
// The length of the longest name key.
const MAX_AFTER_CHARACTERS = 1024;

/** Throws NO_SUCH_USER. */
export async function findUser(request: im.FindUserRequest, { tx }: Command<LogicStore>): Promise<im.FindUserReply.$Properties> {
  const person = await tx.people.findByName(nameKey(request.name));
  if (!person) throw new ImError('NO_SUCH_USER', 'no user has this name');
  return { userId: person.userId, name: person.name };
}

export async function searchUsers(
  request: im.SearchUsersRequest,
  { tx }: Command<LogicStore>,
): Promise<im.SearchUsersReply.$Properties> {
  const limit = resolvePageLimit(request.limit, SEARCH_LIMITS);
  const { NAME, NAME_PREFIX, EMAIL } = im.SearchUsersRequest.By;
  switch (request.by) {
    case NAME:
      return { users: toProtoProfiles(await tx.people.findByName(nameKey(request.text))) };
    case EMAIL: {
      const email = normalizeEmail(request.text);
      const refusal = email === undefined ? askForAddress(request.text) : undefined;
      if (refusal) throw refusal;
      return { users: toProtoProfiles(email === undefined ? undefined : await tx.people.findByEmail(emailKey(email))) };
    }
    case NAME_PREFIX:
      return searchByPrefix(nameKey(request.text), request.after, limit, tx);
    default:
      throw new ImError('BAD_ARGUMENT', 'by must be NAME, NAME_PREFIX or EMAIL');
  }
}

function toProtoProfiles(person: Person | undefined): im.Profile.$Properties[] {
  return person ? [toProtoProfile(person)] : [];
}

async function searchByPrefix(
  prefix: string,
  after: string,
  limit: number,
  { people }: LogicStore,
): Promise<im.SearchUsersReply.$Properties> {
  if ([...prefix].length < MIN_PREFIX_CHARACTERS)
    throw new ImError('BAD_ARGUMENT', `the beginning of a name must have at least ${MIN_PREFIX_CHARACTERS} characters`);
  if (after.length > MAX_AFTER_CHARACTERS) throw new ImError('BAD_ARGUMENT', '`after` must be the `next` of the previous page');
  // One extra entry shows whether there is another page.
  const found = await people.listByNamePrefix(prefix, after, limit + 1);
  const page = found.slice(0, limit);
  return { users: page.map(toProtoProfile), next: found.length > limit ? (page.at(-1)?.nameKey ?? '') : '' };
}
