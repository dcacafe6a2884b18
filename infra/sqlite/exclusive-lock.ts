// A lock between processes of one machine, held by an open SQLite transaction.
import { DatabaseSync } from 'node:sqlite';

const SQLITE_BUSY = 5;

/** An open lock that nothing refers to would be garbage-collected, and released by that. */
const heldLocks = new Set<DatabaseSync>();

/** Another process holds the lock. */
export class LockHeld extends Error {
  override readonly name = 'LockHeld';
}

/**
 * Takes the lock of a file, which is made if it is missing; returns the function that releases it. The system releases it when
 * the process ends, however it ends. Throws LockHeld, or the error for a file that cannot be written.
 */
export function takeExclusiveLock(file: string): () => void {
  let database: DatabaseSync | undefined;
  try {
    database = new DatabaseSync(file, { timeout: 0 });
    database.exec('BEGIN EXCLUSIVE');
  } catch (error) {
    database?.close();
    throw isBusy(error) ? new LockHeld(`${file} is locked`, { cause: error }) : error;
  }
  const held = database;
  heldLocks.add(held);
  return () => {
    if (heldLocks.delete(held)) held.close();
  };
}

function isBusy(error: unknown): boolean {
  return error instanceof Error && 'errcode' in error && error.errcode === SQLITE_BUSY;
}
