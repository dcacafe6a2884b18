// Commands of one batch that read side by side: who is silenced or sent away by one of them must not be heard by another that has read before it and is numbered behind it.
import { DataError } from '../../../infra/ports/index.ts';
import type { Scope } from '../../../infra/sql/query.ts';

interface Change {
  readonly by: Scope;
  /** After how many changing commands of the batch this one was kept or discarded; undefined = not yet. */
  settledAs: number | undefined;
}

const none = (): { settled: number; readonly changes: Map<string, Change> } => ({ settled: 0, changes: new Map() });

const keyOf = (user: string, conversation: string): string => `${user} ${conversation}`;

/** What a member of a group may do has been changed by this command. */
export function recordMembershipChange(scope: Scope, user: string, conversation: string): void {
  const batch = scope.oncePerBatch(none);
  const change: Change = { by: scope, settledAs: undefined };
  batch.changes.set(keyOf(user, conversation), change);
  scope.onSettled(() => {
    change.settledAs = ++batch.settled;
  });
}

/** What a command has seen of the changes of its batch: how many changing commands were settled when it began. */
export type MembershipSnapshot = number;

/** To be asked when a command begins. */
export function takeMembershipSnapshot(scope: Scope): MembershipSnapshot {
  return scope.oncePerBatch(none).settled;
}

/** Throws DataError where another command, not settled when this one began, has changed this member: they then run one after the other. */
export function assertMembershipUnchanged(scope: Scope, seen: MembershipSnapshot, user: string, conversation: string): void {
  const { changes } = scope.oncePerBatch(none);
  if (changes.size === 0) return;
  const change = changes.get(keyOf(user, conversation));
  const unseen = change && change.by !== scope && (change.settledAs === undefined || change.settledAs > seen);
  if (unseen) throw new DataError('a command of one batch changes the member who sends another');
}
