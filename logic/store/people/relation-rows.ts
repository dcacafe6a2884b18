// Relations as they stand in the table.

import type { Row } from '../../../infra/sql/connection.ts';
import { encodeId } from '../../../proto/ids.ts';
import type { Relation } from '../../ports/index.ts';

/** A row as it stands in the table. */
export interface RelationRow extends Relation {
  /** When `other` last asked; 0 = never. */
  readonly askedAt: number;
}

/** What a change may change. */
export const MUTABLE_COLUMNS = [
  'version',
  'friend',
  'asks_me',
  'asked',
  'blocked',
  'since',
  'asked_at',
  'remark',
  'greeting',
] as const;
const COLUMNS = ['user', 'other', ...MUTABLE_COLUMNS];
/** What `relationOf` reads, of a row `r`. */
export const RELATION_SELECT_LIST = COLUMNS.map((column) => `r.${column}`).join(', ');
export const RELATION_COLUMN_COUNT = COLUMNS.length;

export function decodeRelation(row: Row): RelationRow {
  const [user, other, version, friend, asksMe, asked, blocked, since, askedAt, remark, greeting] = row;
  return {
    user: encodeId(user as Uint8Array),
    other: encodeId(other as Uint8Array),
    version: Number(version),
    friend: Number(friend) === 1,
    asksMe: Number(asksMe) === 1,
    asked: Number(asked) === 1,
    blocked: Number(blocked) === 1,
    since: Number(since),
    askedAt: Number(askedAt),
    remark: String(remark),
    greeting: String(greeting),
  };
}
