import type { Pool } from 'mysql2/promise';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { describeReal, type RealServers, realServers } from '../testing/real-servers.ts';
import { silentLog } from '../testing/silent-log.ts';
import { BatchConnection } from './connection.ts';
import { mysqlPool, mysqlReader, queryPool } from './pool.ts';

const CONNECTION_ID = 'SELECT CONNECTION_ID()';

describeReal('the pool of reads', ['mysql'], () => {
  let servers: RealServers<'mysql'>;
  let pool: Pool;
  beforeAll(async () => {
    servers = await realServers(['mysql']);
  });
  afterEach(() => pool.end());
  afterAll(() => servers?.release());

  const connectionId = async (): Promise<unknown> => (await mysqlReader(pool).read(CONNECTION_ID))[0]?.[0];
  const readOnly = "SIGNAL SQLSTATE 'HY000' SET MYSQL_ERRNO = 1290, MESSAGE_TEXT = 'read-only'";

  test('leaves a former primary as soon as the batches have learned that it takes no writes', async () => {
    pool = mysqlPool(servers.mysql);
    const before = await connectionId();
    expect(await connectionId()).toBe(before);
    const batches = new BatchConnection(servers.mysql, silentLog);
    await expect(batches.query(readOnly)).rejects.toThrow('read-only');
    batches.close();
    const after = await connectionId();
    expect(after).not.toBe(before);
    expect(await connectionId()).toBe(after);
  });

  test('leaves it also when a statement of its own has learned that', async () => {
    pool = mysqlPool(servers.mysql);
    const before = await connectionId();
    await expect(queryPool(pool, readOnly, { timeoutMs: 3000 })).rejects.toThrow('read-only');
    expect(await connectionId()).not.toBe(before);
  });

  test('keeps no connection for longer than its time, so that reads of a former primary end', async () => {
    pool = mysqlPool(servers.mysql, { maxAgeMs: 200 });
    const before = await connectionId();
    await new Promise((resolve) => setTimeout(resolve, 250));
    expect(await connectionId()).not.toBe(before);
  });
});
