// Who there is: finding people, and what they say of themselves.
import type { Command } from '../infra/ports.ts';
import { addressKey, mailAddress } from '../proto/addresses.ts';
import { im } from '../proto/contract.ts';
import { ImError } from '../proto/errors.ts';
import { nameKey } from '../proto/names.ts';
import { limitOf } from './pages.ts';
import { checkedAbout, checkedAvatarUrl, checkedLanguage, checkedShownName } from './people-texts.ts';
import type { LogicStored, OwnPerson, Person } from './ports.ts';

const SEARCH_LIMITS = { usual: 20, most: 50 };
const MIN_PREFIX = 2;
// As much as a name's key can have.
const MAX_AFTER = 1024;

export async function findUser(
  request: im.FindUserRequest,
  { stored }: Command<LogicStored>,
): Promise<im.FindUserReply.$Properties> {
  const found = await stored.people.byName(nameKey(request.name));
  if (!found) throw new ImError('NO_SUCH_USER', 'nobody has this name');
  return { user: found.user, name: found.name };
}

export async function getProfile(
  request: im.GetProfileRequest,
  { caller, stored }: Command<LogicStored>,
): Promise<im.GetProfileReply.$Properties> {
  const user = request.user === '' ? caller.user : request.user;
  const found = await stored.people.shown(user);
  if (!found) throw new ImError('NO_SUCH_USER', 'nobody has this user id; Logic.FindUser finds the id of a name');
  return user === caller.user ? { profile: profileOf(found), own: ownProfileOf(found) } : { profile: profileOf(found) };
}

/** Naturally idempotent: what is there already is not changed again. */
export async function updateProfile(
  request: im.UpdateProfileRequest,
  command: Command<LogicStored>,
): Promise<im.UpdateProfileReply.$Properties> {
  const { caller, stored } = command;
  const given = changesIn(request);
  const before = await stored.people.byId(caller.user);
  if (!before) throw new ImError('NO_SUCH_USER', 'this account is gone');
  const after: OwnPerson = { ...before, ...given };
  const profile = ownProfileOf(after);
  if (Object.entries(given).every(([key, value]) => before[key as keyof OwnPerson] === value)) return { profile };

  await stored.relations.touch(caller.user);
  stored.people.update(caller.user, given);
  command.push([caller.user], { profileChanged: profile }, { exceptCaller: true });
  command.happened(caller.user, { profileChanged: profile });
  if (!isShownAs(before, profileOf(after))) command.tell(im.Logic, 'tellFriends', { profile: profileOf(after) }, caller.user);
  return { profile };
}

function changesIn(request: im.UpdateProfileRequest): Partial<Omit<OwnPerson, 'user' | 'name'>> {
  const { shownName, avatarUrl, about, language, findableByAddress, whoMayWrite } = request;
  if (isGiven(whoMayWrite) && im.WhoMayWrite[whoMayWrite] === undefined)
    throw new ImError('BAD_ARGUMENT', 'who_may_write is SERVER_DEFAULT, ANYONE or FRIENDS_ONLY');
  return {
    ...(isGiven(shownName) && { shownName: checkedShownName(shownName) }),
    ...(isGiven(avatarUrl) && { avatarUrl: checkedAvatarUrl(avatarUrl) }),
    ...(isGiven(about) && { about: checkedAbout(about) }),
    ...(isGiven(language) && { language: checkedLanguage(language) }),
    ...(isGiven(findableByAddress) && { findableByAddress }),
    ...(isGiven(whoMayWrite) && { whoMayWrite }),
  };
}

function isGiven<T>(value: T | null | undefined): value is T {
  return value !== null && value !== undefined;
}

export async function searchUsers(
  request: im.SearchUsersRequest,
  { stored }: Command<LogicStored>,
): Promise<im.SearchUsersReply.$Properties> {
  const limit = limitOf(request.limit, SEARCH_LIMITS);
  switch (request.by) {
    case im.SearchUsersRequest.By.NAME:
      return { users: found(await stored.people.byName(nameKey(request.text))) };
    case im.SearchUsersRequest.By.ADDRESS: {
      const address = mailAddress(request.text);
      return { users: found(address === undefined ? undefined : await stored.people.byAddress(addressKey(address))) };
    }
    case im.SearchUsersRequest.By.NAME_PREFIX:
      return beginningWith(nameKey(request.text), request.after, limit, stored);
    default:
      throw new ImError('BAD_ARGUMENT', 'by is NAME, NAME_PREFIX or ADDRESS');
  }
}

function found(person: Person | undefined): im.Profile.$Properties[] {
  return person ? [profileOf(person)] : [];
}

async function beginningWith(
  prefix: string,
  after: string,
  limit: number,
  { people }: LogicStored,
): Promise<im.SearchUsersReply.$Properties> {
  if ([...prefix].length < MIN_PREFIX)
    throw new ImError('BAD_ARGUMENT', `the beginning of a name has at least ${MIN_PREFIX} characters`);
  if (after.length > MAX_AFTER) throw new ImError('BAD_ARGUMENT', 'after is `next` of the page before');
  // One more than asked for tells whether there is another page.
  const named = await people.byPrefix(prefix, after, limit + 1);
  const page = named.slice(0, limit);
  return { users: page.map(profileOf), next: named.length > limit ? (page.at(-1)?.nameKey ?? '') : '' };
}

/** What everybody may see of a user. */
export function profileOf({ user, name, shownName, avatarUrl, about, language }: Person): im.Profile.$Properties {
  return { user, name, shownName, avatarUrl, about, language };
}

/** Whether that is what everybody sees of a user now. */
export function isShownAs(person: Person, profile: im.Profile.$Properties): boolean {
  return Object.entries(profileOf(person)).every(
    ([key, value]) => (profile[key as keyof im.Profile.$Properties] ?? '') === value,
  );
}

/** A profile as its owner sees it. */
export function ownProfileOf(person: OwnPerson): im.OwnProfile.$Properties {
  const { findableByAddress, whoMayWrite } = person;
  return { profile: profileOf(person), findableByAddress, whoMayWrite };
}
