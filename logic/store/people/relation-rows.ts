// Rows of relations: what one user is to another.
import { column, RowReader } from '../../../infra/sql/row-reader.ts';
import type { Relation } from '../../ports/index.ts';

export interface RelationRow extends Relation {
  /** When `otherId` last sent a friend request; 0 = never. */
  readonly requestedAt: number;
}

/** The columns that a change may set. */
export const MUTABLE_COLUMNS = [
  'version',
  'friend',
  'incoming_request',
  'outgoing_request',
  'blocked',
  'since',
  'requested_at',
  'remark',
  'greeting',
] as const;

/** A RelationRow, from columns of relations r. */
export const relationReader = new RowReader({
  userId: column.id('r.user_id'),
  otherId: column.id('r.other_id'),
  version: column.integer('r.version'),
  friend: column.boolean('r.friend'),
  incomingRequest: column.boolean('r.incoming_request'),
  outgoingRequest: column.boolean('r.outgoing_request'),
  blocked: column.boolean('r.blocked'),
  since: column.integer('r.since'),
  requestedAt: column.integer('r.requested_at'),
  remark: column.text('r.remark'),
  greeting: column.text('r.greeting'),
});
