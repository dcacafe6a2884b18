// A MySQL whose defaults are not those that the product needs: the connections set them, or the start is refused.
import { randomBytes } from 'node:crypto';
import mysql from 'mysql2/promise';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { mysqlBatches } from '../../infra/mysql/batches.ts';
import { mysqlDialect } from '../../infra/mysql/dialect.ts';
import { migrateMysql } from '../../infra/mysql/migration.ts';
import { mysqlPool, mysqlReader } from '../../infra/mysql/pool.ts';
import { SetupError } from '../../infra/ports/index.ts';
import { describeReal, startPrivateServers } from '../../infra/testing/real-servers.ts';
import { silentLog } from '../../infra/testing/silent-log.ts';
import { logicStore } from '../../logic/store/logic-store.ts';
import { decodeSendReply, runtimeFixture } from '../../logic/testing/runtime/runtime-fixture.ts';
import { decodeId } from '../../proto/ids.ts';

const OTHER_DEFAULTS = [
  "time_zone = '-08:00'",
  'autocommit = 0',
  "completion_type = 'CHAIN'",
  "sql_mode = 'ANSI_QUOTES,NO_BACKSLASH_ESCAPES,PIPES_AS_CONCAT'",
  'sql_safe_updates = 1',
  'sql_select_limit = 1',
  'character_set_server = utf8mb3',
  'collation_connection = latin1_swedish_ci',
  'character_set_client = latin1',
  'character_set_results = latin1',
];

describeReal('a MySQL with other defaults', ['mysql'], () => {
  let servers: Awaited<ReturnType<typeof startPrivateServers<'mysql'>>>;
  let url: string;
  beforeEach(async () => {
    servers = await startPrivateServers(['mysql']);
    url = servers.mysql.address;
  });
  afterEach(() => servers?.stop());

  async function configure(...statements: readonly string[]): Promise<void> {
    const connection = await mysql.createConnection(url);
    for (const statement of statements) await connection.query(statement);
    await connection.end();
  }

  test('stores and returns every character, and moments in UTC', async () => {
    await configure(...OTHER_DEFAULTS.map((setting) => `SET GLOBAL ${setting}`), 'ALTER DATABASE CHARACTER SET utf8mb3');
    await migrateMysql(url, silentLog);
    await migrateMysql(url, silentLog);
    const pool = mysqlPool(url);
    const reader = mysqlReader(pool);
    const opened: { close(): void }[] = [];
    const connect = () => {
      const batches = mysqlBatches(url, silentLog, logicStore);
      opened.push(batches);
      return batches;
    };
    const fixture = await runtimeFixture({
      batches: connect(),
      connect,
      addUser: async (userId) => {
        const row = [decodeId(userId), userId, Buffer.from(userId)];
        await pool.query("INSERT INTO accounts SET user_id = ?, name = ?, name_key = ?, password_hash = ''", row);
      },
      removeUser: async () => undefined,
      close: async () => {
        for (const one of opened) one.close();
        await pool.end();
      },
    });
    try {
      await fixture.start('Logic');
      const texts = ['👍🏽 👩‍👩‍👧', 'C:\\new\'"`', '😀'.repeat(100), '𠮷 ł'];
      for (const [i, text] of texts.entries()) {
        const reply = await fixture.ask('Logic.SendMessage', {
          ...{ clientMessageId: randomBytes(16), toUserId: fixture.bob, text },
        });
        expect(decodeSendReply(reply).seq).toBe(i + 1);
      }
      const history = await fixture.history(fixture.alice, fixture.bob);
      expect(history.map(({ text }) => text)).toEqual(texts);
      const [now] = await reader.read(`SELECT ${mysqlDialect.nowMs()}`);
      expect(Math.abs(Number(now?.[0]) - Date.now())).toBeLessThan(60_000);
      const [age] = await reader.read('SELECT TIMESTAMPDIFF(SECOND, MAX(created_at), UTC_TIMESTAMP()) FROM accounts');
      expect(Math.abs(Number(age?.[0]))).toBeLessThan(60);
      expect(await reader.read('SELECT 1 UNION ALL SELECT 2')).toHaveLength(2);
    } finally {
      await fixture.close();
    }
  });

  test('with too small packets is refused at the start, and the error says what to set', async () => {
    await configure('SET GLOBAL max_allowed_packet = 1048576');
    const starting = migrateMysql(url, silentLog);
    await expect(starting).rejects.toThrow(SetupError);
    await expect(starting).rejects.toThrow('max_allowed_packet=16M');
  });
});
