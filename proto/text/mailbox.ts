// Decides which e-mail addresses certainly reach the same mailbox. For limits only: an account keeps the address as it is.

/** Providers that ignore dots in the local part, and the domain that all their addresses count under. */
const DOTLESS: Readonly<Record<string, string>> = { 'gmail.com': 'gmail.com', 'googlemail.com': 'gmail.com' };

/**
 * The key of the mailbox behind an e-mail address. Takes the result of `emailKey`. Text from the first plus on is a tag: where a
 * provider has no tags, the owner of one such address shares limits with the owner of the other, and nothing else.
 */
export function mailboxKey(emailKey: string): string {
  const at = emailKey.lastIndexOf('@');
  const domain = emailKey.slice(at + 1);
  const local = emailKey.slice(0, at);
  const plus = local.indexOf('+');
  const untagged = plus > 0 ? local.slice(0, plus) : local;
  const canonical = DOTLESS[domain];
  return canonical === undefined ? `${untagged}@${domain}` : `${untagged.replaceAll('.', '')}@${canonical}`;
}
