// A field that is optional and absent reads as null: whoever changes one thing leaves the others as they are. protobufjs keeps to that for all fields but enums, which read as their first value.
import type protobuf from 'protobufjs/light.js';

/** Puts it right for every message of a namespace. */
export function makeAbsentEnumsNull(namespace: protobuf.Namespace): void {
  for (const nested of namespace.nestedArray) {
    if (!isType(nested)) continue;
    makeAbsentEnumsNull(nested);
    for (const field of nested.fieldsArray)
      if (field.options?.proto3_optional) (nested.ctor.prototype as Record<string, unknown>)[field.resolve().name] = null;
  }
}

function isType(reflected: protobuf.ReflectionObject): reflected is protobuf.Type {
  return 'fieldsArray' in reflected;
}
