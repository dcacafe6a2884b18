// A latency histogram of fixed size (15 KiB) for millions of samples: the bucket width grows with the value.

// 128 buckets per power of two: a quantile is at most 0.8 % too high.
const SUB_BUCKETS = 128;
const POWERS = 30;
const BUCKETS = SUB_BUCKETS * POWERS;

/** The counts of a histogram, as plain numbers that can be sent between processes and merged. */
export interface HistogramCounts {
  readonly counts: Uint32Array;
  readonly samples: number;
  readonly maxMs: number;
}

/** The same without its empty buckets: small enough to keep one for each second. */
export interface SparseHistogram {
  readonly buckets: Uint16Array;
  readonly counts: Uint32Array;
  readonly samples: number;
  readonly maxMs: number;
}

export interface Quantiles {
  readonly p50: number;
  readonly p90: number;
  readonly p99: number;
  readonly max: number;
}

export class Histogram implements HistogramCounts {
  readonly counts = new Uint32Array(BUCKETS);
  samples = 0;
  maxMs = 0;

  /** Counts one latency. A negative one counts as 0, one beyond 12 days in the last bucket. */
  record(ms: number): void {
    this.samples++;
    if (ms > this.maxMs) this.maxMs = ms;
    const bucket = bucketOf(ms);
    this.counts[bucket] = (this.counts[bucket] ?? 0) + 1;
  }

  merge(other: HistogramCounts): void {
    for (let i = 0; i < BUCKETS; i++) this.counts[i] = (this.counts[i] ?? 0) + (other.counts[i] ?? 0);
    this.samples += other.samples;
    this.maxMs = Math.max(this.maxMs, other.maxMs);
  }

  mergeSparse({ buckets, counts, samples, maxMs }: SparseHistogram): void {
    for (const [index, bucket] of buckets.entries()) this.counts[bucket] = (this.counts[bucket] ?? 0) + (counts[index] ?? 0);
    this.samples += samples;
    this.maxMs = Math.max(this.maxMs, maxMs);
  }

  toSparse(): SparseHistogram {
    const buckets: number[] = [];
    if (this.samples > 0) for (let i = 0; i < BUCKETS; i++) if (this.counts[i]) buckets.push(i);
    const counts = Uint32Array.from(buckets, (bucket) => this.counts[bucket] ?? 0);
    return { buckets: Uint16Array.from(buckets), counts, samples: this.samples, maxMs: this.maxMs };
  }

  clear(): void {
    if (this.samples > 0) this.counts.fill(0);
    this.samples = 0;
    this.maxMs = 0;
  }

  /**
   * The latency in milliseconds that `share` (0 to 1) of all samples do not exceed; 0 without samples. Never above the maximum.
   */
  quantile(share: number): number {
    const wanted = Math.max(1, Math.ceil(this.samples * share));
    let counted = 0;
    for (let i = 0; i < BUCKETS; i++) {
      counted += this.counts[i] ?? 0;
      if (counted >= wanted) return Math.min(upperEdgeMs(i), this.maxMs);
    }
    return this.maxMs;
  }

  quantiles(): Quantiles {
    return {
      p50: roundToHundredths(this.quantile(0.5)),
      p90: roundToHundredths(this.quantile(0.9)),
      p99: roundToHundredths(this.quantile(0.99)),
      max: roundToHundredths(this.maxMs),
    };
  }
}

function roundToHundredths(ms: number): number {
  return Math.round(ms * 100) / 100;
}

/** Below 128 µs a bucket is 1 µs wide. Above, each power of two is divided into 128 buckets. */
function bucketOf(ms: number): number {
  const us = Math.max(0, Math.floor(ms * 1000));
  if (us < SUB_BUCKETS) return us;
  const power = Math.floor(Math.log2(us)) - 7;
  return Math.min(BUCKETS - 1, (power + 1) * SUB_BUCKETS + Math.floor(us / 2 ** power) - SUB_BUCKETS);
}

function upperEdgeMs(bucket: number): number {
  if (bucket < SUB_BUCKETS) return (bucket + 1) / 1000;
  const power = Math.floor(bucket / SUB_BUCKETS) - 1;
  return (((bucket % SUB_BUCKETS) + SUB_BUCKETS + 1) * 2 ** power) / 1000;
}

/** The quantiles over the samples of all histograms. */
export function mergeHistograms(histograms: readonly HistogramCounts[]): Quantiles {
  const all = new Histogram();
  for (const histogram of histograms) all.merge(histogram);
  return all.quantiles();
}
