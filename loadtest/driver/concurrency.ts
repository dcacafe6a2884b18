// Bounded concurrency and time limits.

/** Runs `each` on all items, `width` of them at a time. Rejects with the first rejection; the others go on. */
export async function forEachConcurrently<T>(
  items: readonly T[],
  width: number,
  each: (item: T) => Promise<void>,
): Promise<void> {
  let next = 0;
  const lane = async (): Promise<void> => {
    for (let item = items[next++]; item !== undefined; item = items[next++]) await each(item);
  };
  await Promise.all(Array.from({ length: width }, lane));
}

/** Resolves when the work is done, or after the time-out without it. */
export async function withTimeout(ms: number, work: Promise<void>): Promise<void> {
  let timeout: NodeJS.Timeout | undefined;
  const over = new Promise<void>((resolve) => {
    timeout = setTimeout(resolve, ms);
  });
  await Promise.race([work, over]);
  clearTimeout(timeout);
}

export function sleep(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}
