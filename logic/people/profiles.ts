// Who there is: finding people, and what they say of themselves.
import type { Command } from '../../infra/ports/index.ts';
import { ImError } from '../../proto/errors.ts';
import { im } from '../../proto/rpc.ts';
import { emailKey, normalizeEmail } from '../../proto/text/email.ts';
import { nameKey } from '../../proto/text/names.ts';
import { resolvePageLimit } from '../pages.ts';
import type { LogicStore, OwnPerson, Person } from '../ports/index.ts';
import { parseAbout, parseAvatarUrl, parseLanguage, parseShownName } from './profile-texts.ts';

const SEARCH_LIMITS = { usual: 20, most: 50 };
const MIN_PREFIX = 2;
// As much as a name's key can have.
const MAX_AFTER = 1024;

export async function findUser(request: im.FindUserRequest, { tx }: Command<LogicStore>): Promise<im.FindUserReply.$Properties> {
  const found = await tx.people.findByName(nameKey(request.name));
  if (!found) throw new ImError('NO_SUCH_USER', 'nobody has this name');
  return { user: found.user, name: found.name };
}

export async function getProfile(
  request: im.GetProfileRequest,
  { caller, tx }: Command<LogicStore>,
): Promise<im.GetProfileReply.$Properties> {
  const user = request.user === '' ? caller.userId : request.user;
  const found = await tx.people.findCached(user);
  if (!found) throw new ImError('NO_SUCH_USER', 'nobody has this user id; Logic.FindUser finds the id of a name');
  return user === caller.userId
    ? { profile: toProtoProfile(found), own: toProtoOwnProfile(found) }
    : { profile: toProtoProfile(found) };
}

/** Naturally idempotent: what is there already is not changed again. */
export async function updateProfile(
  request: im.UpdateProfileRequest,
  command: Command<LogicStore>,
): Promise<im.UpdateProfileReply.$Properties> {
  const { caller, tx } = command;
  const given = changesIn(request);
  const before = await tx.people.findById(caller.userId);
  if (!before) throw new ImError('NO_SUCH_USER', 'this account is gone');
  const after: OwnPerson = { ...before, ...given };
  const profile = toProtoOwnProfile(after);
  if (Object.entries(given).every(([key, value]) => before[key as keyof OwnPerson] === value)) return { profile };

  await tx.relations.bumpVersion(caller.userId);
  tx.people.update(caller.userId, given);
  command.push([caller.userId], { profileChanged: profile }, { exceptCaller: true });
  command.emit(caller.userId, { profileChanged: profile });
  if (!matchesProfile(before, toProtoProfile(after)))
    command.enqueue(im.Logic, 'tellFriends', { profile: toProtoProfile(after) }, caller.userId);
  return { profile };
}

function changesIn(request: im.UpdateProfileRequest): Partial<Omit<OwnPerson, 'user' | 'name'>> {
  const { shownName, avatarUrl, about, language, findableByEmail, whoMayWrite } = request;
  if (isGiven(whoMayWrite) && im.WhoMayWrite[whoMayWrite] === undefined)
    throw new ImError('BAD_ARGUMENT', 'who_may_write is SERVER_DEFAULT, ANYONE or FRIENDS_ONLY');
  return {
    ...(isGiven(shownName) && { shownName: parseShownName(shownName) }),
    ...(isGiven(avatarUrl) && { avatarUrl: parseAvatarUrl(avatarUrl) }),
    ...(isGiven(about) && { about: parseAbout(about) }),
    ...(isGiven(language) && { language: parseLanguage(language) }),
    ...(isGiven(findableByEmail) && { findableByEmail }),
    ...(isGiven(whoMayWrite) && { whoMayWrite }),
  };
}

function isGiven<T>(value: T | null | undefined): value is T {
  return value !== null && value !== undefined;
}

export async function searchUsers(
  request: im.SearchUsersRequest,
  { tx }: Command<LogicStore>,
): Promise<im.SearchUsersReply.$Properties> {
  const limit = resolvePageLimit(request.limit, SEARCH_LIMITS);
  switch (request.by) {
    case im.SearchUsersRequest.By.NAME:
      return { users: found(await tx.people.findByName(nameKey(request.text))) };
    case im.SearchUsersRequest.By.EMAIL: {
      const address = normalizeEmail(request.text);
      return { users: found(address === undefined ? undefined : await tx.people.findByEmail(emailKey(address))) };
    }
    case im.SearchUsersRequest.By.NAME_PREFIX:
      return beginningWith(nameKey(request.text), request.after, limit, tx);
    default:
      throw new ImError('BAD_ARGUMENT', 'by is NAME, NAME_PREFIX or ADDRESS');
  }
}

function found(person: Person | undefined): im.Profile.$Properties[] {
  return person ? [toProtoProfile(person)] : [];
}

async function beginningWith(
  prefix: string,
  after: string,
  limit: number,
  { people }: LogicStore,
): Promise<im.SearchUsersReply.$Properties> {
  if ([...prefix].length < MIN_PREFIX)
    throw new ImError('BAD_ARGUMENT', `the beginning of a name has at least ${MIN_PREFIX} characters`);
  if (after.length > MAX_AFTER) throw new ImError('BAD_ARGUMENT', 'after is `next` of the page before');
  // One more than asked for tells whether there is another page.
  const named = await people.listByNamePrefix(prefix, after, limit + 1);
  const page = named.slice(0, limit);
  return { users: page.map(toProtoProfile), next: named.length > limit ? (page.at(-1)?.nameKey ?? '') : '' };
}

/** What everybody may see of a user. */
export function toProtoProfile({ user, name, shownName, avatarUrl, about, language }: Person): im.Profile.$Properties {
  return { user, name, shownName, avatarUrl, about, language };
}

/** Whether that is what everybody sees of a user now. */
export function matchesProfile(person: Person, profile: im.Profile.$Properties): boolean {
  return Object.entries(toProtoProfile(person)).every(
    ([key, value]) => (profile[key as keyof im.Profile.$Properties] ?? '') === value,
  );
}

/** A profile as its owner sees it. */
export function toProtoOwnProfile(person: OwnPerson): im.OwnProfile.$Properties {
  const { findableByEmail, whoMayWrite } = person;
  return { profile: toProtoProfile(person), findableByEmail, whoMayWrite };
}
