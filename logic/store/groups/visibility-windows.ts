// What members of a group may see of it: rows of conversation_members, from the message a member came with to the one he went with.

import { id, integer, tuples } from '../../../infra/sql/literals.ts';
import { LOCK_ORDER } from '../../../infra/sql/lock-order.ts';
import type { BatchedWrite, Scope } from '../../../infra/sql/query.ts';
import type { Group, StoredMessage } from '../../ports/index.ts';
import { participantsCacheKey } from '../conversations/participants.ts';

interface Seen {
  readonly user: string;
  readonly conversation: string;
  /** The message that says that he came, or went: stored in the same command. */
  readonly seq: number;
}

interface Gone extends Seen {
  /** The group's, as his list shows it from now on. */
  readonly name: string;
}

const come: BatchedWrite<Seen> = {
  lockOrder: LOCK_ORDER.openedVisibilityWindows,
  invalidates: ({ conversation }) => [participantsCacheKey(conversation)],
  sql: (rows, dialect) => {
    // Nothing is unread for him who comes, and who comes back begins anew.
    const set = ['first_seq', 'left_seq', 'left_ordinal', 'left_name', 'read_seq', 'read_ordinal', 'delivered_seq'];
    const values = tuples(inOrder(rows), (row) => {
      const seq = integer(row.seq);
      return [...member(row), seq, '0', '0', 'NULL', seq, ordinal(row), seq, '1'];
    });
    return `INSERT INTO conversation_members (user, conversation, ${set.join(', ')}, state_version) VALUES ${values}${dialect.onConflictUpdate('user, conversation', { set, add: ['state_version'], copy: [['own_read', 'own_sent']] })}`;
  },
};

const go: BatchedWrite<Gone> = {
  lockOrder: LOCK_ORDER.closedVisibilityWindows,
  invalidates: ({ conversation }) => [participantsCacheKey(conversation)],
  sql: (rows, dialect) =>
    `INSERT INTO conversation_members (user, conversation, left_seq, left_ordinal, left_name, state_version) VALUES ${tuples(
      inOrder(rows),
      (row) => [...member(row), integer(row.seq), ordinal(row), dialect.text(row.name), '1'],
    )}${dialect.onConflictUpdate('user, conversation', { set: ['left_seq', 'left_ordinal', 'left_name'], add: ['state_version'] })}`,
};

export function openVisibilityWindow(
  scope: Scope,
  user: string,
  { conversation, seq }: Pick<StoredMessage, 'conversation' | 'seq'>,
): void {
  scope.write(come, { user, conversation, seq });
}

/** What is changed of the group from then on is not his to know: his list goes on showing the name it has now. */
export function closeVisibilityWindow(
  scope: Scope,
  user: string,
  { groupId, name }: Pick<Group, 'groupId' | 'name'>,
  seq: number,
): void {
  scope.write(go, { user, conversation: groupId, name, seq });
}

/** Rows are locked in one order everywhere. */
function inOrder<S extends Seen>(rows: readonly S[]): readonly S[] {
  const keyed = rows.map((row) => ({ row, key: member(row).join() }));
  return keyed.sort((a, b) => (a.key < b.key ? -1 : a.key > b.key ? 1 : 0)).map(({ row }) => row);
}

function member({ user, conversation }: Seen): string[] {
  return [id(user), id(conversation)];
}

function ordinal({ conversation, seq }: Seen): string {
  return `(SELECT ordinal FROM messages WHERE conversation = ${id(conversation)} AND seq = ${integer(seq)})`;
}
