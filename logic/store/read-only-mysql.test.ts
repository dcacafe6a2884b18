// A failover of MySQL: the former primary lives on as a read-only server and keeps its connections, and the address leads to a
// new one.
import { randomBytes } from 'node:crypto';
import mysql, { type Connection, type RowDataPacket } from 'mysql2/promise';
import { expect, onTestFinished, test } from 'vitest';
import { mysqlBatches } from '../../infra/mysql/batches.ts';
import { migrateMysql } from '../../infra/mysql/migration.ts';
import { describeReal, startPrivateServers } from '../../infra/testing/real-servers.ts';
import { silentLog } from '../../infra/testing/silent-log.ts';
import { switchableAddress } from '../../infra/testing/switchable-address.ts';
import { decodeId, directConversationId } from '../../proto/ids.ts';
import { im } from '../../proto/rpc.ts';
import { decodeSendReply, runtimeFixture, waitFor } from '../testing/runtime/runtime-fixture.ts';
import { logicStore } from './logic-store.ts';

// Without the right to write to a read-only server, which the administrator of the private servers has.
const USER = 'chat';
const BYTES = new Set(['BLOB', 'TINY_BLOB', 'MEDIUM_BLOB', 'LONG_BLOB', 'STRING', 'VAR_STRING', 'VARCHAR']);

describeReal('a MySQL that turns read-only', ['mysql'], () => {
  async function startServer(): Promise<{ url: string; admin: Connection }> {
    const servers = await startPrivateServers(['mysql']);
    onTestFinished(() => servers.stop());
    const admin = await mysql.createConnection({ uri: servers.mysql.address, timezone: 'Z' });
    onTestFinished(() => admin.destroy());
    await admin.query("SET time_zone = '+00:00', foreign_key_checks = 0");
    await migrateMysql(servers.mysql.address, silentLog);
    const password = randomBytes(8).toString('hex');
    await admin.query(`CREATE USER '${USER}'@'%' IDENTIFIED BY '${password}'`);
    await admin.query(`GRANT SELECT, INSERT, UPDATE, DELETE ON im.* TO '${USER}'@'%'`);
    const url = new URL(servers.mysql.address);
    [url.username, url.password] = [USER, password];
    return { url: url.href, admin };
  }

  /** All rows, as replication would have brought them. */
  async function copyRows(from: Connection, to: Connection): Promise<void> {
    const [tables] = await from.query<RowDataPacket[]>(
      'SELECT table_name AS name FROM information_schema.tables WHERE table_schema = DATABASE()',
    );
    for (const { name } of tables) {
      const [rows] = await from.query<RowDataPacket[][]>({
        sql: `SELECT * FROM ${name}`,
        rowsAsArray: true,
        typeCast: (field) => (BYTES.has(field.type) ? field.buffer() : field.string()),
      });
      if (rows.length > 0) await to.query(`REPLACE INTO ${name} VALUES ?`, [rows]);
    }
  }

  test('is left: commands wait and are stored once on the new primary, and no page is read from the former one', async () => {
    const former = await startServer();
    const next = await startServer();
    const address = await switchableAddress(former.url);
    onTestFinished(() => address.close());
    // Both servers know the user by the same password, as replicas do.
    await next.admin.query(`ALTER USER '${USER}'@'%' IDENTIFIED BY '${new URL(former.url).password}'`);
    const opened: { close(): void }[] = [];
    const connect = () => {
      const batches = mysqlBatches(address.url, silentLog, logicStore);
      opened.push(batches);
      return batches;
    };
    const fixture = await runtimeFixture({
      batches: connect(),
      connect,
      addUser: async (userId) => {
        const row = [decodeId(userId), userId, Buffer.from(userId)];
        await former.admin.query("INSERT INTO accounts SET user_id = ?, name = ?, name_key = ?, password_hash = ''", row);
      },
      removeUser: async () => undefined,
      close: () => {
        for (const batches of opened) batches.close();
      },
    });
    onTestFinished(() => fixture.close());
    await fixture.start('Logic');
    const conversationId = directConversationId(fixture.alice, fixture.bob);
    const readPage = async (): Promise<string[]> => {
      const reply = await fixture.ask('Logic.PullMessages', { conversationId, limit: 200 });
      return im.PullMessagesReply.decode(reply.payload).messages.map(({ text }) => text ?? '');
    };

    const sent: number[] = [];
    const isStored = (request: number) => waitFor(() => fixture.replies(request)[0], 'the reply');
    const sending = (async () => {
      for (let n = 0; n < 150; n++) {
        const message = { clientMessageId: randomBytes(16), toUserId: fixture.bob, text: String(n) };
        sent.push(fixture.send('Logic.SendMessage', message));
        await new Promise((resolve) => setTimeout(resolve, 10));
      }
    })();
    await waitFor(() => sent.length > 20, 'the first messages');
    await isStored(sent[0] ?? 0);
    expect((await readPage()).slice(0, 1)).toEqual(['0']);
    await former.admin.query('SET GLOBAL read_only = 1');
    await waitFor(() => fixture.log.lines.some(({ message }) => message.startsWith('batch not stored')), 'the refused batch');
    await copyRows(former.admin, next.admin);
    address.switchTo(next.url);
    await sending;

    const texts = Array.from({ length: 150 }, (_, n) => String(n));
    const replies = await Promise.all(sent.map(isStored));
    expect(replies.map((reply) => decodeSendReply(reply).seq)).toEqual(texts.map((n) => Number(n) + 1));
    const [rows] = await next.admin.query<RowDataPacket[]>('SELECT text FROM messages ORDER BY seq');
    expect(rows.map(({ text }) => String(text))).toEqual(texts);
    expect(await readPage()).toEqual(texts);
  }, 120_000);
});
