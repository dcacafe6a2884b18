// What status needs from the outside.

/** A mail that was kept instead of being sent. */
export interface KeptMail {
  /** When it was written, milliseconds since 1970. */
  readonly at: number;
  readonly to: string;
  readonly subject: string;
  readonly text: string;
}

export interface KeptMails {
  /** The newest first, at most `limit`. */
  newest(limit: number): Promise<KeptMail[]>;
}
