// The operator's tool against real servers and a running auth.
import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import mysql from 'mysql2/promise';
import { expect, test } from 'vitest';
import { idBytes, newId } from '../proto/ids.ts';
import { newSecrets, startServices } from './servers/services.ts';
import { describeReal, realServers } from './servers/testing.ts';

describeReal('npm run account', ['kafka', 'mysql', 'redis'], () => {
  test('closes an account by name and opens it again, and says what is wrong with its arguments', async () => {
    const servers = await realServers(['kafka', 'mysql', 'redis']);
    const services = await startServices({ ...servers.env, ...newSecrets() }, { auth: 1 });
    const run = promisify(execFile);
    const tool = (...args: string[]) =>
      run(process.execPath, [join(import.meta.dirname, 'account.ts'), ...args], {
        env: { ...servers.env, PATH: process.env.PATH },
      });
    const connection = await mysql.createConnection(servers.mysql);
    try {
      await services.ready();
      const user = newId();
      const row = [idBytes(user), Buffer.from('alice')];
      await connection.query("INSERT INTO accounts SET user = ?, name = 'Alice', name_key = ?, password_hash = '-'", row);
      const isDisabled = async (): Promise<unknown> => {
        const [rows] = await connection.query<mysql.RowDataPacket[]>('SELECT disabled FROM accounts');
        return rows[0]?.disabled;
      };
      expect((await tool('disable', 'Alice')).stdout).toBe(`${user} is closed, 0 sessions ended\n`);
      expect(await isDisabled()).toBe(1);
      expect((await tool('enable', user)).stdout).toBe(`${user} is open\n`);
      expect(await isDisabled()).toBe(0);
      await expect(tool('disable', 'nobody')).rejects.toMatchObject({ code: 1, stderr: 'there is no such account\n' });
      await expect(tool('close', 'alice')).rejects.toMatchObject({ code: 2, stderr: expect.stringContaining('usage') });
      await expect(tool('disable')).rejects.toMatchObject({ code: 2, stderr: expect.stringContaining('usage') });
    } finally {
      await connection.end();
      await services.stop();
      await servers.release();
    }
  });
});
