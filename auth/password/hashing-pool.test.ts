import { readdirSync, readFileSync } from 'node:fs';
import { getPriority } from 'node:os';
import { afterEach, expect, test } from 'vitest';
import { ImError } from '../../proto/errors.ts';
import { type HashingOptions, type HashJob, hashingPool } from './hashing-pool.ts';

const job: HashJob = {
  password: 'correct horse',
  salt: new Uint8Array(16),
  cost: { algorithm: 'argon2id', memoryKib: 1024, passes: 1 },
  hashBytes: 32,
};
const long: HashJob = { ...job, cost: { algorithm: 'argon2id', memoryKib: 65_536, passes: 2 } };
const opened: { close(): Promise<void> }[] = [];

afterEach(async () => {
  await Promise.all(opened.splice(0).map((one) => one.close()));
});

function open(options: HashingOptions): ReturnType<typeof hashingPool> {
  const one = hashingPool(options);
  opened.push(one);
  return one;
}

/** A thread with this code, as a module. */
function threadOf(code: string): URL {
  return new URL(`data:text/javascript,${encodeURIComponent(`import { parentPort } from 'node:worker_threads';\n${code}`)}`);
}

/** The nice values of this process's threads: field 19 of /proc/…/stat. */
function priorities(): number[] {
  return readdirSync('/proc/self/task').map((thread) => {
    const stat = readFileSync(`/proc/self/task/${thread}/stat`, 'utf8');
    return Number(stat.slice(stat.lastIndexOf(')') + 2).split(' ')[16]);
  });
}

test.runIf(process.platform === 'linux')(
  'hashing threads run at low priority, and no other thread of the process does',
  async () => {
    const before = priorities().filter((nice) => nice === 10).length;
    const { run } = open({ threads: 2 });
    await Promise.all([run(long), run(long)]);
    const after = priorities();
    expect(after.filter((nice) => nice === 10)).toHaveLength(before + 2);
    const [main] = [readFileSync(`/proc/self/task/${process.pid}/stat`, 'utf8')];
    expect(main.slice(main.lastIndexOf(')') + 2).split(' ')[16]).toBe(String(getPriority()));
  },
);

test('the pool replaces a thread that dies, fails its job with BUSY and reports the death', async () => {
  const deaths: Error[] = [];
  const threadUrl = threadOf(`
    let jobs = 0;
    parentPort.on('message', (job) => {
      if (++jobs === 2) throw new Error('out of something');
      parentPort.postMessage({ hash: new Uint8Array(32), tookMs: 1 });
    });`);
  const { run } = open({ threads: 1, threadUrl, onThreadDeath: (error) => deaths.push(error) });
  const outcomes: unknown[] = [];
  for (let i = 0; i < 5; i++) outcomes.push(await run(job).catch((error: unknown) => error));
  expect(outcomes.map((outcome) => (outcome instanceof ImError ? outcome.code : 'hash'))).toEqual([
    'hash',
    'BUSY',
    'hash',
    'BUSY',
    'hash',
  ]);
  expect(deaths.map(({ message }) => message)).toEqual(['out of something', 'out of something']);
  expect(JSON.stringify(outcomes) + deaths.join()).not.toContain(job.password);
});

test('the pool replaces a thread that dies while idle', async () => {
  const deaths: Error[] = [];
  const threadUrl = threadOf(`
    parentPort.on('message', () => {
      parentPort.postMessage({ hash: new Uint8Array(32), tookMs: 1 });
      setTimeout(() => process.exit(7), 10);
    });`);
  const { run } = open({ threads: 1, threadUrl, onThreadDeath: (error) => deaths.push(error) });
  await run(job);
  await expect.poll(() => deaths.map(({ message }) => message)).toEqual(['a hashing thread ended with exit code 7']);
  expect(await run(job)).toHaveLength(32);
});

test('the pool does not use a thread again that dies right after its answer', async () => {
  const deaths: Error[] = [];
  const threadUrl = threadOf(`
    parentPort.on('message', () => {
      parentPort.postMessage({ hash: new Uint8Array(32), tookMs: 1 });
      setTimeout(() => process.exit(7), 1);
    });`);
  const { run } = open({ threads: 1, threadUrl, onThreadDeath: (error) => deaths.push(error) });
  const running = run(job);
  // This thread sees the answer and the end in one turn of its event loop.
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 1000);
  expect(await running).toHaveLength(32);
  await expect.poll(() => deaths.length, { timeout: 20_000 }).toBe(1);
  expect(await run(job)).toHaveLength(32);
});

test('a thread that cannot start fails its job with BUSY and blocks nothing', async () => {
  const { run } = open({ threads: 1, threadUrl: threadOf('process.exit(3);') });
  for (let i = 0; i < 3; i++) await expect(run(job)).rejects.toMatchObject({ code: 'BUSY' });
});

test('close ends the threads: waiting and later jobs fail with BUSY, and the running one settles', async () => {
  const deaths: Error[] = [];
  const { run, close } = open({ threads: 1, onThreadDeath: (error) => deaths.push(error) });
  await run(job);
  const [running, waiting] = [run(long), run(job)].map((one) => one.then(() => 'hash').catch((error: ImError) => error.code));
  await new Promise((resolve) => setImmediate(resolve));
  await close();
  expect(['hash', 'BUSY']).toContain(await running);
  expect(await waiting).toBe('BUSY');
  await expect(run(job)).rejects.toMatchObject({ code: 'BUSY' });
  expect(deaths).toEqual([]);
});

test('after close no job starts, not even one whose turn came in the same moment', async () => {
  const { run, close } = open({ threads: 1 });
  const running = run(job).catch((error: ImError) => error.message);
  await close();
  expect(await running).toBe('too many passwords are being checked: try again later');
});
