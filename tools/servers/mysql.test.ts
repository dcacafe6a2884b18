import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, expect, onTestFinished, test, vi } from 'vitest';
import { createTempFolder } from './child-processes.ts';
import { findMysqld } from './mysql.ts';
import { probeMysql } from './probes.ts';
import { startServers } from './servers.ts';

afterEach(() => {
  vi.unstubAllEnvs();
});

const installed = findMysqld();

test.skipIf(!installed)(
  'the tools start the MySQL or MariaDB that MYSQLD names',
  async () => {
    const folder = createTempFolder('mysqld');
    const [named, calls] = [join(folder, 'another'), join(folder, 'calls')];
    writeFileSync(named, `#!/bin/sh\necho "$@" >> ${calls}\nexec ${installed} "$@"\n`, { mode: 0o755 });
    vi.stubEnv('MYSQLD', named);
    const servers = await startServers(['mysql'], { private: true });
    onTestFinished(() => servers.stop());
    await probeMysql(servers.mysql.address);
    expect(readFileSync(calls, 'utf8')).toContain(`--port=${new URL(servers.mysql.address).port}`);
  },
  60_000,
);

test('a missing MYSQLD is reported, and no other server is started instead', async () => {
  vi.stubEnv('MYSQLD', '/nowhere/mysqld');
  await expect(startServers(['mysql'], { private: true })).rejects.toThrow('MYSQLD names /nowhere/mysqld, which does not exist');
});
