// The schema grows under data that is there.
import { DatabaseSync } from 'node:sqlite';
import { expect, test } from 'vitest';
import { decodeId, newId } from '../../proto/ids.ts';
import { migrateSqlite } from './migration.ts';

/** How many steps a file had that knew nothing of former names. */
const BEFORE_LEFT_NAMES = 10;

test('who had left a group before names were kept goes on seeing the one it had at the upgrade', () => {
  const database = new DatabaseSync(':memory:');
  migrateSqlite(database, BEFORE_LEFT_NAMES);
  const [group, ann, ben] = [newId(), newId(), newId()].map(decodeId) as [Buffer, Buffer, Buffer];
  database.prepare("INSERT INTO group_chats VALUES (?, 'now', '', '', ?, 1, 1, 1, 0, 1)").run(group, ann);
  const insert = database.prepare('INSERT INTO conversation_members (user, conversation, left_seq) VALUES (?, ?, ?)');
  insert.run(ann, group, 0);
  insert.run(ben, group, 7);
  migrateSqlite(database);
  const name = database.prepare('SELECT left_name AS name FROM conversation_members WHERE user = ?');
  expect([ann, ben].map((user) => name.get(user)?.name)).toEqual([null, 'now']);
  database.close();
});
