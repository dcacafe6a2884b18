// What each process tells about its set-up in its reports, for the doctor of status to compare.
import { createHash } from 'node:crypto';
import { statfsSync } from 'node:fs';
import { hostname } from 'node:os';
import { resolve } from 'node:path';
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

/** Where a process writes: the folder that it works in, its log files, its data. */
export interface WrittenFolders {
  readonly working: string;
  readonly logFolder?: string | undefined;
  readonly dataFolder?: string | undefined;
}

export function checkup(config: Configured, folders: WrittenFolders): () => im.InstanceReport.$Properties {
  const fingerprints = fingerprintsOf(config);
  const descriptorLimit = readDescriptorLimit() ?? 0;
  const host = hostname();
  const others = [folders.logFolder, folders.dataFolder].filter((folder) => folder !== undefined).map((one) => resolve(one));
  return () => {
    const { freeBytes, bytes } = readDisk(folders.working) ?? { freeBytes: 0, bytes: 0 };
    const disks = others.flatMap((folder) => readDisk(folder) ?? []);
    return {
      checkup: { descriptorLimit, wallClock: Date.now(), fingerprints, diskFreeBytes: freeBytes, diskBytes: bytes, disks, host },
    };
  };
}

/** Undefined for a folder that is not there: the part that writes to it says so. */
function readDisk(folder: string): { folder: string; freeBytes: number; bytes: number } | undefined {
  try {
    const { bavail, blocks, bsize } = statfsSync(folder);
    return { folder, freeBytes: bavail * bsize, bytes: blocks * bsize };
  } catch {
    return undefined;
  }
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
