// The conversation as the application of each participant sees it: which message has which seq.

/** No message is known under this seq. */
export const UNKNOWN = -1;

export class Timelines {
  /** Per participant; the message with seq s stands at index s - base - 1. */
  readonly #timelines: number[][];
  readonly #base: Float64Array;
  /** Per participant, the index of the first unknown seq. */
  readonly #firstUnknown: Uint32Array;
  readonly #maxSeqs: number;

  /** No seq may be more than `maxSeqs` above the first. */
  constructor(participants: number, maxSeqs: number) {
    this.#timelines = Array.from({ length: participants }, () => []);
    this.#base = new Float64Array(participants);
    this.#firstUnknown = new Uint32Array(participants);
    this.#maxSeqs = maxSeqs;
  }

  /** Excludes everything up to `seq`: it was stored before this run. */
  startAfter(participant: number, seq: number): void {
    this.#timelines[participant]?.splice(0, seq - this.baseSeq(participant));
    this.#base[participant] = seq;
    this.#firstUnknown[participant] = 0;
    this.#advance(participant);
  }

  /** The last seq from before this run; 0 in a new conversation. */
  baseSeq(participant: number): number {
    return this.#base[participant] ?? 0;
  }

  /** The highest seq up to which the participant knows the conversation without a gap. */
  contiguousSeq(participant: number): number {
    return this.baseSeq(participant) + (this.#firstUnknown[participant] ?? 0);
  }

  /** True while the participant knows a seq above an unknown one. */
  hasGap(participant: number): boolean {
    return (this.#firstUnknown[participant] ?? 0) < (this.#timelines[participant]?.length ?? 0);
  }

  /** Enters a message under its seq. `conflict`: another message already has this seq. */
  place(participant: number, seq: number, message: number): 'new' | 'known' | 'conflict' {
    const timeline = this.#timelines[participant];
    const index = seq - this.baseSeq(participant) - 1;
    if (!timeline || index < 0) return 'known';
    // No message of the run can have a seq this high, and the array would take too much memory.
    if (index > this.#maxSeqs) return 'conflict';
    while (timeline.length <= index) timeline.push(UNKNOWN);
    const present = timeline[index] ?? UNKNOWN;
    if (present !== UNKNOWN) return present === message ? 'known' : 'conflict';
    timeline[index] = message;
    this.#advance(participant);
    return 'new';
  }

  #advance(participant: number): void {
    const timeline = this.#timelines[participant] ?? [];
    let next = this.#firstUnknown[participant] ?? 0;
    while (next < timeline.length && timeline[next] !== UNKNOWN) next++;
    this.#firstUnknown[participant] = next;
  }

  /**
   * Goes through all timelines by seq. In each, the message numbers of one sender must rise, among those that `counts` selects.
   */
  listOutOfOrder(
    counts: (participant: number, seq: number, message: number) => boolean,
    senderOf: (message: number) => number,
  ): number[] {
    const outOfOrder: number[] = [];
    for (const [participant, timeline] of this.#timelines.entries()) {
      const last = new Map<number, number>();
      for (const [index, message] of timeline.entries()) {
        if (message < 0 || !counts(participant, this.baseSeq(participant) + index + 1, message)) continue;
        const sender = senderOf(message);
        if (message < (last.get(sender) ?? UNKNOWN)) outOfOrder.push(message);
        else last.set(sender, message);
      }
    }
    return outOfOrder;
  }
}
