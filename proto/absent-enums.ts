// An absent optional field must read as null, so that an update leaves the value unchanged. protobufjs does this for all fields
// except enums, which read as their first value. This module corrects the enums.
import type protobuf from 'protobufjs/light.js';

/** Makes absent optional enums of all messages of a namespace read as null. */
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
