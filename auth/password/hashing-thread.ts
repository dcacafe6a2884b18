// A hashing thread of auth. Its priority is below that of chat, but not the lowest: at the lowest priority a hash on a busy
// machine got 2 % of a core, and a log-in took more than 10 s.
import { argon2Sync, scryptSync } from 'node:crypto';
import { constants, setPriority } from 'node:os';
import { parentPort } from 'node:worker_threads';
import type { HashJob, HashResult } from './hashing-pool.ts';

// Without a process id Linux sets the priority of this thread only (setpriority(2)); elsewhere it might be the whole process.
if (process.platform === 'linux') setPriority(constants.priority.PRIORITY_BELOW_NORMAL);

parentPort?.on('message', (job: HashJob) => parentPort?.postMessage(hashJob(job)));

function hashJob(job: HashJob): HashResult {
  const startedMs = performance.now();
  try {
    // A copy: a Buffer may be a view of a pool, and the whole pool would be sent.
    const hash = Uint8Array.from(derive(job));
    return { hash, tookMs: performance.now() - startedMs };
  } catch (error) {
    return { error };
  }
}

function derive({ password, salt, cost, hashBytes }: HashJob): Buffer {
  if (cost.algorithm === 'argon2id') {
    const { memoryKib: memory, passes } = cost;
    return argon2Sync('argon2id', { message: password, nonce: salt, parallelism: 1, tagLength: hashBytes, memory, passes });
  }
  const N = 2 ** cost.ln;
  return scryptSync(password, salt, hashBytes, { N, r: cost.r, p: cost.p, maxmem: 256 * N * cost.r });
}
