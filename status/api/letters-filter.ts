// Which dead letters a list shows, and which are replayed or dropped together.
import type { Letter, LettersFilter } from '../ports.ts';

export function matchesFilter({ number, service, cause }: Letter, filter: LettersFilter): boolean {
  if (filter.upTo !== undefined && number > filter.upTo) return false;
  const hasService = filter.service === undefined || filter.service === service;
  return hasService && (filter.cause === undefined || cause.toLowerCase().includes(filter.cause.toLowerCase()));
}
