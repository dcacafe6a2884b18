// What status needs from the outside.

/** A mail that was kept instead of being sent. */
export interface SpooledMail {
  /** When it was written, milliseconds since 1970. */
  readonly at: number;
  readonly to: string;
  readonly subject: string;
  readonly text: string;
}

export interface SpooledMails {
  /** The newest first, at most `limit`. */
  listNewest(limit: number): Promise<SpooledMail[]>;
}
