import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { describeReal, type RealServers, realServers } from '../../infra/testing/real-servers.ts';
import { probeKafka, probeMysql, probeRedis, runRedisCommands, runSql } from './probes.ts';
import { type Servers, startServers } from './servers.ts';

describeReal('the servers of a test run', ['kafka', 'mysql', 'redis'], () => {
  let one: RealServers<'kafka' | 'mysql' | 'redis'>;
  let other: RealServers<'kafka' | 'mysql' | 'redis'>;
  beforeAll(async () => {
    one = await realServers(['kafka', 'mysql', 'redis']);
    other = await realServers(['kafka', 'mysql', 'redis']);
  });
  afterAll(() => Promise.all([one.release(), other.release()]));

  test('all servers answer', async () => {
    await Promise.all([probeKafka(one.kafka), probeMysql(one.mysql), probeRedis(one.redis)]);
  });

  test('a test does not see the data of another test', async () => {
    await runSql(one.mysql, 'CREATE TABLE t (n INT)');
    await expect(runSql(other.mysql, 'SELECT * FROM t')).rejects.toThrow(/doesn't exist/);
    expect(new URL(one.redis).pathname).not.toBe(new URL(other.redis).pathname);
    expect(one.generation).not.toBe(other.generation);
  });

  test('MySQL commits durably, READ COMMITTED, in utf8mb4', async () => {
    const rows = await runSql(
      one.mysql,
      'SELECT @@innodb_flush_log_at_trx_commit AS flush, @@transaction_isolation AS level, @@character_set_server AS chars',
    ).catch(() =>
      runSql(
        one.mysql,
        'SELECT @@innodb_flush_log_at_trx_commit AS flush, @@tx_isolation AS level, @@character_set_server AS chars',
      ),
    );
    expect(rows).toEqual([{ flush: 1, level: 'READ-COMMITTED', chars: 'utf8mb4' }]);
  });
});

describeReal('private servers', ['mysql', 'redis'], () => {
  let servers: Servers<'mysql' | 'redis'>;
  beforeAll(async () => {
    servers = await startServers(['mysql', 'redis'], { private: true });
  });
  afterAll(() => servers.stop());

  test('a killed MySQL restarts at the same address with its committed rows', async () => {
    const { address } = servers.mysql;
    await runSql(address, 'CREATE TABLE kept (n INT)');
    await runSql(address, 'INSERT INTO kept VALUES (7)');
    await servers.mysql.kill();
    await expect(probeMysql(address)).rejects.toThrow();
    await servers.mysql.start();
    expect(await runSql(address, 'SELECT n FROM kept')).toEqual([{ n: 7 }]);
  });

  test('a killed Redis restarts empty', async () => {
    const { address } = servers.redis;
    await runRedisCommands(address, 'SET here 1');
    await servers.redis.kill();
    expect(await servers.redis.waitForExit()).toBe('SIGKILL');
    await expect(probeRedis(address)).rejects.toThrow();
    await servers.redis.start();
    expect(await runRedisCommands(address, 'EXISTS here')).toContain(':0');
  });

  test('a server that another process kills is noticed and can be started again', async () => {
    const { address, pid } = servers.redis;
    const over = servers.redis.waitForExit();
    // The process of a container cannot be killed by its pid.
    if (pid === undefined) await servers.redis.kill();
    else process.kill(pid, 'SIGKILL');
    await over;
    await servers.redis.start();
    await probeRedis(address);
    if (pid !== undefined) expect(servers.redis.pid).not.toBe(pid);
  });

  test('when the process that started the servers is killed by SIGKILL, they end and their folder is removed', async () => {
    const program = `
      const { startServers } = await import(${JSON.stringify(join(import.meta.dirname, 'servers.ts'))});
      const { createTempFolder } = await import(${JSON.stringify(join(import.meta.dirname, 'child-processes.ts'))});
      const servers = await startServers(['redis'], { private: true });
      console.log(JSON.stringify({ address: servers.redis.address, folder: createTempFolder('x') }));
    `;
    const parent = spawn(process.execPath, ['--input-type=module', '-e', program], { stdio: ['ignore', 'pipe', 'inherit'] });
    const [line] = (await once(parent.stdout, 'data')) as [Buffer];
    const { address, folder } = JSON.parse(line.toString()) as { address: string; folder: string };
    await probeRedis(address);
    parent.kill('SIGKILL');
    await vi.waitFor(() => expect(probeRedis(address)).rejects.toThrow(), { timeout: 10_000 });
    await vi.waitFor(() => expect(existsSync(join(folder, '..'))).toBe(false), { timeout: 10_000 });
  });
});
