// The JSON mapping of Protocol Buffers (protobuf.dev/programming-guides/json) for the messages of the contract, which have no
// maps, no floats and none of the well-known types.
import type protobuf from 'protobufjs/light.js';

/** The JSON is not the message that it should be. Its text is a sentence for the developer of a client. */
export class WrongJson extends Error {}

type Plain = Record<string, unknown>;
type Scalar = (value: unknown, path: string) => unknown;

const MAX_UINT32 = 2 ** 32 - 1;
const BASE64 = /^[A-Za-z0-9+/_-]*={0,2}$/;
// What a sentence repeats of an unknown name: it may be as long as a frame.
const MAX_SHOWN_CHARACTERS = 40;

/** Protocol Buffers type → how its value reads in JSON. */
const READ_SCALAR: Readonly<Record<string, Scalar>> = {
  string: (value, path) => (typeof value === 'string' ? value : fail(path, 'must be a string')),
  bool: (value, path) => (typeof value === 'boolean' ? value : fail(path, 'must be true or false')),
  bytes: readBytes,
  uint32: (value, path) => readInteger(value, path, 0, MAX_UINT32),
  int32: (value, path) => readInteger(value, path, -(2 ** 31), 2 ** 31 - 1),
  uint64: (value, path) => readInteger(value, path, 0, Number.MAX_SAFE_INTEGER),
};

/** Field name in JSON → field, for each type: `messageId` and, as the mapping allows in input, `message_id`. */
const fieldsByType = new WeakMap<protobuf.Type, ReadonlyMap<string, protobuf.Field>>();

/**
 * The message that this JSON value stands for, as its type encodes it. Throws WrongJson for anything that is not the message,
 * unknown fields included. `path` names the value in sentences.
 */
export function messageFromJson(type: protobuf.Type, value: unknown, path: string): Plain {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) fail(path, 'must be an object');
  const fields = fieldsOf(type);
  const message: Plain = {};
  const oneofs = new Set<protobuf.OneOf>();
  for (const [name, part] of Object.entries(value)) {
    const field = fields.get(name);
    if (!field) fail(path, `(${type.name}) has no field ${show(name)}; its fields: ${namesOf(type)}`);
    if (Object.hasOwn(message, field.name)) fail(path, `has the field "${field.name}" twice`);
    // As the mapping says: null is the same as no value.
    if (part === null) continue;
    if (field.partOf) {
      if (oneofs.has(field.partOf)) fail(path, `may have one of ${field.partOf.oneof.join(', ')}, and has several`);
      oneofs.add(field.partOf);
    }
    message[field.name] = field.repeated ? readList(field, part, `${path}.${name}`) : readValue(field, part, `${path}.${name}`);
  }
  return message;
}

/** The JSON value of a decoded message. Fields with their default value are left out, as the mapping says. */
export function messageToJson(type: protobuf.Type, message: object): Plain {
  const json: Plain = {};
  for (const field of type.fieldsArray) {
    const value = (message as Plain)[field.name];
    if (value === undefined || value === null) continue;
    if (field.repeated) {
      const list = value as readonly unknown[];
      if (list.length > 0) json[field.name] = list.map((item) => writeValue(field, item));
    } else if (field.partOf ? Object.hasOwn(message, field.name) : !isDefault(value)) json[field.name] = writeValue(field, value);
  }
  return json;
}

function fieldsOf(type: protobuf.Type): ReadonlyMap<string, protobuf.Field> {
  let fields = fieldsByType.get(type);
  if (!fields) {
    fields = new Map(type.fieldsArray.flatMap((field) => [field.name, toProtoName(field.name)].map((name) => [name, field])));
    fieldsByType.set(type, fields);
  }
  return fields;
}

function toProtoName(name: string): string {
  return name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
}

function readList(field: protobuf.Field, value: unknown, path: string): unknown[] {
  if (!Array.isArray(value)) fail(path, 'must be a list');
  return value.map((item, index) => readValue(field, item, `${path}[${index}]`));
}

function readValue(field: protobuf.Field, value: unknown, path: string): unknown {
  const { resolvedType } = field.resolve();
  if (resolvedType === null)
    return (READ_SCALAR[field.type] ?? fail(path, `has the unsupported type ${field.type}`))(value, path);
  if (isEnum(resolvedType)) return readEnum(resolvedType, value, path);
  return messageFromJson(resolvedType, value, path);
}

function readEnum(type: protobuf.Enum, value: unknown, path: string): number {
  if (typeof value === 'number') return readInteger(value, path, -(2 ** 31), 2 ** 31 - 1);
  if (typeof value === 'string' && Object.hasOwn(type.values, value)) return type.values[value] as number;
  return fail(path, `must be one of ${Object.keys(type.values).join(', ')}`);
}

/** A number, or its digits in a string. */
function readInteger(value: unknown, path: string, min: number, max: number): number {
  const number = typeof value === 'string' && /^-?\d{1,20}$/.test(value) ? Number(value) : value;
  if (Number.isInteger(number) && (number as number) >= min && (number as number) <= max) return number as number;
  return fail(path, `must be a whole number from ${min} to ${max}`);
}

/** Base64 or base64url, with or without padding. */
function readBytes(value: unknown, path: string): Buffer {
  const digits = typeof value === 'string' && BASE64.test(value) ? value.replace(/=+$/, '') : undefined;
  if (digits === undefined || digits.length % 4 === 1) fail(path, 'must be bytes in base64');
  return Buffer.from(digits, 'base64url');
}

function writeValue(field: protobuf.Field, value: unknown): unknown {
  const { resolvedType } = field.resolve();
  if (resolvedType === null) return field.type === 'bytes' ? toBase64(value as Uint8Array) : write64(field.type, value);
  // A value that this gate does not know is its number.
  if (isEnum(resolvedType)) return resolvedType.valuesById[value as number] ?? value;
  return messageToJson(resolvedType, value as object);
}

/** 64-bit numbers are strings: not every reader of JSON has 64 bits. */
function write64(type: string, value: unknown): unknown {
  return type === 'uint64' ? String(value) : value;
}

function toBase64(bytes: Uint8Array): string {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).toString('base64');
}

function isDefault(value: unknown): boolean {
  // Bytes that are absent read as an empty list.
  return value === '' || value === 0 || value === false || (typeof value === 'object' && (value as Uint8Array).length === 0);
}

function isEnum(type: protobuf.Type | protobuf.Enum): type is protobuf.Enum {
  return 'valuesById' in type;
}

function namesOf(type: protobuf.Type): string {
  return type.fieldsArray.map(({ name }) => name).join(', ') || 'none';
}

function show(name: string): string {
  const isLong = name.length > MAX_SHOWN_CHARACTERS;
  return JSON.stringify(isLong ? `${name.slice(0, MAX_SHOWN_CHARACTERS)}…` : name);
}

function fail(path: string, what: string): never {
  throw new WrongJson(`${path} ${what}`);
}
