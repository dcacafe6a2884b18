// How V8 collects the garbage of a process that serves many clients.
import { setFlagsFromString } from 'node:v8';

/**
 * Lets the old generation double before V8 marks it again. Call it first in a process. By default V8 allows it about 8 MB more,
 * which counts buffers too: a gate with 2000 clients at 2000 messages/s marked its 31 MB three to four times a second. Measured
 * there: 46 markings in 15 s and 235 µs per message, and 6 and 174 µs with this. Memory grows to twice what is in use.
 */
export function letHeapGrow(): void {
  setFlagsFromString('--heap-growing-percent=100');
}
