// Makes uint64 fields numbers: every 64-bit value of the contract stays below 2^53. protobufjs makes objects of them when
// `long` is installed. A field decides when it is created, so this is a module of its own, imported before the generated
// messages.
import protobuf from 'protobufjs/light.js';

(protobuf.util as { Long: unknown }).Long = null;
protobuf.configure();
