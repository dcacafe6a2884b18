// Pages of people: how many, and how long.
import { fitToPage, resolvePageLimit } from '../pages.ts';
import type { Person, Relation } from '../ports/index.ts';

const LIMITS = { usual: 100, most: 200 };

export function resolveRelationPageLimit(limit: number): number {
  return resolvePageLimit(limit, LIMITS);
}

/** The first `limit` of them, fewer where they are long, and whether others follow: one more than `limit` was asked for. */
export function toRelationPage<T extends Relation & { readonly person: Person }>(
  found: readonly T[],
  limit: number,
): { readonly page: readonly T[]; readonly more: boolean } {
  const page = fitToPage(found.slice(0, limit), relationBytes);
  return { page, more: found.length > page.length };
}

/** What a relation takes of a page. */
export function relationBytes({ person, greeting, remark }: Relation & { readonly person: Person }): number {
  return [...Object.values(person), greeting, remark].reduce((bytes: number, text: string) => bytes + Buffer.byteLength(text), 0);
}
