// For tests: logic's store on a real MySQL, in a database of its own.
import mysql from 'mysql2/promise';
import type { LogicStored } from '../../logic/ports.ts';
import { idBytes } from '../../proto/ids.ts';
import type { AddedPerson } from '../contract/store-world.ts';
import type { Batches, Log } from '../ports.ts';
import { realServers } from '../servers/testing.ts';
import { logicTables } from '../sql/logic-tables.ts';
import { mysqlBatches } from './batches.ts';
import { migrate } from './migrate.ts';

export const silent: Log = { debug: () => undefined, info: () => undefined, warn: () => undefined, error: () => undefined };

export interface MysqlWorld {
  readonly url: string;
  /** Another instance's way to the same tables. */
  connect(url?: string): Batches<LogicStored> & { close(): void };
  addPerson(person: AddedPerson): Promise<void>;
  removePerson(user: string): Promise<void>;
  /** For a look into the tables. */
  readonly connection: mysql.Connection;
  close(): Promise<void>;
}

export async function mysqlWorld(): Promise<MysqlWorld> {
  const servers = await realServers(['mysql']);
  await migrate(servers.mysql, silent);
  const connection = await mysql.createConnection({ uri: servers.mysql, rowsAsArray: true });
  const opened: { close(): void }[] = [];
  return {
    url: servers.mysql,
    connection,
    connect: (url = servers.mysql) => {
      const batches = mysqlBatches(url, silent, logicTables);
      opened.push(batches);
      return batches;
    },
    addPerson: async ({ user, name, nameKey, addressKey }) => {
      const row = [idBytes(user), name, Buffer.from(nameKey), addressKey === undefined ? null : Buffer.from(addressKey)];
      await connection.query(
        "INSERT INTO accounts SET user = ?, name = ?, name_key = ?, address_key = ?, password_hash = ''",
        row,
      );
    },
    removePerson: async (user) => {
      const deleted = "name = '', name_key = NULL, address_key = NULL, deleted_at = CURRENT_TIMESTAMP(3)";
      await connection.query(`UPDATE accounts SET ${deleted} WHERE user = ?`, [idBytes(user)]);
    },
    close: async () => {
      for (const batches of opened) batches.close();
      await connection.end();
      await servers.release();
    },
  };
}
