// The tables of the embedded store, as numbered steps: PRAGMA user_version says how many a file has had.
import type { DatabaseSync } from 'node:sqlite';
import { first } from './schema/1-first.ts';
import { identity } from './schema/2-identity.ts';
import { codes } from './schema/3-codes.ts';
import { names } from './schema/4-names.ts';
import { messages } from './schema/5-messages.ts';
import { groups } from './schema/6-groups.ts';
import { people } from './schema/7-people.ts';
import { retention } from './schema/8-retention.ts';
import { codesByTime } from './schema/9-codes-by-time.ts';
import { forgotten } from './schema/10-forgotten.ts';
import { leftNames } from './schema/11-left-names.ts';

/** A step that has been released is never changed: a change is a new step. */
const STEPS: readonly string[] = [
  first,
  identity,
  codes,
  names,
  messages,
  groups,
  people,
  retention,
  codesByTime,
  forgotten,
  leftNames,
];

/**
 * Brings the file to the newest schema, or for a test to an older one: each step in a transaction with its number. Throws when the file has had more steps
 * than are known here.
 */
export function migrateSqlite(database: DatabaseSync, steps: number = STEPS.length): void {
  const row = database.prepare('PRAGMA user_version').get();
  const had = Number(row?.user_version);
  if (had > STEPS.length)
    throw new Error(`the store has schema ${had}, this version knows ${STEPS.length}: it was written by a newer version`);
  for (const [index, step] of STEPS.slice(0, steps).entries()) {
    if (index < had) continue;
    database.exec('BEGIN IMMEDIATE');
    try {
      database.exec(step);
      database.exec(`PRAGMA user_version = ${index + 1}`);
      database.exec('COMMIT');
    } catch (error) {
      if (database.isTransaction) database.exec('ROLLBACK');
      throw error;
    }
  }
}
