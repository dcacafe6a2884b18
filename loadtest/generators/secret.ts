// The secret that a coordinator and its generators share: in a file, because others can read a command line.
import { randomBytes } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { UsageError } from '../cli/usage-error.ts';

const MIN_CHARACTERS = 16;

/** Reads the secret. `create` writes a new one where there is no file. Throws UsageError. */
export function readSecret(path: string, { create }: { readonly create: boolean }): string {
  try {
    if (create && !existsSync(path)) writeFileSync(path, `${randomBytes(32).toString('base64url')}\n`, { mode: 0o600 });
    const secret = readFileSync(path, 'utf8').trim();
    if (secret.length >= MIN_CHARACTERS) return secret;
  } catch (error) {
    throw new UsageError(`--secret-file ${path} cannot be used: ${(error as Error).message}`);
  }
  throw new UsageError(
    `--secret-file ${path} has fewer than ${MIN_CHARACTERS} characters: delete it, and the coordinator writes one`,
  );
}
