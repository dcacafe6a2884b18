// Ports: signatures of the records of the log, which tell processes of this deployment from everybody else who can write there.
import type { LogPlace } from '../../proto/pack-signature.ts';
import type { im } from '../../proto/rpc.ts';
import type { LogRecord } from './bus.ts';

/** Whose key has signed a record. A gate may send the commands of clients; everything else comes from services. */
export type PackAuthor = 'gate' | 'service';

export interface PackSigner {
  /**
   * Returns the record to publish at `place`. `recipient`: the gate instance that reads it, or empty. No other gate can verify
   * the record then, nor make one like it.
   */
  sign(message: Uint8Array, place: LogPlace, recipient: string): Uint8Array;
}

export interface VerifiedRecord {
  readonly author: PackAuthor;
  /** What was signed. Shares the memory of the record. */
  readonly message: Uint8Array;
}

export interface PackVerifier {
  /** Throws UnverifiedRecord. Undefined where the record is for another gate. */
  verify(record: Uint8Array, place: LogPlace): VerifiedRecord | undefined;
}

/** Both sides of one process. */
export interface PackKeys {
  readonly signer: PackSigner;
  readonly verifier: PackVerifier;
}

/** Reads replies and pushes. */
export interface EnvelopeReader {
  /**
   * Passes on the envelopes of all records that can be verified and decoded, in order. Reports the others and goes on.
   * `sentAtMs`: as Pack.sent_at_ms.
   */
  forEachEnvelope(
    partition: number,
    records: readonly LogRecord[],
    handle: (envelope: im.Envelope, sentAtMs: number) => void,
  ): void;
}
