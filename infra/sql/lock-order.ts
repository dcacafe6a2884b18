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
  /** Requests to join and invitations are rows of one table. */
  joinRequests: 18,
  answeredJoinRequests: 19,
  invitationsOfInviter: 20,
  invitationsOfOthers: 21,
  invitationsBetween: 22,
  joinRequestsOfGroup: 23,
  joinRequestsOfUser: 24,

  conversations: 25,
  newMembers: 26,
  /** Locks the existing member rows that the following writes change. */
  memberRows: 27,
  ownMessageCounts: 28,
  memberStates: 29,
  peerReceipts: 30,

  textMessages: 31,
  messages: 32,
  rewrittenMessages: 33,
  /** After the messages, because the windows read their ordinals from those rows. */
  openedVisibilityWindows: 34,
  closedVisibilityWindows: 35,
  reactions: 36,
  removedReactions: 37,
  hiddenMessages: 38,
} as const;
