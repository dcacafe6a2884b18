// Limits of a group: the length of its texts, its join policy and the number of its members.
import { ImError } from '../../proto/errors.ts';
import { im } from '../../proto/rpc.ts';
import { isVisible } from '../../proto/text/text-rules.ts';
import { assertAvatarUrl } from '../people/profile-texts.ts';
import type { Group } from '../ports/index.ts';

const MAX_NAME_CHARACTERS = 64;
const MAX_ABOUT_CHARACTERS = 500;

/** Throws TEXT_TOO_LONG; BAD_ARGUMENT for a name without visible characters and for an avatar that is not https. */
export function assertGroupTexts({
  name,
  about = '',
  avatarUrl = '',
}: Partial<Pick<Group, 'name' | 'about' | 'avatarUrl'>>): void {
  if (name !== undefined) {
    assertLength(name, MAX_NAME_CHARACTERS, 'name');
    if (!isVisible(name)) throw new ImError('BAD_ARGUMENT', 'a group must have a name');
  }
  assertLength(about, MAX_ABOUT_CHARACTERS, 'about');
  assertAvatarUrl(avatarUrl);
}

/** Throws TEXT_TOO_LONG. A character beyond U+FFFF counts once. */
export function assertLength(text: string, maxCharacters: number, field: string): void {
  // A character has at most two code units, so a very long text need not be split into characters.
  if (text.length > maxCharacters * 2 || [...text].length > maxCharacters)
    throw new ImError('TEXT_TOO_LONG', `${field} has more than ${maxCharacters} characters`);
}

/** Throws BAD_ARGUMENT for an unknown join policy. */
export function assertJoinPolicy(policy: im.JoinPolicy): void {
  if (im.JoinPolicy[policy] === undefined) throw new ImError('BAD_ARGUMENT', `${policy} is not a join_policy`);
}

/** Throws GROUP_TOO_LARGE when `added` more members do not fit. */
export function assertCapacity(memberCount: number, added: number, maxMembers: number): void {
  if (memberCount + added > maxMembers) throw new ImError('GROUP_TOO_LARGE', `a group can have at most ${maxMembers} members`);
}
