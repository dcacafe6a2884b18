// What is said of a run: which promises were broken how often, and what became of the rest.

/**
 * Counts over all deliveries of a run, warm-up included, after the protocol's own rule: a receiver drops what it has by (conversation, seq), a sender by request id. A
 * delivery is a message at one of its receivers: of a message to a group of 500 there are 499.
 */
export interface Violations {
  /** Acknowledged, but neither pushed to the receiver nor found by pulling the conversation. */
  readonly lost: number;
  /** A message that the receiver's application sees twice: it stands under two seqs. */
  readonly duplicated: number;
  /** Deliveries whose seq is below that of an earlier message of the same sender in the same conversation. */
  readonly outOfOrder: number;
  /** Pushed to somebody who is not in the conversation. */
  readonly misdelivered: number;
  /** Two messages that claim the same seq of a conversation, at each of its members. */
  readonly conflicts: number;
  /** Seqs missing between two messages of one pull: the promise of seqs without gaps is broken. Each counts once for its conversation. */
  readonly holes: number;
}

export interface Traffic {
  /** Messages. */
  readonly sent: number;
  readonly acked: number;
  /** Answered with a failure that a resend cannot mend. */
  readonly refused: number;
  /** No answer until the end of the run. Such a message may be stored or not. */
  readonly unacknowledged: number;
  /** Deliveries there should be, of all that was sent. */
  readonly due: number;
  /** Reached the receiver by push or by a sync during the run. */
  readonly delivered: number;
  /** Reached the receiver only by the pull at the end. */
  readonly pulledAtEnd: number;
}
