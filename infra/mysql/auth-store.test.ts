import { authStoreContract } from '../contract/auth-store.ts';
import { describeReal, realServers } from '../servers/testing.ts';
import { authTables, mysqlAccountReader } from './accounts.ts';
import { mysqlBatches } from './batch.ts';
import { mysqlPool } from './connection.ts';
import { migrate } from './migrate.ts';
import { silent } from './testing.ts';

describeReal('on a real server', ['mysql'], () => {
  authStoreContract('MySQL', async () => {
    const servers = await realServers(['mysql']);
    await migrate(servers.mysql, silent);
    const pool = mysqlPool(servers.mysql);
    const opened: { close(): void }[] = [];
    return {
      connect: () => {
        const batches = mysqlBatches(servers.mysql, silent, authTables);
        opened.push(batches);
        return batches;
      },
      reader: mysqlAccountReader(pool),
      close: async () => {
        for (const batches of opened) batches.close();
        await pool.end();
        await servers.release();
      },
    };
  });
});
