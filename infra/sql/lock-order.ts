// The lock order of all tables: every batch locks and writes rows in this order, so that two batches never wait for each other
// in a circle.

/**
 * Each kind of write names its entry, and the writes of one round trip run in ascending order. Position rows are locked before
 * all of these. Every table and every step has its own number. To add an entry, insert it at its place and renumber the entries
 * below.
 */
export const LOCK_ORDER = {
  accounts: 1,
  deletedAccounts: 2,
  accountRevisions: 3,

  expiredSessions: 4,
  newSessions: 5,
  sessions: 6,
  endedSessions: 7,

  profiles: 8,
  relations: 9,

  groups: 10,
  groupMembers: 11,
  removedGroupMembers: 12,
  joinRequests: 13,
  answeredJoinRequests: 14,
  joinRequestsOfGroup: 15,
  joinRequestsOfUser: 16,

  conversations: 17,
  newMembers: 18,
  /** Locks the existing member rows that the following writes change. */
  memberRows: 19,
  ownMessageCounts: 20,
  memberStates: 21,
  peerReceipts: 22,

  textMessages: 23,
  messages: 24,
  rewrittenMessages: 25,
  /** After the messages, because the windows read their ordinals from those rows. */
  openedVisibilityWindows: 26,
  closedVisibilityWindows: 27,
  reactions: 28,
  removedReactions: 29,
  hiddenMessages: 30,
} as const;
