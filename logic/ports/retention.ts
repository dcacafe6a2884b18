// The port for the deletion of expired messages.

/**
 * Finds and deletes messages older than the retention time, by the store's clock. Works outside batches, in small steps. Several
 * callers may work at the same time. Throws when the store is unavailable.
 */
export interface ExpiredMessages {
  /** The store's clock, in milliseconds since 1970. */
  readClock(): Promise<number>;
  /**
   * Examines the next `limit` conversations after `after` ('' = from the start), in the order of their ids' bytes. Returns the
   * conversations with expired messages. `last` is the last examined conversation, or undefined at the end.
   */
  findConversations(
    after: string,
    limit: number,
    keepMs: number,
  ): Promise<{ readonly conversationIds: readonly string[]; readonly last: string | undefined }>;
  /**
   * Deletes up to `limit` expired messages at the start of a conversation, in one transaction. They no longer count as unread,
   * and firstSeq moves above them. A later call deletes their reactions and hidden marks. The conversation stays, and its seqs
   * continue. `more`: call again.
   */
  deleteFirst(
    conversationId: string,
    limit: number,
    keepMs: number,
  ): Promise<{ readonly messages: number; readonly more: boolean }>;
}
