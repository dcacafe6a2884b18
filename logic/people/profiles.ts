// GetProfile and UpdateProfile, and the protobuf shapes of a profile for others and for its owner.
import type { Command } from '../../infra/ports/index.ts';
import { ImError } from '../../proto/errors.ts';
import { im } from '../../proto/rpc.ts';
import type { LogicStore, OwnPerson, Person } from '../ports/index.ts';
import { assertAvatarUrl, parseAbout, parseDisplayName, parseLanguage } from './profile-texts.ts';

export async function getProfile(
  request: im.GetProfileRequest,
  { caller, tx }: Command<LogicStore>,
): Promise<im.GetProfileReply.$Properties> {
  const userId = request.userId === '' ? caller.userId : request.userId;
  const person = await tx.people.findCached(userId);
  if (!person) throw new ImError('NO_SUCH_USER', 'no user has this id; Logic.FindUser finds the id of a name');
  const profile = toProtoProfile(person);
  return userId === caller.userId ? { profile, own: toProtoOwnProfile(person) } : { profile };
}

/** Idempotent: a resend sets the same values and changes nothing. */
export async function updateProfile(
  request: im.UpdateProfileRequest,
  command: Command<LogicStore>,
): Promise<im.UpdateProfileReply.$Properties> {
  const { caller, tx } = command;
  const changes = parseChanges(request);
  const before = await tx.people.findById(caller.userId);
  if (!before) throw new ImError('NO_SUCH_USER', 'this account has been deleted');
  const after: OwnPerson = { ...before, ...changes };
  const profile = toProtoOwnProfile(after);
  if (Object.entries(changes).every(([key, value]) => before[key as keyof OwnPerson] === value)) return { profile };

  await tx.relations.bumpVersion(caller.userId);
  tx.people.update(caller.userId, changes);
  command.push([caller.userId], { profileChanged: profile }, { exceptCaller: true });
  command.emit(caller.userId, { profileChanged: profile });
  if (!matchesProfile(before, toProtoProfile(after)))
    command.enqueue(im.Logic, 'notifyFriends', { profile: toProtoProfile(after) }, caller.userId);
  return { profile };
}

function parseChanges(request: im.UpdateProfileRequest): Partial<Omit<OwnPerson, 'userId' | 'name'>> {
  const { displayName, avatarUrl, about, language, findableByEmail, whoMayWrite } = request;
  if (isGiven(whoMayWrite) && im.WhoMayWrite[whoMayWrite] === undefined)
    throw new ImError('BAD_ARGUMENT', 'who_may_write must be SERVER_DEFAULT, ANYONE or FRIENDS_ONLY');
  return {
    ...(isGiven(displayName) && { displayName: parseDisplayName(displayName) }),
    ...(isGiven(avatarUrl) && { avatarUrl: assertAvatarUrl(avatarUrl) }),
    ...(isGiven(about) && { about: parseAbout(about) }),
    ...(isGiven(language) && { language: parseLanguage(language) }),
    ...(isGiven(findableByEmail) && { findableByEmail }),
    ...(isGiven(whoMayWrite) && { whoMayWrite }),
  };
}

function isGiven<T>(value: T | null | undefined): value is T {
  return value !== null && value !== undefined;
}

/** The part of a profile that every user may see. */
export function toProtoProfile({ userId, name, displayName, avatarUrl, about, language }: Person): im.Profile.$Properties {
  return { userId, name, displayName, avatarUrl, about, language };
}

/** Whether `profile` is the profile that other users see of the person now. */
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
