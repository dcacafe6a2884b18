// uint64 as number: every 64-bit field of the contract stays below 2^53. With `long` installed protobufjs would make objects of
// them. A field decides for itself when it is made, so this stands in a module of its own, imported before the generated messages.
import protobuf from 'protobufjs/light.js';

(protobuf.util as { Long: unknown }).Long = null;
protobuf.configure();
