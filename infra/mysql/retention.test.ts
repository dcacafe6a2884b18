import { retentionContract } from '../contract/retention.ts';
import { describeReal } from '../servers/testing.ts';
import { mysqlConnection } from './batches.ts';
import { mysqlWorld, silent } from './testing.ts';

describeReal('on a real server', ['mysql'], () => {
  retentionContract('MySQL', async () => {
    const world = await mysqlWorld();
    const opened: { close(): void }[] = [];
    return {
      connect: () => world.connect(),
      connection: () => {
        const connection = mysqlConnection(world.url, silent);
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
