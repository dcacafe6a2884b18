// Visibility windows: what a member sees of a group. A window opens with the message that says that the member joined, and
// closes with the message that says that they left. It is stored in the member's row of conversation_members.
import { id, integer, tuples } from '../../../infra/sql/literals.ts';
import { LOCK_ORDER } from '../../../infra/sql/lock-order.ts';
import type { BatchedWrite, Scope } from '../../../infra/sql/query.ts';
import type { Group, StoredMessage } from '../../ports/index.ts';
import { participantsCacheKey } from '../conversations/participants.ts';

interface WindowEdge {
  readonly userId: string;
  readonly conversationId: string;
  /** The message that says that the member joined or left: the same command has appended it. */
  readonly seq: number;
}

interface ClosingEdge extends WindowEdge {
  /** The name of the group, which the former member's list displays from now on. */
  readonly name: string;
}

const openWindow: BatchedWrite<WindowEdge> = {
  lockOrder: LOCK_ORDER.openedVisibilityWindows,
  invalidates: ({ conversationId }) => [participantsCacheKey(conversationId)],
  sql: (rows, dialect) => {
    // A new member has nothing unread. A returning one starts anew.
    const set = ['first_seq', 'left_seq', 'left_ordinal', 'left_name', 'read_seq', 'read_ordinal', 'delivered_seq'];
    const values = tuples(sortByKey(rows), (row) => {
      const seq = integer(row.seq);
      return [...keyLiterals(row), seq, '0', '0', 'NULL', seq, ordinalOf(row), seq, '1'];
    });
    const columns = `user_id, conversation_id, ${set.join(', ')}, state_version`;
    const changes = { set, add: ['state_version'], copy: [['own_read', 'own_sent']] } as const;
    const update = dialect.onConflictUpdate('user_id, conversation_id', changes);
    return `INSERT INTO conversation_members (${columns}) VALUES ${values}${update}`;
  },
};

const closeWindow: BatchedWrite<ClosingEdge> = {
  lockOrder: LOCK_ORDER.closedVisibilityWindows,
  invalidates: ({ conversationId }) => [participantsCacheKey(conversationId)],
  sql: (rows, dialect) => {
    const set = ['left_seq', 'left_ordinal', 'left_name'];
    const values = tuples(sortByKey(rows), (row) => [
      ...keyLiterals(row),
      integer(row.seq),
      ordinalOf(row),
      dialect.text(row.name),
      '1',
    ]);
    const columns = `user_id, conversation_id, ${set.join(', ')}, state_version`;
    const update = dialect.onConflictUpdate('user_id, conversation_id', { set, add: ['state_version'] });
    return `INSERT INTO conversation_members (${columns}) VALUES ${values}${update}`;
  },
};

/** The member sees the message `from` and those after it. */
export function openVisibilityWindow(
  scope: Scope,
  userId: string,
  { conversationId, seq }: Pick<StoredMessage, 'conversationId' | 'seq'>,
): void {
  scope.write(openWindow, { userId, conversationId, seq });
}

/** A former member sees no later change of the group: their list keeps the name that it has now. */
export function closeVisibilityWindow(
  scope: Scope,
  userId: string,
  { groupId, name }: Pick<Group, 'groupId' | 'name'>,
  seq: number,
): void {
  scope.write(closeWindow, { userId, conversationId: groupId, name, seq });
}

/** Sorted, because all batches lock rows in one order. */
function sortByKey<Edge extends WindowEdge>(rows: readonly Edge[]): readonly Edge[] {
  const keyed = rows.map((row) => ({ row, key: keyLiterals(row).join() }));
  return keyed.sort((a, b) => (a.key < b.key ? -1 : a.key > b.key ? 1 : 0)).map(({ row }) => row);
}

function keyLiterals({ userId, conversationId }: WindowEdge): string[] {
  return [id(userId), id(conversationId)];
}

function ordinalOf({ conversationId, seq }: WindowEdge): string {
  return `(SELECT ordinal FROM messages WHERE conversation_id = ${id(conversationId)} AND seq = ${integer(seq)})`;
}
