// What a person can mend: exit code 64, and the sentence instead of a stack.

export class UsageError extends Error {
  override readonly name: string = 'UsageError';
}
