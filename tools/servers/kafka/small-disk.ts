// A small file system in memory, to be filled by a test. It ends with this process, however that ends.
import { existsSync, mkdirSync } from 'node:fs';
import { startChild, waitUntilReady } from '../child-processes.ts';

const READY_MS = 10_000;

export interface SmallDisk {
  /** Where programs that are started behind `enter` see it. */
  readonly folder: string;
  /** Where this process sees it. */
  readonly seenHere: string;
  /** The words before a command that is to see it. */
  readonly enter: readonly string[];
  release(): Promise<void>;
}

/** Mounts it in a namespace of its own, so that no mount is left behind. Rejects where mounts are not allowed. */
export async function smallDisk(folder: string, mib: number): Promise<SmallDisk> {
  mkdirSync(folder, { recursive: true });
  const script = 'mount -t tmpfs -o size="$2"m im "$1" && touch "$1/mounted" && exec sleep infinity';
  const holder = await startChild('unshare', ['--mount', 'sh', '-c', script, 'im-disk', folder, String(mib)], {
    stdio: 'ignore',
  });
  const seenHere = `/proc/${holder.pid}/root${folder}`;
  const mounted = async (): Promise<void> => {
    if (!existsSync(`${seenHere}/mounted`)) throw new Error('nothing is mounted yet');
  };
  await waitUntilReady(mounted, READY_MS, holder).catch(async (cause: unknown) => {
    await holder.kill();
    const remedy = 'run as root, in a container with CAP_SYS_ADMIN, or without --disk';
    throw new Error(`a small file system could not be mounted: ${remedy}`, { cause });
  });
  return { folder, seenHere, enter: ['nsenter', `--target=${holder.pid}`, '--mount', '--'], release: () => holder.kill() };
}
