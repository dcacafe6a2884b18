// Rule 4: one list of all tables and steps in the order in which they are locked, and every write names its entry.
import { isTestCode, type Source } from './source.ts';

/** What is wrong with the numbers of the list. They must be whole numbers in ascending order from 1, each used once. */
export function findNumberProblems(order: Readonly<Record<string, number>>): string[] {
  return Object.entries(order).flatMap(([entry, number], index) =>
    number === index + 1 ? [] : [`${entry} is ${number}, not ${index + 1}`],
  );
}

/** Writes of the services' stores that compute a number or name no entry, and entries that no write names. */
export function findLockOrderProblems(order: Readonly<Record<string, number>>, sources: readonly Source[]): string[] {
  const used = new Set<string>();
  const problems = sources
    .filter(({ path }) => !isTestCode(path) && /^(auth|logic|verify)\//.test(path))
    .flatMap(({ path, text }) =>
      [...text.matchAll(/\blockOrder: ([^\n]*)/g)].flatMap(([, value = '']) => {
        const entry = /^LOCK_ORDER\.(\w+),$/.exec(value)?.[1];
        if (!entry || !(entry in order)) return [`${path}: lockOrder is ${value} and not an entry of LOCK_ORDER`];
        used.add(entry);
        return [];
      }),
    );
  return [...problems, ...Object.keys(order).flatMap((entry) => (used.has(entry) ? [] : [`no write names ${entry}`]))];
}
