// The size of a page: how many entries a request may ask for, and how many bytes a reply may hold.
import { ImError } from '../proto/errors.ts';

// A page is sent in one record and one frame. Even with the longest text on top it stays far below MAX_RECORD_BYTES (4 MiB).
const MAX_PAGE_BYTES = 128 * 1024;

/** The first entries that fit into one page; at least one if there is any. */
export function fitToPage<T>(entries: readonly T[], bytesOf: (entry: T) => number): readonly T[] {
  let bytes = 0;
  const end = entries.findIndex((entry, i) => {
    bytes += bytesOf(entry);
    return i > 0 && bytes > MAX_PAGE_BYTES;
  });
  return end < 0 ? entries : entries.slice(0, end);
}

/** The number of entries to return: `usual` when the request has 0. Throws BAD_LIMIT above `most`. */
export function resolvePageLimit(limit: number, { usual, most }: { readonly usual: number; readonly most: number }): number {
  if (limit > most) throw new ImError('BAD_LIMIT', `limit can be at most ${most}`);
  return limit === 0 ? usual : limit;
}
