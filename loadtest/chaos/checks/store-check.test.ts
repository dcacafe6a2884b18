import { afterAll, beforeAll, expect, test } from 'vitest';
import { migrateMysql } from '../../../infra/mysql/migration.ts';
import { describeReal, type RealServers, realServers } from '../../../infra/testing/real-servers.ts';
import { silentLog } from '../../../infra/testing/silent-log.ts';
import { runMysqlStatements } from '../../../tools/servers/mysql-statements.ts';
import { checkStore } from './store-check.ts';

const conversation = (id: string, seq: number, ordinal: number): string =>
  `INSERT INTO conversations (conversation_id, seq, last_ordinal) VALUES (UNHEX(MD5('${id}')), ${seq}, ${ordinal})`;
const member = (id: string): string =>
  `INSERT INTO conversation_members (user_id, conversation_id) VALUES (UNHEX(MD5('alice')), UNHEX(MD5('${id}')))`;
const message = (id: string, seq: number, ordinal = seq): string => `INSERT INTO messages (conversation_id, seq, sender_id,
  client_message_id, sent_at, text, ordinal) VALUES (UNHEX(MD5('${id}')), ${seq}, UNHEX(MD5('alice')), UNHEX(MD5('${id}${seq}')),
  0, 'hello', ${ordinal})`;

describeReal('the check of the store', ['mysql'], () => {
  let servers: RealServers<'mysql'>;
  beforeAll(async () => {
    servers = await realServers(['mysql']);
    await migrateMysql(servers.mysql, silentLog);
  });
  afterAll(() => servers?.release());

  test('a sound store has no faults, and a gap, a wrong count and a lost member are found', async () => {
    const address = servers.mysql;
    await runMysqlStatements(address, [conversation('good', 2, 2), member('good'), message('good', 1), message('good', 2)]);
    expect(await checkStore(address)).toEqual({ texts: 2, faults: [] });

    await runMysqlStatements(address, [conversation('gap', 3, 3), member('gap'), message('gap', 1), message('gap', 3)]);
    await runMysqlStatements(address, [conversation('end', 2, 1), member('end'), message('end', 1)]);
    await runMysqlStatements(address, [conversation('count', 1, 5), message('count', 1)]);
    expect(await checkStore(address)).toEqual({
      texts: 6,
      faults: [
        '2 conversations whose seqs have gaps',
        '1 conversations whose count of unread messages is wrong',
        '1 conversations without their members',
      ],
    });
  });
});
