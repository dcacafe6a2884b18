// Makes protobufjs decode uint64 fields as numbers: every 64-bit value of the contract stays below 2^53. If the package `long` is
// installed, protobufjs would decode them as objects. A field decides this when it is created, so import this module before the
// generated messages.
import protobuf from 'protobufjs/light.js';

(protobuf.util as { Long: unknown }).Long = null;
protobuf.configure();
