import { migrateMysql } from '../../../infra/mysql/migration.ts';
import { mysqlPool, mysqlReader } from '../../../infra/mysql/pool.ts';
import { describeReal, realServers } from '../../../infra/testing/real-servers.ts';
import { silentLog } from '../../../infra/testing/silent-log.ts';
import { socialGraphContract } from './testing/social-graph-contract.ts';

describeReal('on a real server', ['mysql'], () => {
  socialGraphContract('MySQL', async () => {
    const servers = await realServers(['mysql']);
    await migrateMysql(servers.mysql, silentLog);
    const pool = mysqlPool(servers.mysql);
    return {
      reader: mysqlReader(pool),
      write: async (sql) => void (await pool.query(sql)),
      close: async () => {
        await pool.end();
        await servers.release();
      },
    };
  });
});
