import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import mysql from 'mysql2/promise';
import { expect, onTestFinished, test } from 'vitest';
import { mysqlBatches } from '../../infra/mysql/batches.ts';
import { mysqlPool, mysqlReader } from '../../infra/mysql/connection.ts';
import { migrateMysql } from '../../infra/mysql/migration.ts';
import type { Batches } from '../../infra/ports/index.ts';
import type { StoreFactory } from '../../infra/sql/query.ts';
import { describeReal, realServers } from '../../infra/testing/real-servers.ts';
import { logicStore } from '../../logic/store/logic-store.ts';
import { silentLog } from '../../logic/store/testing/mysql-store.ts';
import { decodeId } from '../../proto/ids.ts';
import { accountReader, authTables } from './accounts.ts';
import { authStoreContract } from './testing/auth-store-contract.ts';
import { commandRunner, comparableSession, DAY_MS, newAccount, newSession } from './testing/auth-store-fixture.ts';

describeReal('on a real server', ['mysql'], () => {
  authStoreContract('MySQL', async () => {
    const servers = await realServers(['mysql']);
    await migrateMysql(servers.mysql, silentLog);
    const pool = mysqlPool(servers.mysql);
    const opened: { close(): void }[] = [];
    const connect = <Stored>(tables: StoreFactory<Stored>): Batches<Stored> => {
      const batches = mysqlBatches(servers.mysql, silentLog, tables);
      opened.push(batches);
      return batches;
    };
    return {
      connect: () => connect(authTables),
      connectLogic: () => connect(logicStore),
      reader: accountReader(mysqlReader(pool)),
      backdate: async (user, days) => {
        await pool.query(
          'UPDATE sessions SET ended_at = ended_at - INTERVAL ? DAY, created_at = created_at - INTERVAL ? DAY, expires_at = expires_at - ? WHERE user = ?',
          [days, days, days * DAY_MS, decodeId(user)],
        );
      },
      removeExpiry: async (session) => {
        await pool.query('UPDATE sessions SET expires_at = NULL WHERE session = ?', [decodeId(session)]);
      },
      close: async () => {
        for (const batches of opened) batches.close();
        await pool.end();
        await servers.release();
      },
    };
  });

  test('accounts and sessions from before e-mail addresses and expiry survive the migration', async () => {
    const servers = await realServers(['mysql']);
    const connection = await mysql.createConnection({ uri: servers.mysql, multipleStatements: true });
    const batches = mysqlBatches(servers.mysql, silentLog, authTables);
    onTestFinished(async () => {
      batches.close();
      await connection.end();
      await servers.release();
    });
    const folder = join(import.meta.dirname, '../../infra/mysql/schema');
    const released = readdirSync(folder).filter((name) => name < '003');
    await connection.query('CREATE TABLE schema_files (name VARCHAR(128) NOT NULL PRIMARY KEY)');
    for (const name of released) {
      await connection.query(readFileSync(join(folder, name), 'utf8'));
      await connection.query('INSERT INTO schema_files (name) VALUES (?)', [name]);
    }
    const account = newAccount('Alice');
    const session = newSession(account.userId);
    const { userId, name, nameKey, passwordHash } = account;
    const { instance, slot, connection: number } = session.connectionAddress;
    await connection.query('INSERT INTO accounts (user, name, name_key, password_hash) VALUES (?)', [
      [decodeId(userId), name, Buffer.from(nameKey), passwordHash],
    ]);
    const bound = [session.epoch, instance, slot, number, session.boundAt, session.deviceKind, session.deviceName];
    await connection.query(
      'INSERT INTO sessions (session, user, client_request_id, epoch, gate_instance, gate_slot, connection, bound_at, device_kind, device_name) VALUES (?)',
      [[decodeId(session.sessionId), decodeId(userId), session.clientRequestId, ...bound]],
    );

    await migrateMysql(servers.mysql, silentLog);
    const at = await commandRunner(batches);
    expect(await at.runOne(({ accounts }) => accounts.findByName(nameKey))).toEqual(account);
    expect((await at.runOne(({ sessions }) => sessions.lockLiving(userId))).map(comparableSession)).toEqual([
      comparableSession(session),
    ]);
  });
});
