import { mysqlBatches } from '../../infra/mysql/batches.ts';
import { migrateMysql } from '../../infra/mysql/migration.ts';
import { mysqlPool, mysqlReader } from '../../infra/mysql/pool.ts';
import { describeReal, realServers } from '../../infra/testing/real-servers.ts';
import { silentLog } from '../../infra/testing/silent-log.ts';
import { decodeId } from '../../proto/ids.ts';
import { accountReader, authTables } from './accounts.ts';
import { authStoreContract } from './testing/auth-store-contract.ts';
import { DAY_MS } from './testing/auth-store-fixture.ts';

describeReal('on a real server', ['mysql'], () => {
  authStoreContract('MySQL', async () => {
    const servers = await realServers(['mysql']);
    await migrateMysql(servers.mysql, silentLog);
    const pool = mysqlPool(servers.mysql);
    const opened: { close(): void }[] = [];
    return {
      connect: () => {
        const batches = mysqlBatches(servers.mysql, silentLog, authTables);
        opened.push(batches);
        return batches;
      },
      reader: accountReader(mysqlReader(pool)),
      backdate: async (userId, days) => {
        await pool.query(
          `UPDATE sessions SET ended_at = ended_at - INTERVAL ? DAY, created_at = created_at - INTERVAL ? DAY,
            expires_at = expires_at - ? WHERE user_id = ?`,
          [days, days, days * DAY_MS, decodeId(userId)],
        );
      },
      removeExpiry: async (sessionId) => {
        await pool.query('UPDATE sessions SET expires_at = NULL WHERE session_id = ?', [decodeId(sessionId)]);
      },
      close: async () => {
        for (const batches of opened) batches.close();
        await pool.end();
        await servers.release();
      },
    };
  });
});
