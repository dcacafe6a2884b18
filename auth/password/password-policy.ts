// What a request may make somebody's password.
import { ImError } from '../../proto/errors.ts';
import { isAcceptablePassword } from './password-hasher.ts';

/** Throws BAD_PASSWORD. */
export function assertAcceptablePassword(password: string, name: string): void {
  if (!isAcceptablePassword(password, name)) throw badPassword();
}

export function badPassword(): ImError {
  return new ImError('BAD_PASSWORD', 'a password has 8 to 128 characters and is not the name');
}
