// The folder an embedded deployment lives in: its store, its secrets, and the lock that keeps a second process out.

import { hkdfSync, randomBytes } from 'node:crypto';
import { closeSync, existsSync, fsyncSync, mkdirSync, openSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { generateSealKeys } from '../infra/process/seal.ts';

/** Why nothing was started, and what to do about it, in a sentence for whoever started it. Without a stack: it would say nothing to them. */
export class StartupError extends Error {
  override readonly name = 'CannotStart';
  constructor(message: string) {
    super(message);
    delete this.stack;
  }
}

export interface DataFolder {
  readonly path: string;
  readonly storeFile: string;
  readonly secrets: DataFolderSecrets;
  /** Lets another process have the folder. */
  release(): void;
}

export interface DataFolderSecrets {
  /** Session tokens are made with it: who has it can be anybody. */
  readonly tokenSecret: Buffer;
  /** X25519, 32 bytes: opens what gates seal. */
  readonly sealPrivateKey: Buffer;
  /** The codes in mails are made with it. Derived from the token secret: folders from before there were codes have no other. */
  readonly codeSecret: Buffer;
}

const SECRET_BYTES = 32;
const REMEDY = 'choose another folder with DATA_FOLDER=<folder>';

/** A lock nobody refers to any more would be collected, and with that let go. */
const heldLocks = new Set<DatabaseSync>();

/**
 * Takes the folder for this process, with what is missing in it made: the folder itself, and secrets, once and for good, readable by
 * the owner alone. Throws CannotStart when it cannot be made or written, another process has it, or its secrets are damaged.
 */
export function openDataFolder(folder: string): DataFolder {
  const path = resolve(folder);
  try {
    makeFolder(path);
  } catch (error) {
    throw new StartupError(`the data folder ${path} cannot be made (${(error as Error).message}): ${REMEDY}`);
  }
  const release = lock(path);
  try {
    return { path, storeFile: join(path, 'store.db'), secrets: readSecrets(path) ?? makeSecrets(path), release };
  } catch (error) {
    release();
    throw error;
  }
}

/** Step by step: node's own way to make the folders above too never ends where nothing can be made, as in /proc. */
function makeFolder(path: string): void {
  if (existsSync(path)) return;
  makeFolder(dirname(path));
  mkdirSync(path, { mode: 0o700 });
}

/**
 * An open exclusive transaction is the lock: the system ends it with the process, however that ends, where a file with a process id
 * would stay behind and the id may by then be another's. The id is written down only to be named.
 */
function lock(path: string): () => void {
  const holder = join(path, 'pid');
  let held: DatabaseSync | undefined;
  try {
    held = new DatabaseSync(join(path, 'lock.db'), { timeout: 0 });
    held.exec('BEGIN EXCLUSIVE');
  } catch (error) {
    held?.close();
    if (!isBusy(error)) throw new StartupError(`nothing can be written in ${path} (${(error as Error).message}): ${REMEDY}`);
    const pid = textOf(holder)?.trim() ?? 'unknown';
    throw new StartupError(`${path} is in use by the process ${pid}: stop that one first, or ${REMEDY}`);
  }
  const taken = held;
  heldLocks.add(taken);
  writeFileSync(holder, `${process.pid}\n`);
  return () => {
    if (!heldLocks.delete(taken)) return;
    rmSync(holder, { force: true });
    taken.close();
  };
}

function isBusy(error: unknown): boolean {
  const SQLITE_BUSY = 5;
  return error instanceof Error && 'errcode' in error && error.errcode === SQLITE_BUSY;
}

function readSecrets(path: string): DataFolderSecrets | undefined {
  const file = join(path, 'secrets.json');
  const text = textOf(file);
  if (text === undefined) return undefined;
  try {
    const { tokenSecret, sealPrivateKey } = JSON.parse(text) as Record<string, unknown>;
    return secretsOf(secretOf(tokenSecret), secretOf(sealPrivateKey));
  } catch {
    throw new StartupError(
      `${file} is damaged. Without it new secrets are made at the next start, and everybody has to log in again`,
    );
  }
}

function secretsOf(tokenSecret: Buffer, sealPrivateKey: Buffer): DataFolderSecrets {
  const codeSecret = Buffer.from(hkdfSync('sha256', tokenSecret, '', 'im code secret', SECRET_BYTES));
  return { tokenSecret, sealPrivateKey, codeSecret };
}

function secretOf(text: unknown): Buffer {
  const bytes = Buffer.from(String(text), 'base64url');
  if (bytes.length !== SECRET_BYTES) throw new RangeError(`a secret has ${bytes.length} bytes instead of ${SECRET_BYTES}`);
  return bytes;
}

/** Complete on the disk before its name exists: secrets that were used are never lost to a crash. */
function makeSecrets(path: string): DataFolderSecrets {
  const tokenSecret = randomBytes(SECRET_BYTES);
  const { privateKey } = generateSealKeys();
  const fresh = join(path, 'secrets.json.new');
  rmSync(fresh, { force: true });
  const file = openSync(fresh, 'wx', 0o600);
  writeFileSync(
    file,
    `${JSON.stringify({ tokenSecret: tokenSecret.toString('base64url'), sealPrivateKey: privateKey }, null, 2)}\n`,
  );
  fsyncSync(file);
  closeSync(file);
  renameSync(fresh, join(path, 'secrets.json'));
  return secretsOf(tokenSecret, secretOf(privateKey));
}

function textOf(file: string): string | undefined {
  try {
    return readFileSync(file, 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw error;
  }
}
