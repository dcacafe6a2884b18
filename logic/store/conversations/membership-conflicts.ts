// Finds conflicts between the commands of one batch, which read concurrently: a command that mutes or removes a member, and a
// message of that member that was checked before the change and gets its seq after it. The message must be refused.
import { DataError } from '../../../infra/ports/index.ts';
import type { Scope } from '../../../infra/sql/query.ts';

interface Change {
  readonly by: Scope;
  /** The number of settled changes of the batch when this one was kept or discarded; undefined until then. */
  settledAs: number | undefined;
}

const noChanges = (): { settled: number; readonly changes: Map<string, Change> } => ({ settled: 0, changes: new Map() });

const keyOf = (userId: string, conversationId: string): string => `${userId} ${conversationId}`;

/** Records that this command changes what a member of a group may do. */
export function recordMembershipChange(scope: Scope, userId: string, conversationId: string): void {
  const batch = scope.oncePerBatch(noChanges);
  const change: Change = { by: scope, settledAs: undefined };
  batch.changes.set(keyOf(userId, conversationId), change);
  scope.onSettled(() => {
    change.settledAs = ++batch.settled;
  });
}

/** How many changes of the batch were settled when a command began: the command has seen those. */
export type MembershipSnapshot = number;

/** A command takes its snapshot when it begins. */
export function takeMembershipSnapshot(scope: Scope): MembershipSnapshot {
  return scope.oncePerBatch(noChanges).settled;
}

/**
 * Throws DataError when another command of the batch has changed the member and was not settled at the time of the snapshot. The
 * commands of the batch then run one after the other.
 */
export function assertMembershipUnchanged(
  scope: Scope,
  snapshot: MembershipSnapshot,
  userId: string,
  conversationId: string,
): void {
  const { changes } = scope.oncePerBatch(noChanges);
  if (changes.size === 0) return;
  const change = changes.get(keyOf(userId, conversationId));
  const isUnseen = change && change.by !== scope && (change.settledAs === undefined || change.settledAs > snapshot);
  if (isUnseen) throw new DataError('a command of one batch changes the member who sends another');
}
