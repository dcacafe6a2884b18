import { idBytes } from '../../proto/ids.ts';
import { authStoreContract } from '../contract/auth-store.ts';
import { DAY_MS } from '../contract/auth-world.ts';
import type { Batches } from '../ports.ts';
import { describeReal, realServers } from '../servers/testing.ts';
import { authTables, mysqlAccountReader } from './accounts.ts';
import { mysqlBatches, type Tables } from './batch.ts';
import { mysqlPool } from './connection.ts';
import { logicTables } from './messages.ts';
import { migrate } from './migrate.ts';
import { silent } from './testing.ts';

describeReal('on a real server', ['mysql'], () => {
  authStoreContract('MySQL', async () => {
    const servers = await realServers(['mysql']);
    await migrate(servers.mysql, silent);
    const pool = mysqlPool(servers.mysql);
    const opened: { close(): void }[] = [];
    const connect = <Stored>(tables: Tables<Stored>): Batches<Stored> => {
      const batches = mysqlBatches(servers.mysql, silent, tables);
      opened.push(batches);
      return batches;
    };
    return {
      connect: () => connect(authTables),
      connectLogic: () => connect(logicTables),
      reader: mysqlAccountReader(pool),
      age: async (user, days) => {
        await pool.query(
          'UPDATE sessions SET ended_at = ended_at - INTERVAL ? DAY, created_at = created_at - INTERVAL ? DAY, expires_at = expires_at - ? WHERE user = ?',
          [days, days, days * DAY_MS, idBytes(user)],
        );
      },
      makeTimeless: async (session) => {
        await pool.query('UPDATE sessions SET expires_at = NULL WHERE session = ?', [idBytes(session)]);
      },
      close: async () => {
        for (const batches of opened) batches.close();
        await pool.end();
        await servers.release();
      },
    };
  });
});
