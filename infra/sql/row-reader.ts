// Row readers: one declaration is both the column list of a SELECT and the decoder of its rows, so that the two always match.
import { encodeId } from '../../proto/ids.ts';
import type { Row } from './connection.ts';

const ID_BYTES = 16;

/** One column: its SQL expression, and the value of what the driver returns for it. */
export interface Column<Value> {
  readonly sql: string;
  /** Throws TypeError when the value is not of this column's type. */
  decode(value: unknown): Value;
}

/** Column types. `sql` is the expression in the SELECT, for example "m.user" or "COUNT(*) AS total". */
export const column = {
  /** A BINARY(16) id. */
  id: (sql: string): Column<string> => ({
    sql,
    decode: (value) => {
      if (!(value instanceof Uint8Array) || value.length !== ID_BYTES) throw mismatch(sql, 'an id', value);
      return encodeId(value);
    },
  }),
  /** A whole number that JavaScript holds exactly. Drivers return large sums as text. */
  integer: (sql: string): Column<number> => ({ sql, decode: (value) => toInteger(sql, value) }),
  /** 0 or 1. */
  boolean: (sql: string): Column<boolean> => ({
    sql,
    decode: (value) => {
      if (value === 1 || value === 1n || value === '1') return true;
      if (value === 0 || value === 0n || value === '0') return false;
      throw mismatch(sql, '0 or 1', value);
    },
  }),
  text: (sql: string): Column<string> => ({
    sql,
    decode: (value) => {
      if (typeof value !== 'string') throw mismatch(sql, 'text', value);
      return value;
    },
  }),
  /** Text that is compared byte by byte: VARBINARY in MySQL, TEXT in SQLite. */
  binaryText: (sql: string): Column<string> => ({
    sql,
    decode: (value) => {
      if (typeof value === 'string') return value;
      if (!(value instanceof Uint8Array)) throw mismatch(sql, 'text', value);
      return Buffer.from(value.buffer, value.byteOffset, value.byteLength).toString();
    },
  }),
  bytes: (sql: string): Column<Uint8Array> => ({
    sql,
    decode: (value) => {
      if (!(value instanceof Uint8Array)) throw mismatch(sql, 'bytes', value);
      return value;
    },
  }),
  /** NULL becomes undefined. */
  nullable: <Value>({ sql, decode }: Column<Value>): Column<Value | undefined> => ({
    sql,
    decode: (value) => (value === null ? undefined : decode(value)),
  }),
} as const;

type Field = Column<unknown> | RowReader<Fields>;
type Fields = { readonly [name: string]: Field };
/** What a row reader returns for each name. */
export type Decoded<F extends Fields> = {
  readonly [Name in keyof F]: F[Name] extends RowReader<infer Inner>
    ? Decoded<Inner>
    : F[Name] extends Column<infer Value>
      ? Value
      : never;
};

/** Reads rows of one SELECT. A field is a column, or another reader whose columns are inserted at this place. */
export class RowReader<F extends Fields> {
  /** The column list, for the SELECT. */
  readonly columns: string;
  readonly #width: number;
  readonly #names: readonly string[];
  readonly #fields: readonly Field[];

  constructor(fields: F) {
    this.#names = Object.keys(fields);
    this.#fields = Object.values(fields);
    this.columns = this.#fields.map((field) => (field instanceof RowReader ? field.columns : field.sql)).join(', ');
    this.#width = this.#fields.reduce((sum, field) => sum + (field instanceof RowReader ? field.#width : 1), 0);
  }

  /** The values by name. Throws TypeError when the row has another number of columns, or a value is not of its column's type. */
  read(row: Row): Decoded<F> {
    if (row.length !== this.#width) throw new TypeError(`a row has ${row.length} columns instead of: ${this.columns}`);
    return this.#readAt(row, 0);
  }

  #readAt(row: Row, from: number): Decoded<F> {
    const values: Record<string, unknown> = {};
    let at = from;
    for (let i = 0; i < this.#fields.length; i++) {
      const field = this.#fields[i] as Field;
      const name = this.#names[i] as string;
      if (field instanceof RowReader) {
        values[name] = field.#readAt(row, at);
        at += field.#width;
      } else values[name] = field.decode(row[at++]);
    }
    return values as Decoded<F>;
  }
}

function toInteger(sql: string, value: unknown): number {
  const number = typeof value === 'bigint' || (typeof value === 'string' && value !== '') ? Number(value) : value;
  if (typeof number !== 'number' || !Number.isSafeInteger(number)) throw mismatch(sql, 'an integer', value);
  return number;
}

/** The error text does not contain the value, because it may be personal data. */
function mismatch(sql: string, expected: string, value: unknown): TypeError {
  const found = value === null ? 'NULL' : value instanceof Uint8Array ? `${value.length} bytes` : typeof value;
  return new TypeError(`the column "${sql}" holds ${found} instead of ${expected}`);
}
