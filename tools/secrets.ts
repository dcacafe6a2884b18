// `npm run secrets` prints new secrets for a deployment, as lines for its environment. It keeps nothing.
import { randomBytes } from 'node:crypto';
import { generateSealKeys } from '../infra/process/seal.ts';

const SECRET_BYTES = 32;

/** New secrets under the names of their settings. The public key is for gates, the private key for auth and verify. */
export function generateSecrets(): {
  IM_SEAL_PUBLIC_KEY: string;
  IM_SEAL_PRIVATE_KEY: string;
  IM_TOKEN_SECRET: string;
  IM_CODE_SECRET: string;
} {
  const { publicKey, privateKey } = generateSealKeys();
  return {
    IM_SEAL_PUBLIC_KEY: publicKey,
    IM_SEAL_PRIVATE_KEY: privateKey,
    IM_TOKEN_SECRET: newSecret(),
    IM_CODE_SECRET: newSecret(),
  };
}

function newSecret(): string {
  return randomBytes(SECRET_BYTES).toString('base64url');
}

if (import.meta.main) {
  const lines = Object.entries(generateSecrets()).map(([name, value]) => `${name}=${value}`);
  process.stdout.write(`${lines.join('\n')}\n`);
}
