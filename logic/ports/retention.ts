// Messages that are too old.

/** Messages older than they are kept, by the store's clock. Works outside of batches, a little at a time; any number may do so at once. Throws when the store is away. */
export interface ExpiredMessages {
  /** Looks at the next `limit` conversations behind `after` ('' = from the start), in the order of their ids' bytes: those with something to delete, and the last one; undefined = that was all. */
  findConversations(
    after: string,
    limit: number,
    keepMs: number,
  ): Promise<{ readonly conversations: readonly string[]; readonly last: string | undefined }>;
  /**
   * Deletes up to `limit` of a conversation's first messages, each once: together they go and stop counting as unread, and firstSeq is above them. Reactions to them and the like go with a later call. The
   * conversation stays, and its seq goes on. `more`: call again.
   */
  deleteFirst(
    conversation: string,
    limit: number,
    keepMs: number,
  ): Promise<{ readonly messages: number; readonly more: boolean }>;
}
