import { chmodSync, closeSync, existsSync, openSync } from 'node:fs';

const OWNER_ONLY = 0o600;

/**
 * Makes a database file readable by its owner alone, whatever the umask is, and creates it if it is missing. SQLite gives its
 * journal files the mode of the database; those that a crash left behind are corrected here.
 */
export function keepPrivate(file: string): void {
  closeSync(openSync(file, 'a', OWNER_ONLY));
  for (const path of [file, `${file}-wal`, `${file}-shm`, `${file}-journal`]) if (existsSync(path)) chmodSync(path, OWNER_ONLY);
}
