// Random messages of the contract, for tests of what encodes them.
import fc from 'fast-check';
import type protobuf from 'protobufjs/light.js';

/** Any message of a type, as protobufjs encodes it. */
export function anyMessage(type: protobuf.Type, depth = 0): fc.Arbitrary<object> {
  const fields = type.fieldsArray.filter(({ partOf }) => !partOf || partOf.oneof.length === 1);
  const parts = Object.fromEntries(fields.map((field) => [field.name, anyField(field, depth)]));
  const plain = fc.record(parts, { requiredKeys: [] });
  const oneofs = type.oneofsArray.filter(({ oneof }) => oneof.length > 1).flatMap(({ fieldsArray }) => fieldsArray);
  if (oneofs.length === 0) return plain;
  const choice = fc.oneof(...oneofs.map((field) => anyField(field, depth).map((value) => ({ [field.name]: value }))));
  return fc.tuple(plain, choice).map(([one, other]) => ({ ...one, ...other }));
}

function anyField(field: protobuf.Field, depth: number): fc.Arbitrary<unknown> {
  const { resolvedType } = field.resolve();
  const one =
    resolvedType === null
      ? anyScalar(field.type)
      : 'valuesById' in resolvedType
        ? fc.constantFrom(...Object.values(resolvedType.values), 999)
        : depth > 2
          ? fc.constant({})
          : anyMessage(resolvedType, depth + 1);
  return field.repeated ? fc.array(one, { maxLength: 3 }) : one;
}

function anyScalar(type: string): fc.Arbitrary<unknown> {
  if (type === 'string') return fc.string({ unit: 'grapheme' });
  if (type === 'bool') return fc.boolean();
  if (type === 'bytes') return fc.uint8Array({ maxLength: 20 }).map((bytes) => Buffer.from(bytes));
  if (type === 'uint32') return fc.integer({ min: 0, max: 2 ** 32 - 1 });
  if (type === 'int32') return fc.integer({ min: -(2 ** 31), max: 2 ** 31 - 1 });
  if (type === 'uint64') return fc.integer({ min: 0, max: Number.MAX_SAFE_INTEGER });
  throw new Error(`the JSON mapping lacks ${type}`);
}
