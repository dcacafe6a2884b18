// Where log lines go: stdout, and files that are replaced when they are full.
import { closeSync, constants, fstatSync, mkdirSync, openSync, write, writeSync } from 'node:fs';
import { rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { promisify } from 'node:util';
import { SetupError } from '../../ports/index.ts';
import { asError } from '../errors.ts';
import type { LogOutput } from './log-sink.ts';

const writeSome = promisify(write);
/** A pipe that its reader does not empty takes nothing. */
const FULL_PIPE_RETRY_MS = 20;
/** At the end of the process: how long a write that has begun gets. */
const PIPE_SETTLE_MS = 50;
const FILE_SETTLE_MS = 2000;
/** Of one file, before the next one is begun. */
const MAX_FILE_BYTES = 64 << 20;
/** With the current one: what logs take on the disk is bounded. */
const MAX_FILES = 5;
/** Of a file: how much more it takes before the next attempt to begin another one. */
const RETRY_SHARE = 1 / 16;

/** Writes to an open file descriptor. */
export function descriptorOutput(fd: number): LogOutput {
  return {
    write: (bytes) => writeFully(fd, bytes),
    // Nothing tells how much a pipe has taken.
    settleSync: () => waitSync(PIPE_SETTLE_MS),
    writeSync: (bytes) => writeFullySync(fd, bytes),
  };
}

/**
 * Writes to NAME.log in `folder`, which it makes. A full file becomes NAME.log.1, that one NAME.log.2 and so on; the oldest is
 * removed. A restarted process goes on in the same file. Throws SetupError where the folder cannot be written.
 */
export function rotatedFileOutput(
  folder: string,
  name: string,
  { maxBytes = MAX_FILE_BYTES, maxFiles = MAX_FILES }: { maxBytes?: number; maxFiles?: number } = {},
): LogOutput {
  const path = join(folder, `${name}.log`);
  let { fd, size } = openFirst(folder, path);
  let rotateAt = maxBytes;
  const rotate = async (): Promise<void> => {
    const next = tryToOpen(`${path}.next`);
    // As at the limit of open files. The full file goes on until a new one can be opened, and no older one is removed.
    rotateAt = next ? maxBytes : size + maxBytes * RETRY_SHARE;
    if (!next) return;
    await rm(`${path}.${maxFiles - 1}`, { force: true });
    for (let i = maxFiles - 2; i >= 0; i--) {
      // A younger set of files has gaps.
      await rename(i === 0 ? path : `${path}.${i}`, `${path}.${i + 1}`).catch(() => undefined);
    }
    await rename(`${path}.next`, path);
    const full = fd;
    ({ fd, size } = next);
    closeSync(full);
  };
  return {
    async write(bytes) {
      if (size > 0 && size + bytes.length > rotateAt) await rotate();
      size += bytes.length;
      await writeFully(fd, bytes);
    },
    settleSync() {
      const end = performance.now() + FILE_SETTLE_MS;
      while (fstatSync(fd).size < size && performance.now() < end) waitSync(1);
    },
    writeSync: (bytes) => writeFullySync(fd, bytes),
  };
}

function waitSync(ms: number): void {
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, ms);
}

function openFirst(folder: string, path: string): { fd: number; size: number } {
  try {
    mkdirSync(folder, { recursive: true });
    return openForAppending(path);
  } catch (error) {
    throw new SetupError(
      `the log cannot be written to ${path} (${asError(error).message}): choose another folder with IM_LOG_DIR`,
    );
  }
}

function tryToOpen(path: string): { fd: number; size: number } | undefined {
  try {
    return openForAppending(path);
  } catch {
    return undefined;
  }
}

/** Nobody but its user reads the log. */
function openForAppending(path: string): { fd: number; size: number } {
  const fd = openSync(path, constants.O_CREAT | constants.O_APPEND | constants.O_WRONLY, 0o600);
  return { fd, size: fstatSync(fd).size };
}

async function writeFully(fd: number, bytes: Buffer): Promise<void> {
  for (let start = 0; start < bytes.length; ) {
    try {
      start += (await writeSome(fd, bytes, start, bytes.length - start)).bytesWritten;
    } catch (error) {
      if (!isFullPipe(error)) throw error;
      await sleep(FULL_PIPE_RETRY_MS);
    }
  }
}

function writeFullySync(fd: number, bytes: Buffer): void {
  for (let start = 0; start < bytes.length; ) start += writeSync(fd, bytes, start);
}

function isFullPipe(error: unknown): boolean {
  return (error as NodeJS.ErrnoException).code === 'EAGAIN';
}
