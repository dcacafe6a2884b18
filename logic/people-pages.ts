// Pages of people: how many, and how long.
import { ImError } from '../proto/errors.ts';
import type { Person, Relation } from './ports.ts';

const DEFAULT_LIMIT = 100;
const MAX_LIMIT = 200;
// A page travels in one record and one frame.
const MAX_PAGE_BYTES = 256 * 1024;

export function pageLimit(limit: number, { usual = DEFAULT_LIMIT, most = MAX_LIMIT } = {}): number {
  if (limit > most) throw new ImError('BAD_LIMIT', `a page has at most ${most} entries`);
  return limit === 0 ? usual : limit;
}

/** The first `limit` of them, fewer where they are long, and whether others follow: one more than `limit` was asked for. */
export function pageOf<T extends { readonly person: Person; readonly greeting?: string; readonly remark?: string }>(
  found: readonly T[],
  limit: number,
): { readonly page: readonly T[]; readonly more: boolean } {
  let bytes = 0;
  let end = 0;
  while (end < Math.min(limit, found.length)) {
    const entry = found[end];
    if (entry) bytes += bytesOf(entry);
    if (end > 0 && bytes > MAX_PAGE_BYTES) break;
    end++;
  }
  return { page: found.slice(0, end), more: found.length > end };
}

function bytesOf({ person, ...own }: { person: Person } & Partial<Pick<Relation, 'greeting' | 'remark'>>): number {
  const texts = [...Object.values(person), own.greeting ?? '', own.remark ?? ''];
  return texts.reduce((bytes: number, text: string) => bytes + Buffer.byteLength(text), 0);
}
