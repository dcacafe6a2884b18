// Reads the values of protobuf's wire format, one after the other.

const UTF8 = new TextDecoder();
/** Above this, the decoder of the platform is faster than a loop. */
const SHORT_TEXT = 32;

export class Reader {
  readonly #bytes: Uint8Array;
  readonly #end: number;
  #at: number;

  constructor(bytes: Uint8Array, start = 0, end = bytes.length) {
    this.#bytes = bytes;
    this.#at = start;
    this.#end = end;
  }

  get hasMore(): boolean {
    return this.#at < this.#end;
  }

  /** An unsigned number. Above 2^53 it is not exact. */
  number(): number {
    const first = this.#byte();
    if (first < 0x80) return first;
    let value = first - 0x80;
    for (let factor = 0x80; ; factor *= 0x80) {
      const byte = this.#byte();
      value += (byte & 0x7f) * factor;
      if (byte < 0x80) return value;
      if (factor >= 2 ** 63) throw new RangeError('a number has more than ten bytes');
    }
  }

  text(): string {
    const [start, end] = this.#span();
    return end - start <= SHORT_TEXT ? this.#shortText(start, end) : UTF8.decode(this.#bytes.subarray(start, end));
  }

  /** A view of the same memory. */
  bytes(): Uint8Array {
    const [start, end] = this.#span();
    return this.#bytes.subarray(start, end);
  }

  /** What a field with a length holds: a message, or packed numbers. */
  nested(): Reader {
    const [start, end] = this.#span();
    return new Reader(this.#bytes, start, end);
  }

  /** Skips the value of a field that this client does not know. */
  skip(wireType: number): void {
    if (wireType === 0) this.number();
    else if (wireType === 1) this.#advance(8);
    else if (wireType === 2) this.#advance(this.number());
    else if (wireType === 5) this.#advance(4);
    else throw new RangeError(`the wire type ${wireType} is unknown`);
  }

  #byte(): number {
    if (this.#at >= this.#end) throw new RangeError('the message is cut off');
    return this.#bytes[this.#at++] ?? 0;
  }

  #span(): [start: number, end: number] {
    const length = this.number();
    const start = this.#at;
    this.#advance(length);
    return [start, this.#at];
  }

  #advance(count: number): void {
    if (this.#at + count > this.#end) throw new RangeError('the message is cut off');
    this.#at += count;
  }

  #shortText(start: number, end: number): string {
    let text = '';
    for (let at = start; at < end; at += 1) {
      const byte = this.#bytes[at] ?? 0;
      if (byte >= 0x80) return UTF8.decode(this.#bytes.subarray(start, end));
      text += String.fromCharCode(byte);
    }
    return text;
  }
}
