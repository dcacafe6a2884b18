// What is too long, too much or nothing at all for a group.

import { ImError } from '../../proto/errors.ts';
import { im } from '../../proto/rpc.ts';
import { assertVisibleName } from '../people/profile-texts.ts';
import type { Group } from '../ports/index.ts';

const MAX_NAME_CHARACTERS = 64;
const MAX_ABOUT_CHARACTERS = 500;
const MAX_URL_BYTES = 1024;

/** TEXT_TOO_LONG; BAD_ARGUMENT for a name that shows nothing and for an avatar that is not on the web. */
export function assertGroupTexts({
  name,
  about = '',
  avatarUrl = '',
}: Partial<Pick<Group, 'name' | 'about' | 'avatarUrl'>>): void {
  if (name !== undefined) {
    assertLength(name, MAX_NAME_CHARACTERS, 'name');
    assertVisibleName(name, 'name');
  }
  assertLength(about, MAX_ABOUT_CHARACTERS, 'about');
  if (Buffer.byteLength(avatarUrl) > MAX_URL_BYTES)
    throw new ImError('TEXT_TOO_LONG', `avatar_url has more than ${MAX_URL_BYTES} bytes of UTF-8`);
  if (avatarUrl !== '' && !avatarUrl.startsWith('https://'))
    throw new ImError('BAD_ARGUMENT', 'avatar_url begins with https:// or is empty');
}

/** TEXT_TOO_LONG for more characters than that; those beyond U+FFFF count once. */
export function assertLength(text: string, maxCharacters: number, field: string): void {
  // A character has at most two code units: what is longer need not be taken apart.
  if (text.length > maxCharacters * 2 || [...text].length > maxCharacters)
    throw new ImError('TEXT_TOO_LONG', `${field} has more than ${maxCharacters} characters`);
}

/** BAD_ARGUMENT. */
export function assertJoinPolicy(policy: im.JoinPolicy): void {
  if (im.JoinPolicy[policy] === undefined) throw new ImError('BAD_ARGUMENT', `there is no join_policy ${policy}`);
}

/** GROUP_TOO_LARGE where so many more do not fit. */
export function assertCapacity(members: number, more: number, maxMembers: number): void {
  if (members + more > maxMembers) throw new ImError('GROUP_TOO_LARGE', `a group has at most ${maxMembers} members`);
}
