import { socialGraphContract } from '../contract/acquaintances.ts';
import { describeReal, realServers } from '../servers/testing.ts';
import { mysqlPool, mysqlReader } from './connection.ts';
import { migrateMysql } from './migrate.ts';
import { silentLog } from './testing.ts';

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
