/** Strings that are not ids. A store must accept them in place of an id, and find nothing. */
export const INVALID_IDS = [
  '',
  'a@b.c',
  '日本語',
  "' OR 1=1 --",
  '?',
  '\\',
  'A'.repeat(21),
  'A'.repeat(23),
  `${'A'.repeat(21)}B`,
  '\0'.repeat(22),
];
