// What an account is called by: its name, or its address.
import { addressKey, mailAddress } from '../proto/addresses.ts';
import { displayName, nameKey } from '../proto/names.ts';
import type { Account, AccountReader } from './ports.ts';

/** Which look-up finds the account, and by which key. */
export interface Called {
  readonly by: 'byName' | 'byAddress';
  readonly key: string;
}

/** Undefined for what can be neither a name nor an address: nobody is called so. A name has no @. Any text may be asked for, of any length. */
export function calledBy(text: string): Called | undefined {
  const name = displayName(text);
  if (name !== undefined) return { by: 'byName', key: nameKey(name) };
  const address = mailAddress(text);
  return address === undefined ? undefined : { by: 'byAddress', key: addressKey(address) };
}

/** The account of that name or address. */
export async function findAccount(accounts: Pick<AccountReader, Called['by']>, text: string): Promise<Account | undefined> {
  const called = calledBy(text);
  return called && accounts[called.by](called.key);
}
