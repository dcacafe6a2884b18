// The message counts of a run: how often each promise was broken, and the other outcomes.

/**
 * Counts over all deliveries of a run, including the warm-up. As in the protocol, a receiver drops duplicates by conversation and
 * seq, and a sender by request id. A delivery is a message at one of its receivers: a message to a group of 500 has 499.
 */
export interface Violations {
  /** Acknowledged, but neither pushed to the receiver nor found by pulling the conversation. */
  readonly lost: number;
  /** Acknowledged and not pushed to the receiver, which could not pull at the end: it is unknown whether they are lost. */
  readonly unverified: number;
  /** A message that the receiver's application sees twice, because it has two seqs. */
  readonly duplicated: number;
  /** Deliveries whose seq is below that of an earlier message of the same sender in the same conversation. */
  readonly outOfOrder: number;
  /** Pushed to a client that is not in the conversation. */
  readonly misdelivered: number;
  /** Two messages that claim the same seq of a conversation; counted at each member that sees both. */
  readonly conflicts: number;
  /** Seqs missing between two messages of a pull: seqs must have no gaps. Each counts once for its conversation. */
  readonly holes: number;
}

export interface Traffic {
  /** Messages. */
  readonly sent: number;
  readonly acked: number;
  /** Messages that failed with an error which a resend cannot fix. */
  readonly refused: number;
  /** Messages without a reply until the end of the run. It is unknown whether they are stored. */
  readonly unacknowledged: number;
  /** Expected deliveries of all messages sent. */
  readonly due: number;
  /** Deliveries by push or by a sync during the run. */
  readonly delivered: number;
  /** Deliveries only by the pull at the end. */
  readonly pulledAtEnd: number;
}
