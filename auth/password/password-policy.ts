// Which texts may become a password.
import { ImError } from '../../proto/errors.ts';
import { nameKey } from '../../proto/text/names.ts';

const MIN_CHARACTERS = 8;
const MAX_CHARACTERS = 128;
// A longer text is rejected unread. Far above 128 characters in any Unicode normal form.
const MAX_CODE_UNITS = 2048;

/** Throws BAD_PASSWORD unless the password is acceptable for an account of this name. */
export function assertAcceptablePassword(password: string, name: string): void {
  if (!isAcceptablePassword(password, name)) throw badPassword();
}

export function badPassword(): ImError {
  return new ImError('BAD_PASSWORD', 'a password must have 8 to 128 characters and differ from the name');
}

/** An acceptable password has 8 to 128 characters and is not the name. Accepts any text of any length. */
export function isAcceptablePassword(password: string, name: string): boolean {
  return hasValidPasswordLength(password) && nameKey(password) !== nameKey(name);
}

/** Whether this can be a password at all. Reads at most the first 2 KiB. */
export function hasValidPasswordLength(password: string): boolean {
  if (password.length > MAX_CODE_UNITS) return false;
  const characters = [...password.normalize('NFC')].length;
  return characters >= MIN_CHARACTERS && characters <= MAX_CHARACTERS;
}
