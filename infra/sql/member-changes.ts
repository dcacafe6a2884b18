// Commands of one batch that read side by side: who is silenced or sent away by one of them must not be heard by another that has read before it and is numbered behind it.
import { DataError } from '../ports.ts';
import type { Scope } from './tables.ts';

interface Change {
  readonly by: Scope;
  /** After how many changing commands of the batch this one was kept or discarded; undefined = not yet. */
  settledAs: number | undefined;
}

const none = (): { settled: number; readonly changes: Map<string, Change> } => ({ settled: 0, changes: new Map() });

const keyOf = (user: string, conversation: string): string => `${user} ${conversation}`;

/** What a member of a group may do has been changed by this command. */
export function memberChanged(scope: Scope, user: string, conversation: string): void {
  const batch = scope.shared(none);
  const change: Change = { by: scope, settledAs: undefined };
  batch.changes.set(keyOf(user, conversation), change);
  scope.onSettled(() => {
    change.settledAs = ++batch.settled;
  });
}

/** To be made when a command begins. Throws DataError where another command, not settled by then, has changed this member: they then run one after the other. */
export function membersAsSeen(scope: Scope): (user: string, conversation: string) => void {
  const batch = scope.shared(none);
  const seen = batch.settled;
  return (user, conversation) => {
    if (batch.changes.size === 0) return;
    const change = batch.changes.get(keyOf(user, conversation));
    const unseen = change && change.by !== scope && (change.settledAs === undefined || change.settledAs > seen);
    if (unseen) throw new DataError('a command of one batch changes the member who sends another');
  };
}
