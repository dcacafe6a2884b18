// Values as SQL text: whole transactions travel as text in few round trips, so every value becomes a literal. What is written the same way for every database
// stands here, what is not in dialect.ts.
import { decodeId } from '../../proto/ids.ts';

/** A binary literal. */
export function bytes(value: Uint8Array): string {
  return `X'${Buffer.from(value.buffer, value.byteOffset, value.byteLength).toString('hex')}'`;
}

// A command names its few ids a dozen times on its way through the statements of its batch.
const MAX_REMEMBERED_IDS = 10_000;
const remembered = new Map<string, string>();

/** The binary literal of an id. Throws for what is no id (see proto/ids.ts): ask `isId` first. */
export function id(value: string): string {
  const known = remembered.get(value);
  if (known !== undefined) return known;
  const literal = `X'${decodeId(value).toString('hex')}'`;
  if (remembered.size >= MAX_REMEMBERED_IDS) remembered.clear();
  remembered.set(value, literal);
  return literal;
}

/** A list of ids, each once and in the order of their bytes: rows are locked in one order everywhere. */
export function sortedIds(values: readonly string[]): string {
  return [...new Set(values)].map(id).sort().join(',');
}

/** A whole number ≥ 0. Throws for anything else, so that no NaN and no exponent reaches the statement. */
export function integer(value: number): string {
  if (!Number.isSafeInteger(value) || value < 0) throw new RangeError(`not a whole number ≥ 0: ${value}`);
  return String(value);
}

/** "(1,2),(3,4)": one tuple of literals for each row. */
export function tuples<R>(rows: readonly R[], literals: (row: R) => readonly string[]): string {
  return rows.map((row) => `(${literals(row).join(',')})`).join(',');
}
