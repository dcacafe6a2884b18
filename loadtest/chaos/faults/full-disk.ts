// Fills the file system of a broker, until it stops or for five seconds, and makes room again.
import { closeSync, openSync, rmSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { KafkaBroker } from '../../../tools/servers/servers.ts';

const FULL_SECONDS = 5;
const PIECE = Buffer.alloc(1 << 20, 1);

/** Resolves when the broker serves again: one whose disk was full ends, and is started, as an orchestrator does. */
export async function fillDisk({ dataFolder, waitForExit, start }: KafkaBroker): Promise<void> {
  const filler = join(dataFolder, 'filler');
  try {
    writeUntilFull(filler);
    await Promise.race([waitForExit(), sleep(FULL_SECONDS * 1000)]);
  } finally {
    rmSync(filler, { force: true });
  }
  // One that is about to end.
  await Promise.race([waitForExit(), sleep(1_000)]);
  await start();
}

function writeUntilFull(path: string): void {
  const file = openSync(path, 'w');
  try {
    for (;;) writeSync(file, PIECE);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOSPC') throw error;
  } finally {
    closeSync(file);
  }
}
