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
  restrictions: 13,
  liftedRestrictions: 14,
  expiredRestrictions: 15,
  restrictionsOfGroup: 16,
  restrictionsOfUser: 17,
  joinRequests: 18,
  answeredJoinRequests: 19,
  joinRequestsOfGroup: 20,
  joinRequestsOfUser: 21,

  conversations: 22,
  newMembers: 23,
  /** Locks the existing member rows that the following writes change. */
  memberRows: 24,
  ownMessageCounts: 25,
  memberStates: 26,
  peerReceipts: 27,

  textMessages: 28,
  messages: 29,
  rewrittenMessages: 30,
  /** After the messages, because the windows read their ordinals from those rows. */
  openedVisibilityWindows: 31,
  closedVisibilityWindows: 32,
  reactions: 33,
  removedReactions: 34,
  hiddenMessages: 35,
} as const;
