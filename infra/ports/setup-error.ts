/**
 * The server cannot work with its set-up, such as a database of another version. No retry helps: an operator has to change the
 * set-up. The message says what is wrong and what to do. A process that gets this error while it starts ends with exit code 2.
 */
export class SetupError extends Error {
  override readonly name = 'SetupError';
}
