// What each process tells about its set-up in its reports, for the doctor of status to compare.
import { createHash } from 'node:crypto';
import { statfsSync } from 'node:fs';
import type { im } from '../../../proto/rpc.ts';
import { readDescriptorLimit } from '../descriptors.ts';
import { derivePackPublicKey } from '../pack-keys.ts';
import { deriveSealPublicKey } from '../seal.ts';

/** Field of a configuration → its setting. */
const SECRETS = {
  packGateSecrets: 'IM_PACK_GATE_SECRET',
  packServiceSecrets: 'IM_PACK_SERVICE_SECRET',
  packPublicKeys: 'IM_PACK_PUBLIC_KEY',
  sealPrivateKeys: 'IM_SEAL_PRIVATE_KEY',
  sealPublicKey: 'IM_SEAL_PUBLIC_KEY',
  tokenSecrets: 'IM_TOKEN_SECRET',
  codeSecrets: 'IM_CODE_SECRET',
} as const;
const FINGERPRINT_CHARACTERS = 12;

type Configured = Partial<Record<keyof typeof SECRETS, Uint8Array | readonly Uint8Array[]>>;

/** `folder`: where the process writes. */
export function checkup(config: Configured, folder: string): () => im.InstanceReport.$Properties {
  const fingerprints = fingerprintsOf(config);
  const descriptorLimit = readDescriptorLimit() ?? 0;
  return () => {
    const { bavail, blocks, bsize } = statfsSync(folder);
    const disk = { diskFreeBytes: bavail * bsize, diskBytes: blocks * bsize };
    return { checkup: { descriptorLimit, wallClock: Date.now(), fingerprints, ...disk } };
  };
}

/** A secret has at least 32 random bytes: its fingerprint tells nothing of it. Public keys that follow from secrets count too. */
export function fingerprintsOf(config: Configured): { name: string; value: string }[] {
  const first = (value: Configured[keyof Configured]): Uint8Array | undefined =>
    value instanceof Uint8Array ? value : value?.[0];
  const [pack, seal] = [first(config.packServiceSecrets), first(config.sealPrivateKeys)];
  const all: Configured = {
    ...config,
    ...(pack && { packPublicKeys: [derivePackPublicKey(pack)] }),
    ...(seal && { sealPublicKey: Buffer.from(deriveSealPublicKey(seal), 'base64url') }),
  };
  return Object.entries(SECRETS).flatMap(([field, name]) => {
    const value = first(all[field as keyof typeof SECRETS]);
    if (!value) return [];
    const digest = createHash('sha256').update(`fingerprint of ${name}`).update(value).digest('base64url');
    return [{ name, value: digest.slice(0, FINGERPRINT_CHARACTERS) }];
  });
}
