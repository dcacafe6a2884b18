// `npm run secrets` prints new secrets for a deployment, as lines for its environment. It keeps nothing.
import { randomBytes } from 'node:crypto';
import { derivePackPublicKey } from '../infra/process/pack-keys.ts';
import { generateSealKeys } from '../infra/process/seal.ts';

const SECRET_BYTES = 32;

/**
 * New secrets under the names of their settings. The public keys are for gates (and readers of domain events), the private key
 * for auth and verify, the service secret for every process but the gates.
 */
export function generateSecrets() {
  const { publicKey, privateKey } = generateSealKeys();
  const packServiceSecret = newSecret();
  return {
    IM_SEAL_PUBLIC_KEY: publicKey,
    IM_SEAL_PRIVATE_KEY: privateKey,
    IM_PACK_PUBLIC_KEY: derivePackPublicKey(Buffer.from(packServiceSecret, 'base64url')).toString('base64url'),
    IM_PACK_SERVICE_SECRET: packServiceSecret,
    IM_PACK_GATE_SECRET: newSecret(),
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
