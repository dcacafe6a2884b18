// From samples to what a chart draws: one list of times, and one list of values for each line.
import type { LoadSample } from '../replies.ts';

const HOUR_MS = 3_600_000;
/** A page that was just opened shows at least this much, so that lines do not jump. */
const LEAST_RANGE_MS = 300_000;
/** A longer pause between two samples is a gap in the lines. */
const GAP_MS = 15_000;

export interface SeriesLine {
  readonly name: string;
  /** One for each time; null where nothing was measured. */
  readonly values: readonly (number | null)[];
}

export interface ChartSeries {
  /** In seconds since 1970, as uPlot wants them. */
  readonly times: readonly number[];
  readonly lines: readonly SeriesLine[];
}

export type LineReader = (sample: LoadSample) => number | undefined;

/** The lines of a chart, by name. A pause without samples becomes a gap. */
export function toSeries(samples: readonly LoadSample[], readers: Readonly<Record<string, LineReader>>): ChartSeries {
  const spaced = insertGaps(samples);
  return {
    times: spaced.map(({ at }) => at / 1000),
    lines: Object.entries(readers).map(([name, read]) => ({
      name,
      values: spaced.map(({ sample }) => (sample && read(sample)) ?? null),
    })),
  };
}

function insertGaps(samples: readonly LoadSample[]): { readonly at: number; readonly sample?: LoadSample }[] {
  return samples.flatMap((sample, i) => {
    const before = samples[i - 1];
    const isGap = before !== undefined && sample.at - before.at > GAP_MS;
    return [...(isGap ? [{ at: before.at + 1 }] : []), { at: sample.at, sample }];
  });
}

/** The services that occur in the samples, by name. */
export function servicesIn(samples: readonly LoadSample[]): string[] {
  return [...new Set(samples.flatMap(({ lag }) => Object.keys(lag)))].sort();
}

/** What the time axis shows, in seconds since 1970: the last hour, or less while there is less. */
export function timeRange(times: readonly number[]): readonly [from: number, to: number] | undefined {
  const first = times[0];
  const last = times.at(-1);
  if (first === undefined || last === undefined) return undefined;
  return [Math.max(last - HOUR_MS / 1000, Math.min(first, last - LEAST_RANGE_MS / 1000)), last];
}

/** The last value of a line, its least and its greatest: what a reader of a chart takes from it. */
export function describeLine({ values }: SeriesLine): { last?: number; least?: number; greatest?: number } {
  const known = values.filter((value) => value !== null);
  if (known.length === 0) return {};
  const last = values.at(-1) ?? undefined;
  return { least: Math.min(...known), greatest: Math.max(...known), ...(last !== undefined && { last }) };
}
