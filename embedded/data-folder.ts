// The data folder of an embedded server: its store, its secrets, and the lock against a second process.
import { hkdfSync, randomBytes } from 'node:crypto';
import { closeSync, existsSync, fsyncSync, mkdirSync, openSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { SetupError } from '../infra/ports/index.ts';
import { generateSealKeys } from '../infra/process/seal.ts';
import { LockHeld, takeExclusiveLock } from '../infra/sqlite/exclusive-lock.ts';

export interface DataFolder {
  readonly path: string;
  readonly storeFile: string;
  readonly secrets: DataFolderSecrets;
  /** Lets another process use the folder. */
  release(): void;
}

export interface DataFolderSecrets {
  /** Signs session tokens. Anyone who has it can act as any user. */
  readonly tokenSecret: Buffer;
  /** X25519, 32 bytes: decrypts what gates encrypt. */
  readonly sealPrivateKey: Buffer;
  /** The codes in mails are derived from it. */
  readonly codeSecret: Buffer;
  /** Sign the records of the log. */
  readonly packServiceSecret: Buffer;
  readonly packGateSecret: Buffer;
  /** Shows that a page or a tool belongs to somebody who may read the folder: 43 characters of base64url. */
  readonly operatorKey: string;
}

const SECRET_BYTES = 32;
const REMEDY = 'choose another folder with IM_DATA_FOLDER=<folder>';

/**
 * Locks the folder for this process. Creates the folder and its secrets if they are missing; only the owner can read them.
 * Throws SetupError when the folder cannot be created or written, is used by another process, or has damaged secrets.
 */
export function openDataFolder(folder: string): DataFolder {
  const path = resolve(folder);
  try {
    makeFolder(path);
  } catch (error) {
    throw new SetupError(`the data folder ${path} cannot be created (${(error as Error).message}): ${REMEDY}`);
  }
  const release = lock(path);
  try {
    return { path, storeFile: join(path, 'store.db'), secrets: readSecrets(path) ?? makeSecrets(path), release };
  } catch (error) {
    release();
    throw error;
  }
}

/** Creates one folder at a time: node's recursive mkdir never returns where it cannot create a folder, as in /proc. */
function makeFolder(path: string): void {
  if (existsSync(path)) return;
  makeFolder(dirname(path));
  mkdirSync(path, { mode: 0o700 });
}

/** The pid file only names the process with the lock. It is not the lock itself: a stale pid may belong to another process. */
function lock(path: string): () => void {
  const pidFile = join(path, 'pid');
  let release: (() => void) | undefined;
  try {
    release = takeExclusiveLock(join(path, 'lock.db'));
  } catch (error) {
    if (!(error instanceof LockHeld))
      throw new SetupError(`the data folder ${path} cannot be written (${(error as Error).message}): ${REMEDY}`);
    const pid = readText(pidFile)?.trim() ?? 'unknown';
    throw new SetupError(`${path} is in use by the process ${pid}: stop that one first, or ${REMEDY}`);
  }
  const unlock = release;
  let isHeld = true;
  writeFileSync(pidFile, `${process.pid}\n`, { mode: 0o600 });
  return () => {
    if (isHeld) rmSync(pidFile, { force: true });
    isHeld = false;
    unlock();
  };
}

function readSecrets(path: string): DataFolderSecrets | undefined {
  const file = join(path, 'secrets.json');
  const text = readText(file);
  if (text === undefined) return undefined;
  try {
    const { tokenSecret, sealPrivateKey } = JSON.parse(text) as Record<string, unknown>;
    return deriveSecrets(parseSecret(tokenSecret), parseSecret(sealPrivateKey));
  } catch {
    throw new SetupError(`${file} is damaged. Delete it: the next start makes new secrets, and all users must then log in again`);
  }
}

/** The other secrets are derived from the token secret. */
function deriveSecrets(tokenSecret: Buffer, sealPrivateKey: Buffer): DataFolderSecrets {
  const derive = (name: string): Buffer => Buffer.from(hkdfSync('sha256', tokenSecret, '', `im ${name}`, SECRET_BYTES));
  return {
    tokenSecret,
    sealPrivateKey,
    codeSecret: derive('code secret'),
    packServiceSecret: derive('pack service secret'),
    packGateSecret: derive('pack gate secret'),
    operatorKey: derive('operator key').toString('base64url'),
  };
}

function parseSecret(text: unknown): Buffer {
  const bytes = Buffer.from(String(text), 'base64url');
  if (bytes.length !== SECRET_BYTES) throw new RangeError(`a secret has ${bytes.length} bytes instead of ${SECRET_BYTES}`);
  return bytes;
}

/** Writes a complete file and then renames it, so that a crash never loses secrets that are in use. */
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
  return deriveSecrets(tokenSecret, parseSecret(privateKey));
}

function readText(file: string): string | undefined {
  try {
    return readFileSync(file, 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw error;
  }
}

/** DataFolderSecrets.operatorKey of a folder that an embedded server has made; undefined where none has run. */
export function readOperatorKey(folder: string): string | undefined {
  return readSecrets(resolve(folder))?.operatorKey;
}
