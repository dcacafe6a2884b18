// Writes every string as valid UTF-8. JavaScript strings can hold half of a surrogate pair, such as an emoji that was cut in two.
// protobufjs writes that as bytes that no decoder accepts, its own included. This module writes U+FFFD in its place, as
// TextEncoder does. It changes protobufjs, so it is imported once, next to the generated messages.
import protobuf from 'protobufjs/light.js';

for (const { prototype } of [protobuf.Writer, protobuf.BufferWriter]) {
  const write = prototype.string;
  // An own property: the writer of Node inherits from the general one, and a string must not be checked twice.
  prototype.string = function writeWellFormed(value: string) {
    return write.call(this, value.isWellFormed() ? value : value.toWellFormed());
  };
}
