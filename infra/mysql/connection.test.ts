import { afterAll, beforeAll, expect, test } from 'vitest';
import { describeReal, type RealServers, realServers } from '../testing/real-servers.ts';
import { silentLog } from '../testing/silent-log.ts';
import { BatchConnection } from './connection.ts';

describeReal('the connection of batches', ['mysql'], () => {
  let servers: RealServers<'mysql'>;
  let connection: BatchConnection;
  beforeAll(async () => {
    servers = await realServers(['mysql']);
    connection = new BatchConnection(servers.mysql, silentLog);
  });
  afterAll(async () => {
    connection?.close();
    await servers?.release();
  });

  const connectionId = async (): Promise<unknown> => (await connection.query('SELECT CONNECTION_ID()'))[0]?.[0]?.[0];
  const fail = (errno: number, state: string) =>
    expect(connection.query(`SIGNAL SQLSTATE '${state}' SET MYSQL_ERRNO = ${errno}, MESSAGE_TEXT = 'no'`)).rejects.toThrow('no');

  test.each([
    ['read-only', 1290],
    ['in read-only mode', 1836],
    ['in a read-only transaction', 1792],
    ['shutting down', 1053],
    ['offline', 3032],
    ['refused by its replication group', 3100],
  ])('a server that is %s is left: after a failover only a new connection finds the new primary', async (_, errno) => {
    const before = await connectionId();
    await fail(errno, 'HY000');
    expect(await connectionId()).not.toBe(before);
  });

  test('a refused row keeps the connection', async () => {
    const before = await connectionId();
    await fail(1366, '22007');
    expect(await connectionId()).toBe(before);
  });
});
