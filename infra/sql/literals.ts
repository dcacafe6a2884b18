// SQL literals. A batch sends many statements as one text, so every value becomes a literal. This file has the literals that
// are the same in all databases; dialect.ts has the others.
import { decodeId } from '../../proto/ids.ts';

/** A binary literal. */
export function bytes(value: Uint8Array): string {
  return `X'${Buffer.from(value.buffer, value.byteOffset, value.byteLength).toString('hex')}'`;
}

// The same few ids appear about a dozen times in the statements of a command.
const MAX_CACHED_IDS = 10_000;
const cachedIds = new Map<string, string>();

/** The binary literal of an id. Throws when `value` is not an id: check it with `isId` of proto/ids.ts first. */
export function id(value: string): string {
  const known = cachedIds.get(value);
  if (known !== undefined) return known;
  const literal = `X'${decodeId(value).toString('hex')}'`;
  if (cachedIds.size >= MAX_CACHED_IDS) cachedIds.clear();
  cachedIds.set(value, literal);
  return literal;
}

/** A list of ids without duplicates, sorted by their bytes, so that every statement locks rows in the same order. */
export function sortedIds(values: readonly string[]): string {
  return [...new Set(values)].map(id).sort().join(',');
}

/** A whole number ≥ 0. Throws RangeError for anything else, so that no NaN and no exponent reaches a statement. */
export function integer(value: number): string {
  if (!Number.isSafeInteger(value) || value < 0) throw new RangeError(`not a whole number ≥ 0: ${value}`);
  return String(value);
}

/** One tuple of literals for each row: "(1,2),(3,4)". */
export function tuples<R>(rows: readonly R[], literals: (row: R) => readonly string[]): string {
  return rows.map((row) => `(${literals(row).join(',')})`).join(',');
}
