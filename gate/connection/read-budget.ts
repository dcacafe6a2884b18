// What one connection may make the gate read: bytes per second, control frames, and the time for one frame. Counted below the
// frames, because a client can keep a gate busy without ever completing one.

/** A connection without a session sends a few small commands. */
const ANONYMOUS_SHARE = 1 / 16;
/** A client that was silent may send the bytes of this many seconds at once. */
const BURST_SECONDS = 2;
// Libraries ping every 20 s or so.
const CONTROL_FRAMES_PER_SECOND = 5;
const MAX_CONTROL_FRAMES = 50;
/** Each read costs the gate 20 µs, however few bytes it brings: without this, one byte at a time is a cheap attack. */
const BYTES_PER_READ = 1024;
/** Of an unfinished frame before log-in: each holds the gate's memory. */
const MAX_ANONYMOUS_FRAME_BYTES = 16 * 1024;

export class ReadBudget {
  /** Negative after a read that was larger than the budget: the rest is owed. */
  #bytes: number;
  #controlFrames = MAX_CONTROL_FRAMES;
  #filledAt: number;
  #partialBytes = 0;
  #partialSince = Number.POSITIVE_INFINITY;

  constructor(bytesPerSecond: number, now: number) {
    this.#bytes = bytesPerSecond * ANONYMOUS_SHARE * BURST_SECONDS;
    this.#filledAt = now;
  }

  /** Since when a frame has been incomplete; infinity while none is. By the clock of `now`, in milliseconds. */
  get partialSince(): number {
    return this.#partialSince;
  }

  /** Counts the bytes of one read, before their frames are handled. False when the connection owes bytes: pause it. */
  takeBytes(count: number, bytesPerSecond: number, isAnonymous: boolean, now: number): boolean {
    this.#fill(bytesPerSecond, isAnonymous, now);
    this.#bytes -= count + BYTES_PER_READ;
    this.#partialBytes += count;
    if (this.#partialSince === Number.POSITIVE_INFINITY) this.#partialSince = now;
    return this.#bytes >= 0;
  }

  /** True when the connection owes no bytes any more. */
  isRefilled(bytesPerSecond: number, isAnonymous: boolean, now: number): boolean {
    this.#fill(bytesPerSecond, isAnonymous, now);
    return this.#bytes >= 0;
  }

  /** False when more control frames arrived than any honest client sends. */
  takeControlFrame(bytesPerSecond: number, isAnonymous: boolean, now: number): boolean {
    this.#fill(bytesPerSecond, isAnonymous, now);
    this.#controlFrames -= 1;
    return this.#controlFrames >= 0;
  }

  /** A frame is complete. What arrived with it counts as part of it. */
  endFrame(): void {
    this.#partialBytes = 0;
    this.#partialSince = Number.POSITIVE_INFINITY;
  }

  restartFrameTimer(now: number): void {
    if (this.#partialSince !== Number.POSITIVE_INFINITY) this.#partialSince = now;
  }

  /** True when an incomplete frame is longer than a command before log-in can be. */
  get isTooLongBeforeLogIn(): boolean {
    return this.#partialBytes > MAX_ANONYMOUS_FRAME_BYTES;
  }

  #fill(bytesPerSecond: number, isAnonymous: boolean, now: number): void {
    const rate = isAnonymous ? bytesPerSecond * ANONYMOUS_SHARE : bytesPerSecond;
    const seconds = (now - this.#filledAt) / 1000;
    this.#bytes = Math.min(rate * BURST_SECONDS, this.#bytes + seconds * rate);
    this.#controlFrames = Math.min(MAX_CONTROL_FRAMES, this.#controlFrames + seconds * CONTROL_FRAMES_PER_SECOND);
    this.#filledAt = now;
  }
}
