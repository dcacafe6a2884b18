// What each client's application sees of each of its conversations: which message stands under which seq.

/** No message known under this seq. */
export const UNKNOWN = -1;

export class Timelines {
  /** Per seat: index = seq - base - 1. */
  readonly #views: number[][];
  readonly #base: Float64Array;
  /** Per seat, the index of the first seq it does not know. */
  readonly #firstUnknown: Uint32Array;
  readonly #mostSeqs: number;

  /** No seq is more than `mostSeqs` above the first. */
  constructor(seats: number, mostSeqs: number) {
    this.#views = Array.from({ length: seats }, () => []);
    this.#base = new Float64Array(seats);
    this.#firstUnknown = new Uint32Array(seats);
    this.#mostSeqs = mostSeqs;
  }

  /** What was stored before this run: the view starts after it, whatever of it has come already. */
  startAfter(seat: number, seq: number): void {
    this.#views[seat]?.splice(0, seq - this.baseSeq(seat));
    this.#base[seat] = seq;
    this.#firstUnknown[seat] = 0;
    this.#advance(seat);
  }

  /** The last seq of which the run knows nothing: 0 in a new conversation. */
  baseSeq(seat: number): number {
    return this.#base[seat] ?? 0;
  }

  /** The highest seq up to which the conversation is known without a gap. */
  contiguousSeq(seat: number): number {
    return this.baseSeq(seat) + (this.#firstUnknown[seat] ?? 0);
  }

  /** True while a seq is known above one that is not. */
  hasGap(seat: number): boolean {
    return (this.#firstUnknown[seat] ?? 0) < (this.#views[seat]?.length ?? 0);
  }

  place(seat: number, seq: number, message: number): 'new' | 'known' | 'conflict' {
    const view = this.#views[seat];
    const index = seq - this.baseSeq(seat) - 1;
    if (!view || index < 0) return 'known';
    // A seq far above anything that was sent would only blow up the view: nothing can stand there.
    if (index > this.#mostSeqs) return 'conflict';
    while (view.length <= index) view.push(UNKNOWN);
    const there = view[index] ?? UNKNOWN;
    if (there !== UNKNOWN) return there === message ? 'known' : 'conflict';
    view[index] = message;
    this.#advance(seat);
    return 'new';
  }

  #advance(seat: number): void {
    const view = this.#views[seat] ?? [];
    let next = this.#firstUnknown[seat] ?? 0;
    while (next < view.length && view[next] !== UNKNOWN) next++;
    this.#firstUnknown[seat] = next;
  }

  /** Walks all views in the order of seq: of those messages that count, the numbers of one sender must rise in each. */
  countOutOfOrder(
    counts: (seat: number, seq: number, message: number) => boolean,
    senderOf: (message: number) => number,
  ): number {
    let outOfOrder = 0;
    for (const [seat, view] of this.#views.entries()) {
      const last = new Map<number, number>();
      for (const [index, message] of view.entries()) {
        if (message < 0 || !counts(seat, this.baseSeq(seat) + index + 1, message)) continue;
        const sender = senderOf(message);
        if (message < (last.get(sender) ?? UNKNOWN)) outOfOrder++;
        else last.set(sender, message);
      }
    }
    return outOfOrder;
  }
}
