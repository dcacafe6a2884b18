// Frames of one connection that arrived while the gate does not read it.

export class FrameQueue {
  readonly #frames: Uint8Array[] = [];
  #bytes = 0;

  get length(): number {
    return this.#frames.length;
  }

  get bytes(): number {
    return this.#bytes;
  }

  push(frame: Uint8Array): void {
    this.#frames.push(frame);
    this.#bytes += frame.length;
  }

  /** Puts back the frame that `shift` has returned last. */
  unshift(frame: Uint8Array): void {
    this.#frames.unshift(frame);
    this.#bytes += frame.length;
  }

  shift(): Uint8Array | undefined {
    const frame = this.#frames.shift();
    if (frame) this.#bytes -= frame.length;
    return frame;
  }
}
