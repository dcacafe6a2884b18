// What the chat tells the program that started it. The usage text and docs/terminal.md list the same codes.
export const EXIT = {
  /** Everything is stored. */
  DONE: 0,
  /** Not logged in, a message was refused, or the session has ended. */
  FAILED: 1,
  WRONG_FLAGS: 2,
  UNKNOWN_RECIPIENT: 3,
  /** Some messages are not stored yet: they are kept, and sent at the next start. */
  KEPT: 4,
} as const;

export type ExitCode = (typeof EXIT)[keyof typeof EXIT];

export function exitCodeOf(hasFailures: boolean, unacknowledged: number): ExitCode {
  if (hasFailures) return EXIT.FAILED;
  return unacknowledged > 0 ? EXIT.KEPT : EXIT.DONE;
}
