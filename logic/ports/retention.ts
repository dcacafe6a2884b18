// The port for the deletion of expired messages.

/**
 * Messages older than the retention time, by the store's clock. Works outside batches, in small steps; any number of callers may
 * work at once. Throws when the store is unavailable.
 */
export interface ExpiredMessages {
  /**
   * Examines the next `limit` conversations behind `after` ('' = from the start), in the order of their ids' bytes. Returns those
   * with something to delete, and the last one examined; `last` is undefined at the end.
   */
  findConversations(
    after: string,
    limit: number,
    keepMs: number,
  ): Promise<{ readonly conversations: readonly string[]; readonly last: string | undefined }>;
  /**
   * Deletes up to `limit` of a conversation's first messages, each once. In one transaction they disappear, stop counting as
   * unread, and firstSeq moves above them. Their reactions and the like are deleted by a later call. The conversation stays, and
   * its seq goes on. `more`: call again.
   */
  deleteFirst(
    conversation: string,
    limit: number,
    keepMs: number,
  ): Promise<{ readonly messages: number; readonly more: boolean }>;
}
