import { acquaintancesContract } from '../contract/acquaintances.ts';
import { describeReal, realServers } from '../servers/testing.ts';
import { mysqlPool, mysqlReader } from './connection.ts';
import { migrate } from './migrate.ts';
import { silent } from './testing.ts';

describeReal('on a real server', ['mysql'], () => {
  acquaintancesContract('MySQL', async () => {
    const servers = await realServers(['mysql']);
    await migrate(servers.mysql, silent);
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
