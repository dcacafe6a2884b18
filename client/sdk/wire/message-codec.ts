// The codec of one message of the contract, by its fields. It reads and writes what the server's protobufjs does: a field that is
// absent reads as its default, which is no property of its own, and an unknown field is skipped.
import { Reader } from './reader.ts';
import { Writer } from './writer.ts';

type Values = Record<string, unknown>;

/** How one kind of value travels. */
interface Kind {
  readonly wireType: 0 | 2;
  readonly absent: unknown;
  read(reader: Reader): unknown;
  write(writer: Writer, value: never): void;
}

interface Field {
  readonly name: string;
  readonly number: number;
  readonly kind: Kind;
  readonly isRepeated: boolean;
  readonly isOptional: boolean;
}

const NUMBER: Kind = {
  wireType: 0,
  absent: 0,
  read: (reader) => reader.number(),
  write: (writer, value: number) => writer.number(value),
};
const SIGNED: Kind = { ...NUMBER, read: (reader) => reader.number() | 0 };
const BOOL: Kind = {
  wireType: 0,
  absent: false,
  read: (reader) => reader.number() !== 0,
  write: (writer, value: boolean) => writer.number(value ? 1 : 0),
};
const TEXT: Kind = {
  wireType: 2,
  absent: '',
  read: (reader) => reader.text(),
  write: (writer, value: string) => writer.text(value),
};
const BYTES: Kind = {
  wireType: 2,
  absent: new Uint8Array(),
  read: (reader) => reader.bytes(),
  write: (writer, value: Uint8Array) => writer.bytes(value),
};
const SCALARS: Readonly<Record<string, Kind>> = {
  uint32: NUMBER,
  uint64: NUMBER,
  int32: SIGNED,
  bool: BOOL,
  string: TEXT,
  bytes: BYTES,
};

export class MessageCodec {
  readonly #description: string;
  readonly #messages: ReadonlyMap<string, MessageCodec>;
  #fields: Field[] | undefined;
  #byNumber: (Field | undefined)[] = [];
  /** Has the defaults. */
  #prototype: object = {};

  /** `description`: `name:number:type` for each field, as proto/client-schema.ts makes them. The messages may still be empty. */
  constructor(description: string, messages: ReadonlyMap<string, MessageCodec>) {
    this.#description = description;
    this.#messages = messages;
  }

  /** A message with these values. */
  create(values: object = {}): object {
    const message = this.#empty();
    for (const [name, value] of Object.entries(values)) if (value !== null && value !== undefined) message[name] = value;
    return message;
  }

  encode(message: object): { finish(): Uint8Array } {
    const writer = new Writer();
    for (const field of this.#listFields()) {
      const value = (message as Values)[field.name];
      if (value === undefined || value === null || !Object.hasOwn(message, field.name)) continue;
      if (field.isRepeated) writeRepeated(writer, field, value as readonly never[]);
      else if (field.isOptional || !isDefault(field.kind, value)) writeOne(writer, field, value as never);
    }
    return writer;
  }

  /** Throws RangeError for a message that is malformed or cut off. */
  decode(bytes: Uint8Array): object {
    return this.#read(new Reader(bytes));
  }

  #read(reader: Reader): object {
    this.#listFields();
    const message = this.#empty();
    while (reader.hasMore) {
      const tag = reader.number();
      const field = this.#byNumber[tag >>> 3];
      const wireType = tag & 7;
      if (!field) reader.skip(wireType);
      else if (field.isRepeated) readRepeated(reader, field, wireType, message[field.name] as unknown[]);
      else if (field.kind.wireType === wireType) message[field.name] = field.kind.read(reader);
      else reader.skip(wireType);
    }
    return message;
  }

  #empty(): Values {
    const fields = this.#listFields();
    const message = Object.create(this.#prototype) as Values;
    for (const { name, isRepeated } of fields) if (isRepeated) message[name] = [];
    return message;
  }

  /** Most messages are never used: their fields are read from the description when the first one is. */
  #listFields(): readonly Field[] {
    if (this.#fields) return this.#fields;
    this.#fields = this.#description === '' ? [] : this.#description.split(' ').map((text) => this.#parseField(text));
    for (const field of this.#fields) this.#byNumber[field.number] = field;
    const defaults = this.#fields.map(({ name, kind, isOptional }) => [name, isOptional ? null : kind.absent] as const);
    this.#prototype = Object.fromEntries(defaults);
    return this.#fields;
  }

  #parseField(text: string): Field {
    const [, name = '', number = '', type = '', mark] = /^(\w+):(\d+):([\w.]+)([*?]?)$/.exec(text) ?? [];
    return { name, number: Number(number), kind: this.#kindOf(type), isRepeated: mark === '*', isOptional: mark === '?' };
  }

  #kindOf(type: string): Kind {
    const scalar = SCALARS[type];
    if (scalar) return scalar;
    const nested = this.#messages.get(type);
    // What is no message is an enum. A value that this client does not know stays a number.
    if (!nested) return SIGNED;
    return {
      wireType: 2,
      absent: null,
      read: (reader) => nested.#read(reader.nested()),
      write: (writer, value: object) => writer.bytes(nested.encode(value).finish()),
    };
  }
}

/** What reads the same when it is not written. */
function isDefault({ absent }: Kind, value: unknown): boolean {
  return value === absent || (value instanceof Uint8Array && value.length === 0);
}

function writeOne(writer: Writer, { number, kind }: Field, value: never): void {
  writer.number(number * 8 + kind.wireType);
  kind.write(writer, value);
}

/** Numbers are packed, as proto3 has it. */
function writeRepeated(writer: Writer, field: Field, values: readonly never[]): void {
  if (values.length === 0) return;
  if (field.kind.wireType === 2) {
    for (const value of values) writeOne(writer, field, value);
    return;
  }
  const packed = new Writer();
  for (const value of values) field.kind.write(packed, value);
  writer.number(field.number * 8 + 2);
  writer.bytes(packed.finish());
}

function readRepeated(reader: Reader, { kind }: Field, wireType: number, values: unknown[]): void {
  if (kind.wireType === wireType) values.push(kind.read(reader));
  else if (wireType === 2) for (const packed = reader.nested(); packed.hasMore; ) values.push(kind.read(packed));
  else reader.skip(wireType);
}
