// The operator's tool without a running status: on an embedded server's data, and with the services on Kafka.
import { execFile } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import mysql from 'mysql2/promise';
import { beforeEach, describe, expect, onTestFinished, test } from 'vitest';
import { createClient } from '../../client/sdk/node.ts';
import { startEmbedded } from '../../embedded/main.ts';
import { readConfig } from '../../infra/process/config/read.ts';
import { describeReal, realServers } from '../../infra/testing/real-servers.ts';
import { decodeId, newId } from '../../proto/ids.ts';
import { generateSecrets, startServices } from '../../tools/servers/service-processes.ts';

const run = promisify(execFile);
const TOOL = join(import.meta.dirname, '../../tools/admin/main.ts');

test('--help prints all commands or one, and wrong arguments exit with 64 and one sentence', async () => {
  const tool = (...args: string[]) => run(process.execPath, [TOOL, ...args], { env: { PATH: process.env.PATH } });
  const ofOne = (await tool('user', 'end', '--help')).stdout;
  expect(ofOne).toBe(
    'npm run admin -- user end NAME [SESSION]\n\nEnds all sessions of a user, or one, and closes their connections.\n',
  );
  for (const help of ['--help', '-h'])
    expect(await tool(help)).toEqual({ stdout: expect.stringContaining('usage: npm run admin'), stderr: '' });
  const misuses = [
    [],
    ['user', 'disable'],
    ['user', 'close', 'alice'],
    ['user', 'disable', 'alice', 'bob'],
    ['members', '--what'],
    ['user', 'disable', '-x'],
    ['members', '--kafka', '--embedded'],
    ['members', '--to', 'alice'],
    ['trace'],
    ['dead-letters', 'replay', 'all', '--embedded'],
  ];
  for (const args of misuses)
    await expect(tool(...args), args.join(' ')).rejects.toMatchObject({
      code: 64,
      stdout: '',
      stderr: expect.stringMatching(/^[^\n]+\n$/),
    });
});

describe('npm run admin -- --embedded', () => {
  let folder: string;
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'im-account-'));
    return () => rm(folder, { recursive: true, force: true });
  });
  const silent = { debug: () => undefined, info: () => undefined, warn: () => undefined, error: () => undefined };
  const env = () => ({ IM_DATA_FOLDER: join(folder, 'data'), IM_TCP_PORT: '0', IM_WS_PORT: '0', IM_HTTP_PORT: '0' });
  const tool = (...args: string[]) =>
    run(process.execPath, [TOOL, '--embedded', 'user', ...args], { env: { ...env(), PATH: process.env.PATH } });
  const onFatal = (error: Error): void => {
    throw error;
  };
  const start = () => startEmbedded(readConfig('embedded', { env: env(), argv: [] }), { log: silent, onFatal });
  const credentials = { name: 'Alice', password: 'correct horse' };

  test('the tool disables and enables an account of a stopped server, and refuses while the server runs', async () => {
    await expect(tool('disable', 'alice')).rejects.toMatchObject({
      code: 1,
      stderr: expect.stringContaining('there is no data folder'),
    });
    let server = await start();
    let client = createClient({ gates: [server.tcp] });
    onTestFinished(() => client.close());
    onTestFinished(() => server.stop());
    const restart = async (): Promise<void> => {
      server = await start();
      client = createClient({ gates: [server.tcp] });
    };
    const stop = async (): Promise<void> => {
      client.close();
      await server.stop();
    };
    const { userId } = await client.register(credentials);
    await expect(tool('disable', 'alice')).rejects.toMatchObject({
      code: 1,
      stderr: expect.stringContaining(`process ${process.pid}`),
    });
    await stop();
    expect((await tool('disable', 'alice')).stdout).toBe(`${userId}: 1 session ended\n`);
    await expect(tool('disable', 'bob')).rejects.toMatchObject({
      code: 1,
      stderr: expect.stringContaining('no account has this name'),
    });
    await restart();
    await expect(client.logIn(credentials.name, credentials.password)).rejects.toMatchObject({ code: 'ACCOUNT_DISABLED' });
    await stop();
    expect((await tool('enable', userId)).stdout).toBe('done\n');
    await restart();
    expect((await client.logIn(credentials.name, credentials.password)).userId).toBe(userId);
  }, 180_000);
});

describeReal('npm run admin -- --kafka', ['kafka', 'mysql', 'redis'], () => {
  test('the tool disables an account by name and enables it again', async () => {
    const servers = await realServers(['kafka', 'mysql', 'redis']);
    const env = { ...servers.env, ...generateSecrets() };
    const services = await startServices(env, { auth: 1 });
    const tool = (...args: string[]) =>
      run(process.execPath, [TOOL, '--kafka', 'user', ...args], { env: { ...env, PATH: process.env.PATH } });
    const connection = await mysql.createConnection(servers.mysql);
    try {
      await services.waitUntilReady();
      const userId = `-${newId().slice(1)}`;
      const row = [decodeId(userId), Buffer.from('alice')];
      await connection.query("INSERT INTO accounts SET user_id = ?, name = 'Alice', name_key = ?, password_hash = '-'", row);
      const isDisabled = async (): Promise<unknown> => {
        const [rows] = await connection.query<mysql.RowDataPacket[]>('SELECT disabled FROM accounts');
        return rows[0]?.disabled;
      };
      expect((await tool('disable', 'Alice')).stdout).toBe(`${userId}: 0 sessions ended\n`);
      expect(await isDisabled()).toBe(1);
      expect((await tool('enable', userId)).stdout).toBe('done\n');
      expect(await isDisabled()).toBe(0);
      await expect(tool('disable', 'nobody')).rejects.toMatchObject({
        code: 1,
        stderr: expect.stringContaining('no account has this name'),
      });
    } finally {
      await connection.end();
      await services.stop();
      await servers.release();
    }
  });
});
