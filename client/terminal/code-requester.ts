// Who requests the mailed codes of this chat: a code is valid for its requester alone, and the user may restart before typing it.
import { randomBytes } from 'node:crypto';

const HEX = /^[0-9a-f]{32}$/;

export class CodeRequester {
  readonly bytes: Uint8Array;
  readonly #keep: (hex: string) => void;
  #isKept: boolean;

  /** `saved`: the one of the last run. `keep` writes the new one to the state file. */
  constructor(saved: string | undefined, keep: (hex: string) => void) {
    this.#isKept = saved !== undefined && HEX.test(saved);
    this.bytes = this.#isKept ? Buffer.from(saved ?? '', 'hex') : randomBytes(16);
    this.#keep = keep;
  }

  get hex(): string {
    return Buffer.from(this.bytes).toString('hex');
  }

  /** Call it before a code is requested. */
  keep(): void {
    if (this.#isKept) return;
    this.#isKept = true;
    this.#keep(this.hex);
  }

  /** From now on every save of the session keeps it. */
  markKept(): void {
    this.#isKept = true;
  }
}
