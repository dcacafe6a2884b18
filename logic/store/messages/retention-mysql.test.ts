import { mysqlConnection } from '../../../infra/mysql/batches.ts';
import { describeReal } from '../../../infra/testing/real-servers.ts';
import { silentLog } from '../../../infra/testing/silent-log.ts';
import { mysqlStoreFixture } from '../testing/mysql-store.ts';
import { retentionContract } from './testing/retention-contract.ts';

describeReal('on a real server', ['mysql'], () => {
  retentionContract('MySQL', async () => {
    const world = await mysqlStoreFixture();
    const opened: { close(): void }[] = [];
    return {
      connect: () => world.connect(),
      connection: () => {
        const connection = mysqlConnection(world.url, silentLog);
        opened.push(connection);
        return connection;
      },
      close: async () => {
        for (const connection of opened) connection.close();
        await world.close();
      },
    };
  });
});
