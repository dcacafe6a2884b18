// The text by which a user names an account: its name or its e-mail address.

import { emailKey, normalizeEmail } from '../proto/text/email.ts';
import { nameKey, normalizeName } from '../proto/text/names.ts';
import type { Account, AccountReader } from './ports.ts';

/** A look-up of AccountReader or Accounts, and the key for it. */
export interface LoginIdentifier {
  readonly by: 'findByName' | 'findByEmail';
  readonly key: string;
}

/** Accepts any text of any length. Undefined if it is neither a name nor an e-mail address. A name contains no @. */
export function parseLoginIdentifier(text: string): LoginIdentifier | undefined {
  const name = normalizeName(text);
  if (name !== undefined) return { by: 'findByName', key: nameKey(name) };
  const email = normalizeEmail(text);
  return email === undefined ? undefined : { by: 'findByEmail', key: emailKey(email) };
}

/** The account with this name or e-mail address. Accepts any text of any length. */
export async function findAccountByIdentifier(
  accounts: Pick<AccountReader, LoginIdentifier['by']>,
  text: string,
): Promise<Account | undefined> {
  const identifier = parseLoginIdentifier(text);
  return identifier && accounts[identifier.by](identifier.key);
}
