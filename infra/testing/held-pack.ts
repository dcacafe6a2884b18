// A pack as a producer sends it after Kafka was unavailable for some time.
import { newId } from '../../proto/ids.ts';
import type { im } from '../../proto/rpc.ts';

/** The pack of a new producer that has held this envelope for some time. */
export function packHeldFor(heldMs: number, envelope: im.Envelope.$Properties): im.Pack.$Properties {
  const sentAtMs = 10_000_000;
  return { producer: newId(), sentAtMs, envelopes: [{ ...envelope, queuedAtMs: sentAtMs - heldMs }] };
}
