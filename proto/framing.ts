// Framing on TCP, for the gate and the SDK: each frame is preceded by its length, 4 bytes big-endian.
import { ENUMS } from './generated/client-schema.ts';
import type { im } from './rpc.ts';

export const FRAME_HEADER_BYTES = 4;
// The buffer of an incomplete frame starts at this size and doubles as bytes arrive. So a client cannot use up memory only by
// announcing a large frame.
const INITIAL_BUFFER_BYTES = 1024;

/** Why a stream of bytes cannot be cut into frames. `detail` is English, for a developer. */
export interface FramingError {
  readonly reason: im.CloseReason;
  readonly detail: string;
}

export interface FrameSink {
  /** One whole frame, undecoded. A view that may share memory with other frames: copy what you keep. */
  onFrame(frame: Uint8Array): void;
}

/** The frame as it goes over TCP: its length, then its bytes. */
export function withLengthPrefix(frame: Uint8Array): Buffer {
  const bytes = Buffer.allocUnsafe(FRAME_HEADER_BYTES + frame.length);
  bytes.writeUInt32BE(frame.length);
  bytes.set(frame, FRAME_HEADER_BYTES);
  return bytes;
}

/** Decodes the stream of one TCP connection into frames. Checks a length before it allocates memory for the frame. */
export class FrameDecoder {
  readonly #maxFrameBytes: number;
  #buffer: Buffer | undefined;
  #bufferedBytes = 0;

  constructor(maxFrameBytes: number) {
    this.#maxFrameBytes = maxFrameBytes;
  }

  /** True while a frame has begun and not ended. */
  get isWithinFrame(): boolean {
    return this.#bufferedBytes > 0;
  }

  /**
   * Passes all frames that end in `chunk` to the sink, in order. The decoder must not be used again after it has returned an
   * error.
   */
  push(chunk: Buffer, sink: FrameSink): FramingError | undefined {
    let offset = 0;
    while (offset < chunk.length) {
      if (this.#bufferedBytes === 0 && chunk.length - offset >= FRAME_HEADER_BYTES) {
        const length = chunk.readInt32BE(offset);
        const error = this.#checkLength(length);
        if (error) return error;
        const end = offset + FRAME_HEADER_BYTES + length;
        if (end <= chunk.length) {
          sink.onFrame(chunk.subarray(offset + FRAME_HEADER_BYTES, end));
          offset = end;
          continue;
        }
      }
      offset += this.#append(chunk, offset);
      if (!this.#buffer || this.#bufferedBytes < FRAME_HEADER_BYTES) continue;
      const length = this.#buffer.readInt32BE(0);
      const error = this.#checkLength(length);
      if (error) return error;
      if (this.#bufferedBytes < FRAME_HEADER_BYTES + length) continue;
      const frame = this.#buffer.subarray(FRAME_HEADER_BYTES, FRAME_HEADER_BYTES + length);
      this.#buffer = undefined;
      this.#bufferedBytes = 0;
      sink.onFrame(frame);
    }
    return undefined;
  }

  /**
   * Buffers the bytes that belong to the header, or to the frame once the header is complete. Returns how many bytes that were.
   */
  #append(chunk: Buffer, offset: number): number {
    const buffer = this.#buffer ?? Buffer.allocUnsafe(INITIAL_BUFFER_BYTES);
    const wanted = this.#bufferedBytes < FRAME_HEADER_BYTES ? FRAME_HEADER_BYTES : FRAME_HEADER_BYTES + buffer.readInt32BE(0);
    const added = Math.min(wanted - this.#bufferedBytes, chunk.length - offset);
    this.#buffer = grow(buffer, this.#bufferedBytes, this.#bufferedBytes + added);
    chunk.copy(this.#buffer, this.#bufferedBytes, offset, offset + added);
    this.#bufferedBytes += added;
    return added;
  }

  #checkLength(length: number): FramingError | undefined {
    if (length < 0) {
      const detail = `the frame length ${length >>> 0} is negative as a signed 32-bit integer`;
      return { reason: ENUMS.CloseReason.BAD_FRAME, detail };
    }
    if (length <= this.#maxFrameBytes) return undefined;
    return {
      reason: ENUMS.CloseReason.FRAME_TOO_LARGE,
      detail: `a frame of ${length} bytes exceeds the limit of ${this.#maxFrameBytes} bytes`,
    };
  }
}

function grow(buffer: Buffer, usedBytes: number, neededBytes: number): Buffer {
  if (neededBytes <= buffer.length) return buffer;
  const larger = Buffer.allocUnsafe(Math.max(neededBytes, buffer.length * 2));
  buffer.copy(larger, 0, 0, usedBytes);
  return larger;
}
