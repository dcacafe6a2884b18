// describeReal and realServers, with a server and without one.
import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { Redis } from 'ioredis';
import { expect, test } from 'vitest';
import { describeReal, realServers } from './real-servers.ts';

const run = promisify(execFile);

describeReal('a test on a real server', ['redis'], () => {
  test('reaches it', async () => {
    const servers = await realServers(['redis']);
    const redis = new Redis(servers.redis);
    expect(await redis.ping()).toBe('PONG');
    redis.disconnect();
    await servers.release();
  });
});

/** Runs the test above in a separate test run without Redis; resolves with its exit code and output. */
async function runWithoutRedis(env: Record<string, string>): Promise<{ code: number; output: string }> {
  const args = ['node_modules/vitest/vitest.mjs', 'run', 'infra/testing/real-servers.test.ts', '-t', 'a test on a real server'];
  const all = { ...process.env, NO_COLOR: '1', REQUIRE_REAL: '', IM_REDIS_URL: 'redis://127.0.0.1:1', ...env };
  const done = await run(process.execPath, [...args, '--reporter=verbose'], { env: all }).then(
    (output) => ({ code: 0, ...output }),
    (error: { code: number; stdout: string; stderr: string }) => error,
  );
  return { code: done.code, output: done.stdout + done.stderr };
}

test('without a server its tests are skipped, and the run names the reason', async () => {
  const { code, output } = await runWithoutRedis({});
  expect(output).toContain('SKIPPED: tests on real servers. IM_REDIS_URL is given, but nothing answers there');
  expect(output).toMatch(/↓ .*skipped: IM_REDIS_URL is given.* > reaches it/);
  expect(code).toBe(0);
});

test('with REQUIRE_REAL=1 a missing server fails the run', async () => {
  const { code, output } = await runWithoutRedis({ REQUIRE_REAL: '1' });
  expect(output).toContain('IM_REDIS_URL is given, but nothing answers there');
  expect(output).toContain('1 failed');
  expect(code).toBe(1);
});
