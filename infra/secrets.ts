// npm run secrets: a fresh set of the secrets a deployment needs, as lines for its environment. Nothing is kept.
import { randomBytes } from 'node:crypto';
import { newSealKeys } from './seal.ts';

const TOKEN_SECRET_BYTES = 32;

/** Secrets under the names the configuration has for them: the public key is for gates, the other two are for auth alone. */
export function newSecrets(): { SEAL_PUBLIC_KEY: string; SEAL_PRIVATE_KEY: string; TOKEN_SECRET: string } {
  const { publicKey, privateKey } = newSealKeys();
  const tokenSecret = randomBytes(TOKEN_SECRET_BYTES).toString('base64url');
  return { SEAL_PUBLIC_KEY: publicKey, SEAL_PRIVATE_KEY: privateKey, TOKEN_SECRET: tokenSecret };
}

if (import.meta.main) {
  const lines = Object.entries(newSecrets()).map(([name, value]) => `${name}=${value}`);
  process.stdout.write(`${lines.join('\n')}\n`);
}
