// Decides which texts are user names, and when two of them are the same.

const MAX_CHARACTERS = 64;
// Longer text is rejected before it is normalized: one character can become 18, so megabytes of text would exhaust the memory.
const MAX_CODE_UNITS = 1024;
// Control, format (bidi, zero width), private use and unassigned characters, line and paragraph separators.
// Also @, so that a name cannot be mistaken for an e-mail address.
const FORBIDDEN = /[\p{C}\p{Zl}\p{Zp}@]/u;

/**
 * The name as it is displayed: NFKC, trimmed. Undefined if it is empty, longer than 64 characters, or has invisible characters
 * or an @.
 */
export function normalizeName(name: string): string | undefined {
  if (name.length > MAX_CODE_UNITS) return undefined;
  const trimmed = name.normalize('NFKC').trim();
  if (trimmed === '' || [...trimmed].length > MAX_CHARACTERS || FORBIDDEN.test(trimmed)) return undefined;
  return trimmed;
}

/**
 * The key by which names are unique: in NFKC and without case. The key of a key is the key itself. The key of a text that is not
 * a name differs from the keys of all names.
 */
export function nameKey(name: string): string {
  if (name.length > MAX_CODE_UNITS) return name.slice(0, MAX_CODE_UNITS + 1);
  // Upper case first, because variants of small letters (σ and ς, ß and ss) share one capital form. Twice, because composing
  // characters may create one that folds differently.
  const folded = name.normalize('NFKC').trim().toUpperCase().toLowerCase().normalize('NFKC');
  return folded.toUpperCase().toLowerCase().normalize('NFKC');
}
