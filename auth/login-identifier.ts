// What an account is called by: its name, or its address.
import { emailKey, normalizeEmail } from '../proto/text/email.ts';
import { nameKey, normalizeName } from '../proto/text/names.ts';
import type { Account, AccountReader } from './ports.ts';

/** Which look-up finds the account, and by which key. */
export interface LoginIdentifier {
  readonly by: 'byName' | 'byAddress';
  readonly key: string;
}

/** Undefined for what can be neither a name nor an address: nobody is called so. A name has no @. Any text may be asked for, of any length. */
export function parseLoginIdentifier(text: string): LoginIdentifier | undefined {
  const name = normalizeName(text);
  if (name !== undefined) return { by: 'byName', key: nameKey(name) };
  const address = normalizeEmail(text);
  return address === undefined ? undefined : { by: 'byAddress', key: emailKey(address) };
}

/** The account of that name or address. */
export async function findAccountByIdentifier(
  accounts: Pick<AccountReader, LoginIdentifier['by']>,
  text: string,
): Promise<Account | undefined> {
  const called = parseLoginIdentifier(text);
  return called && accounts[called.by](called.key);
}
