// How much a reply holds.
import { ImError } from '../proto/errors.ts';

// A page travels in one record and one frame: with the longest text on top it stays well below Kafka's limit of 1 MB for a record.
const MAX_PAGE_BYTES = 256 * 1024;

/** The first of them, up to the bytes a page may have; at least one where there is one. */
export function fitToPage<T>(found: readonly T[], bytesOf: (entry: T) => number): readonly T[] {
  let bytes = 0;
  const end = found.findIndex((entry, i) => {
    bytes += bytesOf(entry);
    return i > 0 && bytes > MAX_PAGE_BYTES;
  });
  return end < 0 ? found : found.slice(0, end);
}

/** How many are asked for; 0 = as usual. Throws BAD_LIMIT for more than there may be. */
export function resolvePageLimit(limit: number, { usual, most }: { readonly usual: number; readonly most: number }): number {
  if (limit > most) throw new ImError('BAD_LIMIT', `a page has at most ${most} entries`);
  return limit === 0 ? usual : limit;
}
