// One of auth's hashing threads. Chat goes before log-ins: what runs here yields to everything else.
import { scryptSync } from 'node:crypto';
import { constants, setPriority } from 'node:os';
import { parentPort } from 'node:worker_threads';
import type { HashJob, HashResult } from './hashing-pool.ts';

// Without a process id: on Linux that is the calling thread alone (setpriority(2)), elsewhere it may be the process, which must keep its own.
if (process.platform === 'linux') setPriority(constants.priority.PRIORITY_LOW);

parentPort?.on('message', (job: HashJob) => parentPort?.postMessage(answerTo(job)));

function answerTo({ password, salt, cost, hashBytes }: HashJob): HashResult {
  const N = 2 ** cost.ln;
  const startedMs = performance.now();
  try {
    // A copy: a Buffer may be part of a pool, which would travel as a whole.
    const hash = Uint8Array.from(scryptSync(password, salt, hashBytes, { N, r: cost.r, p: cost.p, maxmem: 256 * N * cost.r }));
    return { hash, tookMs: performance.now() - startedMs };
  } catch (error) {
    return { error };
  }
}
