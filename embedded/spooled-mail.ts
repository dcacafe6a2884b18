// The port through which the mail viewer reads kept mails.

/** A mail that was kept instead of being sent. */
export interface SpooledMail {
  /** The time it was written, in ms since 1970. */
  readonly at: number;
  readonly to: string;
  readonly subject: string;
  readonly text: string;
}

export interface SpooledMails {
  /** Resolves with at most `limit` mails, the newest first. */
  listNewest(limit: number): Promise<SpooledMail[]>;
}
