// Logic's store on a real MySQL, in a database of its own, for tests.
import { mysqlBatches } from '../../../infra/mysql/batches.ts';
import { migrateMysql } from '../../../infra/mysql/migration.ts';
import { mysqlPool } from '../../../infra/mysql/pool.ts';
import type { Batches } from '../../../infra/ports/index.ts';
import { realServers } from '../../../infra/testing/real-servers.ts';
import { silentLog } from '../../../infra/testing/silent-log.ts';
import { decodeId } from '../../../proto/ids.ts';
import type { LogicStore } from '../../ports/index.ts';
import { logicStore } from '../logic-store.ts';
import type { NewPerson } from './store-fixture.ts';

export interface MysqlStoreFixture {
  readonly url: string;
  /** The same tables as another instance opens them. */
  connect(url?: string): Batches<LogicStore> & { close(): void };
  addPerson(person: NewPerson): Promise<void>;
  removePerson(userId: string): Promise<void>;
  /** For queries of the tests themselves. Rows are arrays. */
  readonly connection: ReturnType<typeof mysqlPool>;
  /** Closes what `connect` opened and empties the tables, because creating new ones takes half a second. */
  clear(): Promise<void>;
  close(): Promise<void>;
}

export async function mysqlStoreFixture(): Promise<MysqlStoreFixture> {
  const servers = await realServers(['mysql']);
  await migrateMysql(servers.mysql, silentLog);
  const connection = mysqlPool(servers.mysql);
  const opened: { close(): void }[] = [];
  const closeOpened = (): void => {
    for (const batches of opened.splice(0)) batches.close();
  };
  return {
    url: servers.mysql,
    connection,
    connect: (url = servers.mysql) => {
      const batches = mysqlBatches(url, silentLog, logicStore);
      opened.push(batches);
      return batches;
    },
    addPerson: async ({ userId, name, nameKey, emailKey }) => {
      const row = [decodeId(userId), name, Buffer.from(nameKey), emailKey === undefined ? null : Buffer.from(emailKey)];
      await connection.query(
        "INSERT INTO accounts SET user_id = ?, name = ?, name_key = ?, email_key = ?, password_hash = ''",
        row,
      );
    },
    removePerson: async (userId) => {
      const deleted = "name = '', name_key = NULL, email_key = NULL, deleted_at = CURRENT_TIMESTAMP(3)";
      await connection.query(`UPDATE accounts SET ${deleted} WHERE user_id = ?`, [decodeId(userId)]);
    },
    clear: async () => {
      closeOpened();
      for (const table of await filledTables(connection)) await connection.query(`DELETE FROM ${table}`);
    },
    close: async () => {
      closeOpened();
      await connection.end();
      await servers.release();
    },
  };
}

/** The tables that hold rows besides those that the schema itself inserts. */
async function filledTables(connection: ReturnType<typeof mysqlPool>): Promise<string[]> {
  const [names] = await connection.query('SELECT table_name FROM information_schema.tables WHERE table_schema = DATABASE()');
  const tables = (names as string[][]).flat().filter((name) => name !== 'schema_files' && name !== 'cache_fence');
  const exists = tables.map((name) => `EXISTS (SELECT 1 FROM ${name})`);
  const [rows] = await connection.query(`SELECT ${exists.join(', ')}`);
  const [row] = rows as number[][];
  return tables.filter((_, i) => row?.[i]);
}
