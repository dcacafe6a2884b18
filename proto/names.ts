// User names: what is one, and when two are the same.

const MAX_CHARACTERS = 64;
// Control, format (bidi, zero width), private use and unassigned characters, line and paragraph separators.
const FORBIDDEN = /[\p{C}\p{Zl}\p{Zp}]/u;

/** The name as it is shown: NFKC, outer space removed. Undefined where it is no name: empty, over 64 characters, or with characters nobody can see. */
export function displayName(name: string): string | undefined {
  const shown = name.normalize('NFKC').trim();
  if (shown === '' || [...shown].length > MAX_CHARACTERS || FORBIDDEN.test(shown)) return undefined;
  return shown;
}

/** The key under which a name is unique: without case, in NFKC. */
export function nameKey(name: string): string {
  return name.normalize('NFKC').trim().toLowerCase().normalize('NFKC');
}
