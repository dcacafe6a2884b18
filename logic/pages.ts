// The size of a page: how many entries a request may ask for, and how many bytes a reply may hold.
import { ImError } from '../proto/errors.ts';

// A page travels in one record and one frame. With the longest text on top it stays well below Kafka's record limit of 1 MB.
const MAX_PAGE_BYTES = 256 * 1024;

/** The first entries that fit into one page; at least one if there is any. */
export function fitToPage<T>(entries: readonly T[], bytesOf: (entry: T) => number): readonly T[] {
  let bytes = 0;
  const end = entries.findIndex((entry, i) => {
    bytes += bytesOf(entry);
    return i > 0 && bytes > MAX_PAGE_BYTES;
  });
  return end < 0 ? entries : entries.slice(0, end);
}

/** The number of entries to return: `usual` when the request says 0. Throws BAD_LIMIT above `most`. */
export function resolvePageLimit(limit: number, { usual, most }: { readonly usual: number; readonly most: number }): number {
  if (limit > most) throw new ImError('BAD_LIMIT', `a page has at most ${most} entries`);
  return limit === 0 ? usual : limit;
}
