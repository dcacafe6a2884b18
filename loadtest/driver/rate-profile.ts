// How the rate of a load changes over its measured part.

/** The rate changes evenly from one value to another. */
export interface RateSegment {
  readonly seconds: number;
  /** Turns per second at its begin and its end. */
  readonly from: number;
  readonly to: number;
}

export function constantRate(rate: number, seconds: number): RateSegment[] {
  return [{ seconds, from: rate, to: rate }];
}

/** Turns per second at this moment; 0 after the end. */
export function rateAt(segments: readonly RateSegment[], second: number): number {
  let elapsed = second;
  for (const { seconds, from, to } of segments) {
    if (elapsed < seconds) return from + ((to - from) * elapsed) / seconds;
    elapsed -= seconds;
  }
  return 0;
}

/** All turns of the segments together. */
export function countTurns(segments: readonly RateSegment[]): number {
  // A rate of 0.1 for 30 s is three turns, whatever the rounding of 0.1.
  return Math.floor(segments.reduce((sum, { seconds, from, to }) => sum + (seconds * (from + to)) / 2, 0) + 1e-9);
}

/**
 * Returns when the n-th turn is due, in seconds since the beginning. Must be asked for 0, 1, 2 … in order: it remembers the
 * segment.
 */
export function dueTimes(segments: readonly RateSegment[]): (n: number) => number {
  let index = 0;
  let [startSeconds, startTurns] = [0, 0];
  return (n) => {
    for (;;) {
      const segment = segments[index];
      if (!segment) return startSeconds;
      const turns = (segment.seconds * (segment.from + segment.to)) / 2;
      if (n - startTurns < turns || index === segments.length - 1) return startSeconds + secondsUntil(segment, n - startTurns);
      startSeconds += segment.seconds;
      startTurns += turns;
      index++;
    }
  };
}

/** When a segment has had this many turns: its rate is from + slope · t, and its turns are from · t + slope · t² / 2. */
function secondsUntil({ seconds, from, to }: RateSegment, turns: number): number {
  const slope = (to - from) / seconds;
  if (slope === 0) return from === 0 ? seconds : turns / from;
  // The form that loses no digits when the slope is small.
  return (2 * turns) / (from + Math.sqrt(Math.max(0, from * from + 2 * slope * turns)));
}
