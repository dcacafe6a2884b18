// The schema grows under data that is there.
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import mysql from 'mysql2/promise';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { logicStore } from '../../logic/store/logic-store.ts';
import { silentLog } from '../../logic/store/testing/mysql-store.ts';
import { decodeId, directConversationId, newId } from '../../proto/ids.ts';
import {
  commitBatch,
  directMessage,
  keepCommand,
  readMessages,
  readOnly,
  sendDirect,
  testPartition,
} from '../testing/batch-fixture.ts';
import { describeReal, type RealServers, realServers } from '../testing/real-servers.ts';
import { mysqlBatches } from './batches.ts';
import { migrateMysql } from './migration.ts';

const FOLDER = join(import.meta.dirname, 'schema');
/** The first file that knows what is read. */
const WITH_READS = '011-messages.sql';
/** The first file that knows what a group was called when somebody left it. */
const WITH_LEFT_NAMES = '016-left-names.sql';

describeReal('an old database', ['mysql'], () => {
  let servers: RealServers<'mysql'>;
  let connection: mysql.Connection;
  beforeEach(async () => {
    servers = await realServers(['mysql']);
    connection = await mysql.createConnection({ uri: servers.mysql, multipleStatements: true });
  });
  afterEach(async () => {
    await connection?.end();
    await servers?.release();
  });

  /** The schema as it was before a file came. */
  async function schemaBefore(file: string): Promise<void> {
    await connection.query(
      'CREATE TABLE schema_files (name VARCHAR(128) CHARACTER SET ascii NOT NULL PRIMARY KEY, applied_at TIMESTAMP NOT NULL DEFAULT CURRENT_TIMESTAMP) ENGINE=InnoDB',
    );
    for (const name of readdirSync(FOLDER).sort()) {
      if (name >= file) break;
      await connection.query(readFileSync(join(FOLDER, name), 'utf8'));
      await connection.query('INSERT INTO schema_files (name) VALUES (?)', [name]);
    }
  }

  test('what was said before anything was marked as read stays, counts as read and delivered, and what is said from then on as unread', async () => {
    await schemaBefore(WITH_READS);
    const [alice, bob] = [newId(), newId()];
    const conversation = directConversationId(alice, bob);
    for (const user of [alice, bob])
      await connection.query("INSERT INTO accounts SET user = ?, name = ?, name_key = ?, password_hash = ''", [
        decodeId(user),
        user,
        Buffer.from(user),
      ]);
    await connection.query('INSERT INTO conversations (conversation, seq, countable) VALUES (?, 3, 3)', [decodeId(conversation)]);
    for (const [user, peer] of [
      [alice, bob],
      [bob, alice],
    ] as const)
      await connection.query('INSERT INTO conversation_members (user, conversation, peer) VALUES (?)', [
        [user, conversation, peer].map(decodeId),
      ]);
    for (const seq of [1, 2, 3])
      await connection.query(
        'INSERT INTO messages (conversation, seq, sender, client_message_id, sent_at, body) VALUES (?, ?, ?, ?, ?, ?)',
        [decodeId(conversation), seq, decodeId(seq === 2 ? bob : alice), decodeId(newId()), seq, `text ${seq} 王`],
      );

    await migrateMysql(servers.mysql, silentLog);
    const batches = mysqlBatches(servers.mysql, silentLog, logicStore);
    try {
      const summary = (user: string) =>
        readOnly(batches, async ({ conversations }) => (await conversations.listSummaries(user, [conversation]))[0]);
      const before = { lastSeq: 3, firstSeq: 1, left: false, group: false, last: { seq: 3, text: 'text 3 王' } };
      const allRead = { unread: 0, readSeq: 3, deliveredSeq: 3, peerReadSeq: 3, peerDeliveredSeq: 3 };
      for (const user of [alice, bob]) expect(await summary(user)).toMatchObject({ ...before, ...allRead });

      const from = await testPartition(batches);
      await commitBatch(batches, from, (batch) =>
        keepCommand(batch, (logic) => sendDirect(logic, directMessage(alice, bob, { text: 'new' }))),
      );
      expect(await summary(bob)).toMatchObject({ lastSeq: 4, unread: 1, readSeq: 3, last: { text: 'new' } });
      expect(await summary(alice)).toMatchObject({ lastSeq: 4, unread: 0 });
      const page = await readOnly(batches, (logic) => readMessages(logic, bob, conversation, 0, 10));
      expect(page?.messages.map(({ text }) => text)).toEqual(['text 1 王', 'text 2 王', 'text 3 王', 'new']);
    } finally {
      batches.close();
    }
  });

  test('who had left a group before names were kept goes on seeing the one it had at the upgrade', async () => {
    await schemaBefore(WITH_LEFT_NAMES);
    const [group, ann, ben] = [newId(), newId(), newId()].map(decodeId);
    await connection.query("INSERT INTO group_chats VALUES (?, 'now', '', '', ?, 1, 1, 1, 0, 1)", [group, ann]);
    const insert = 'INSERT INTO conversation_members (user, conversation, left_seq) VALUES (?)';
    await connection.query(insert, [[ann, group, 0]]);
    await connection.query(insert, [[ben, group, 7]]);
    await migrateMysql(servers.mysql, silentLog);
    const [rows] = await connection.query<mysql.RowDataPacket[]>(
      'SELECT left_name AS name FROM conversation_members ORDER BY left_seq',
    );
    expect(rows.map(({ name }) => name)).toEqual([null, 'now']);
  });
});
