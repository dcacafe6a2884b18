// A thread that copies the write-ahead log of a database into its file, whenever it gets the name of the file.
import { DatabaseSync } from 'node:sqlite';
import { parentPort } from 'node:worker_threads';

parentPort?.on('message', (file: string) => {
  // Open only meanwhile: the last connection to a database that closes deletes the log.
  const database = new DatabaseSync(file);
  try {
    // PASSIVE neither waits for the connection that writes, nor makes it wait.
    database.exec('PRAGMA synchronous = NORMAL; PRAGMA wal_checkpoint(PASSIVE)');
  } finally {
    database.close();
  }
});
