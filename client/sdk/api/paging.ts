// Lists that the server returns in pages, as one async sequence. The next page is requested when it is needed.

/** Entries of a list in the server's order. The iteration rejects with CallError. */
export type PagedList<T> = AsyncGenerator<T, void, void>;

/** All entries of all pages. `key` is the page key of an entry: the next page starts after it. */
export async function* iteratePages<T>(
  fetchPage: (after: string) => Promise<{ entries: readonly T[]; more: boolean }>,
  key: (entry: T) => string,
): PagedList<T> {
  for (let after = ''; ; ) {
    const { entries, more } = await fetchPage(after);
    yield* entries;
    const last = entries.at(-1);
    if (!more || last === undefined) return;
    after = key(last);
  }
}
