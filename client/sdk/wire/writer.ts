// Writes the values of protobuf's wire format, one after the other.

const UTF8 = new TextEncoder();
const FIRST_BYTES = 128;
const LOW_BITS = 0x80;

export class Writer {
  #bytes = new Uint8Array(FIRST_BYTES);
  #length = 0;

  /** A whole number. A negative one takes ten bytes. */
  number(value: number): void {
    this.#reserve(10);
    if (value < 0) {
      this.#bigNumber(BigInt.asUintN(64, BigInt(value)));
      return;
    }
    let rest = value;
    while (rest >= LOW_BITS) {
      this.#bytes[this.#length++] = (rest % LOW_BITS) | LOW_BITS;
      rest = Math.floor(rest / LOW_BITS);
    }
    this.#bytes[this.#length++] = rest;
  }

  /** A string with half a surrogate pair becomes valid UTF-8, with U+FFFD in its place. */
  text(value: string): void {
    this.bytes(UTF8.encode(value));
  }

  /** Bytes, or a nested message, behind their length. */
  bytes(value: Uint8Array): void {
    this.number(value.length);
    this.#reserve(value.length);
    this.#bytes.set(value, this.#length);
    this.#length += value.length;
  }

  finish(): Uint8Array<ArrayBuffer> {
    return this.#bytes.slice(0, this.#length);
  }

  #bigNumber(value: bigint): void {
    let rest = value;
    for (; rest >= 0x80n; rest >>= 7n) this.#bytes[this.#length++] = Number(rest & 0x7fn) | LOW_BITS;
    this.#bytes[this.#length++] = Number(rest);
  }

  #reserve(count: number): void {
    if (this.#length + count <= this.#bytes.length) return;
    const larger = new Uint8Array(Math.max(this.#length + count, this.#bytes.length * 2));
    larger.set(this.#bytes);
    this.#bytes = larger;
  }
}
