// User names: what is one, and when two are the same.

const MAX_CHARACTERS = 64;
// Longer is no name in any normal form worth looking at: one character can become 18, and megabytes of them the whole memory.
const MAX_CODE_UNITS = 1024;
// Control, format (bidi, zero width), private use and unassigned characters, line and paragraph separators.
// And @, so that a name is never taken for an e-mail address.
const FORBIDDEN = /[\p{C}\p{Zl}\p{Zp}@]/u;

/** The name as it is shown: NFKC, outer space removed. Undefined where it is no name: empty, over 64 characters, or with characters nobody can see or with an @. */
export function normalizeName(name: string): string | undefined {
  if (name.length > MAX_CODE_UNITS) return undefined;
  const shown = name.normalize('NFKC').trim();
  if (shown === '' || [...shown].length > MAX_CHARACTERS || FORBIDDEN.test(shown)) return undefined;
  return shown;
}

/** The key under which a name is unique: without case, in NFKC. The key of a key is itself. Any string may be asked for; what is no name gives no name's key. */
export function nameKey(name: string): string {
  if (name.length > MAX_CODE_UNITS) return name.slice(0, MAX_CODE_UNITS + 1);
  // Up before down: what has several small letters (σ and ς, ß and ss) has one capital form. Again, because joining may make what has another one.
  const folded = name.normalize('NFKC').trim().toUpperCase().toLowerCase().normalize('NFKC');
  return folded.toUpperCase().toLowerCase().normalize('NFKC');
}
