import { mysqlConnection } from '../../infra/mysql/batches.ts';
import { migrateMysql } from '../../infra/mysql/migration.ts';
import { mysqlPool, mysqlReader } from '../../infra/mysql/pool.ts';
import type { Row } from '../../infra/sql/connection.ts';
import { describeReal, realServers } from '../../infra/testing/real-servers.ts';
import { silentLog } from '../../infra/testing/silent-log.ts';
import { queryPlansContract } from './testing/query-plans-contract.ts';

// https://dev.mysql.com/doc/refman/8.4/en/explain-output.html; MariaDB has two columns less.
const MYSQL_COLUMNS = 12;

/** ALL and index mean a scan of the whole table or index. The rows that an INSERT adds are shown as ALL, too. */
function faultsOf(plan: readonly Row[]): string[] {
  return plan.flatMap((row) => {
    const [, select, table] = row;
    const type = row[row.length === MYSQL_COLUMNS ? 4 : 3];
    const isOwn = typeof table === 'string' && !table.startsWith('<');
    return isOwn && select !== 'INSERT' && (type === 'ALL' || type === 'index') ? [`${type} of ${table}`] : [];
  });
}

describeReal('on a real server', ['mysql'], () => {
  queryPlansContract('MySQL', async () => {
    const servers = await realServers(['mysql']);
    await migrateMysql(servers.mysql, silentLog);
    const pool = mysqlPool(servers.mysql);
    const opened: { close(): void }[] = [];
    const [version] = await mysqlReader(pool).read('SELECT VERSION()');
    return {
      watch: {
        // MySQL 9 shows a tree by default. MariaDB always shows a table, and has no option for it.
        explain: /mariadb/i.test(String(version)) ? 'EXPLAIN ' : 'EXPLAIN FORMAT=TRADITIONAL ',
        counters: "SHOW SESSION STATUS LIKE 'Handler_read%'",
        countRows: (rows) => rows.reduce((sum, [, value]) => sum + Number(value), 0),
        findFaults: faultsOf,
      },
      connection: () => {
        const connection = mysqlConnection(servers.mysql, silentLog);
        opened.push(connection);
        return connection;
      },
      reader: mysqlReader(pool),
      analyzeTables: async () => {
        const [tables] = await pool.query({ sql: 'SHOW TABLES', rowsAsArray: true });
        await pool.query(`ANALYZE TABLE ${(tables as unknown as string[][]).flat().join(', ')}`);
      },
      close: async () => {
        for (const connection of opened) connection.close();
        await pool.end();
        await servers.release();
      },
    };
  });
});
