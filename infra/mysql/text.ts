// SQL text made by hand: the batch connection sends whole transactions as text in few round trips, so every value becomes a literal here.
import mysql from 'mysql2';
import { idBytes } from '../../proto/ids.ts';

/** A string literal. Relies on the batch connection's sql_mode having no NO_BACKSLASH_ESCAPES (it sets its own). */
export function text(value: string): string {
  return mysql.escape(value);
}

/** A binary literal. */
export function bytes(value: Uint8Array): string {
  return `X'${Buffer.from(value.buffer, value.byteOffset, value.byteLength).toString('hex')}'`;
}

/** The binary literal of an id. Throws for what is no id (see proto/ids.ts): ask `isId` first. */
export function id(value: string): string {
  return `X'${idBytes(value).toString('hex')}'`;
}

/** A whole number ≥ 0. Throws for anything else, so that no NaN and no exponent reaches the statement. */
export function whole(value: number): string {
  if (!Number.isSafeInteger(value) || value < 0) throw new RangeError(`not a whole number ≥ 0: ${value}`);
  return String(value);
}
