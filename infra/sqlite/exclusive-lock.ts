// A lock between processes of one machine, held by an open SQLite transaction.
import { DatabaseSync } from 'node:sqlite';
import { keepPrivate } from './private-file.ts';

const SQLITE_BUSY = 5;

/** Keeps a reference to each lock: the garbage collector would close, and so release, a lock without one. */
const heldLocks = new Set<DatabaseSync>();

/** Another process holds the lock. */
export class LockHeld extends Error {
  override readonly name = 'LockHeld';
}

/**
 * Takes the lock of a file, which is created if it is missing. Returns the function that releases the lock. When the process
 * ends or dies, the system releases it. Throws LockHeld, or the error of a file that cannot be written.
 */
export function takeExclusiveLock(file: string): () => void {
  let database: DatabaseSync | undefined;
  try {
    keepPrivate(file);
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
