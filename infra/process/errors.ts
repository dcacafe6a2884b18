// Turns whatever was thrown into an Error.

/** `error` itself where it is an Error; otherwise an Error with its text. */
export function asError(error: unknown): Error {
  return error instanceof Error ? error : new Error(String(error));
}
