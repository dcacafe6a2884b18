import { retentionContract } from '../contract/retention.ts';
import { describeReal } from '../servers/testing.ts';
import { mysqlConnection } from './batches.ts';
import { mysqlStoreFixture, silentLog } from './testing.ts';

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
