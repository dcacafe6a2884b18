// A private MariaDB or MySQL, whichever the machine has.
import { randomBytes } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { freePorts, runToEnd, startServer, tempFolder } from './children.ts';
import { findCommand } from './packages.ts';
import { probeMysql } from './probes.ts';
import { type Server, serverOf } from './server.ts';

/** What the server is told, natively and in a container alike: durable commits as in production, and small enough for a developer's machine. */
export const MYSQL_SETTINGS: readonly string[] = [
  '--innodb-flush-log-at-trx-commit=1',
  '--transaction-isolation=READ-COMMITTED',
  '--character-set-server=utf8mb4',
  '--innodb-buffer-pool-size=256M',
  '--max-connections=500',
  '--performance-schema=OFF',
  '--skip-log-bin',
];

/** Starts the server on a free port of 127.0.0.1, with a database `im` and a user of that name who may do everything. */
export async function startMysql(): Promise<Server> {
  const folder = tempFolder('mysql');
  const data = join(folder, 'data');
  const [port] = (await freePorts(1)) as [number];
  const password = randomBytes(12).toString('hex');
  const mariadb = findCommand('mariadbd');
  const server = mariadb ?? findCommand('mysqld') ?? 'mysqld';
  // As root the server refuses to run unless it is told to.
  const user = process.getuid?.() === 0 ? ['--user=root'] : [];
  if (mariadb)
    await runToEnd(findCommand('mariadb-install-db') ?? 'mariadb-install-db', [
      '--no-defaults',
      ...user,
      `--datadir=${data}`,
      '--skip-test-db',
    ]);
  else await runToEnd(server, ['--no-defaults', ...user, `--datadir=${data}`, '--initialize-insecure']);
  const setUp = join(folder, 'set-up.sql');
  writeFileSync(
    setUp,
    `CREATE DATABASE IF NOT EXISTS im;
CREATE USER IF NOT EXISTS 'im'@'%' IDENTIFIED BY '${password}';
GRANT ALL ON *.* TO 'im'@'%';
`,
  );
  const url = `mysql://im:${password}@127.0.0.1:${port}/im`;
  const own = [`--datadir=${data}`, `--port=${port}`, '--bind-address=127.0.0.1', `--init-file=${setUp}`];
  const files = [`--socket=${join(folder, 'socket')}`, `--pid-file=${join(folder, 'pid')}`, `--tmpdir=${folder}`];
  const mysqlOnly = mariadb ? [] : ['--mysqlx=OFF'];
  return serverOf(url, () =>
    startServer(server, ['--no-defaults', ...user, ...own, ...files, ...MYSQL_SETTINGS, '--skip-name-resolve', ...mysqlOnly], {
      file: join(folder, 'output.log'),
      readyMs: 120_000,
      probe: () => probeMysql(url),
    }),
  );
}
