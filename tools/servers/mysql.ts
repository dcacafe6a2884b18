// A private MariaDB or MySQL, depending on what the machine has.
import { execFile } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { existsSync, writeFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { promisify } from 'node:util';
import { createTempFolder, findFreePorts, runCommand, startServerProcess } from './child-processes.ts';
import { findCommand } from './find-command.ts';
import { probeMysql } from './probes.ts';
import { type RestartableServer, restartableServer } from './server.ts';

/**
 * The server's settings, the same for a native server and a container: durable commits as in production, and small enough for a
 * developer's machine.
 */
export const MYSQL_SETTINGS: readonly string[] = [
  '--innodb-flush-log-at-trx-commit=1',
  '--transaction-isolation=READ-COMMITTED',
  '--character-set-server=utf8mb4',
  '--innodb-buffer-pool-size=256M',
  '--max-connections=500',
  '--performance-schema=OFF',
  '--skip-log-bin',
];

/**
 * The program of the native server: the one that MYSQLD names (a path or a command), else an installed MariaDB, else an installed
 * MySQL. Throws when MYSQLD names a missing program.
 */
export function findMysqld(): string | undefined {
  const named = process.env.MYSQLD;
  if (!named) return findCommand('mariadbd') ?? findCommand('mysqld');
  const path = named.includes('/') ? resolve(named) : findCommand(named);
  if (!path || !existsSync(path)) throw new Error(`MYSQLD names ${named}, which does not exist: correct or unset it`);
  return path;
}

/** Starts the server on a free port of 127.0.0.1, with a database `im` and a user of that name who may do everything. */
export async function startMysql(): Promise<RestartableServer> {
  const folder = createTempFolder('mysql');
  const data = join(folder, 'data');
  const [port] = (await findFreePorts(1)) as [number];
  const password = randomBytes(12).toString('hex');
  const mysqld = findMysqld() ?? 'mysqld';
  // Debian also names MariaDB `mysqld`, so only the version text tells them apart.
  const isMariadb = /mariadb/i.test((await promisify(execFile)(mysqld, ['--version'])).stdout);
  // The server refuses to run as root without --user=root.
  const user = process.getuid?.() === 0 ? ['--user=root'] : [];
  // Not in the shared /tmp: names of temporary tables derive from process ids, which are not unique across containers.
  const temporary = `--tmpdir=${folder}`;
  await makeData(mysqld, isMariadb, [...user, `--datadir=${data}`, temporary]);
  const setUp = join(folder, 'set-up.sql');
  writeFileSync(
    setUp,
    `CREATE DATABASE IF NOT EXISTS im;
CREATE USER IF NOT EXISTS 'im'@'%' IDENTIFIED BY '${password}';
GRANT ALL ON *.* TO 'im'@'%' WITH GRANT OPTION;
`,
  );
  const url = `mysql://im:${password}@127.0.0.1:${port}/im`;
  const own = [`--datadir=${data}`, `--port=${port}`, '--bind-address=127.0.0.1', `--init-file=${setUp}`];
  const files = [`--socket=${join(folder, 'socket')}`, `--pid-file=${join(folder, 'pid')}`, temporary];
  // Debian's MySQL checks a folder of its package at the start. NULL avoids this: no statement here reads or writes files.
  const mysqlOnly = isMariadb ? [] : ['--mysqlx=OFF', '--secure-file-priv=NULL'];
  return restartableServer(url, (signal) =>
    startServerProcess(
      mysqld,
      ['--no-defaults', ...user, ...own, ...files, ...MYSQL_SETTINGS, '--skip-name-resolve', ...mysqlOnly],
      {
        file: join(folder, 'output.log'),
        readyMs: 120_000,
        signal,
        probe: () => probeMysql(url),
      },
    ),
  );
}

/** Creates the server's own tables in a new folder. */
async function makeData(mysqld: string, isMariadb: boolean, settings: readonly string[]): Promise<void> {
  if (!isMariadb) return runCommand(mysqld, ['--no-defaults', '--initialize-insecure', ...settings]);
  const beside = join(dirname(mysqld), 'mariadb-install-db');
  const install = existsSync(beside) ? beside : (findCommand('mariadb-install-db') ?? 'mariadb-install-db');
  return runCommand(install, ['--no-defaults', '--skip-test-db', ...settings]);
}
