// npm run secrets: a fresh set of the secrets a deployment needs, as lines for its environment. Nothing is kept.
import { randomBytes } from 'node:crypto';
import { generateSealKeys } from '../infra/process/seal.ts';

const SECRET_BYTES = 32;

/** Secrets under the names the configuration has for them: the public key is for gates, the private one for auth and verify, the others for the one that reads them. */
export function generateSecrets(): {
  SEAL_PUBLIC_KEY: string;
  SEAL_PRIVATE_KEY: string;
  TOKEN_SECRET: string;
  CODE_SECRET: string;
} {
  const { publicKey, privateKey } = generateSealKeys();
  return { SEAL_PUBLIC_KEY: publicKey, SEAL_PRIVATE_KEY: privateKey, TOKEN_SECRET: newSecret(), CODE_SECRET: newSecret() };
}

function newSecret(): string {
  return randomBytes(SECRET_BYTES).toString('base64url');
}

if (import.meta.main) {
  const lines = Object.entries(generateSecrets()).map(([name, value]) => `${name}=${value}`);
  process.stdout.write(`${lines.join('\n')}\n`);
}
