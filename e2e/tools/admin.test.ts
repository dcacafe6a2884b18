// The operator's tool over the API of a running status: each act is proven by what a connected client sees of it.
import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Client, createClient, type EndReason } from '../../client/sdk/node.ts';
import { describeReal, type RealServers, realServers } from '../../infra/testing/real-servers.ts';
import { newId } from '../../proto/ids.ts';
import { buildPage } from '../../tools/build-page.js';
import { generateSecrets, type ServiceProcesses, startServices } from '../../tools/servers/service-processes.ts';

const run = promisify(execFile);
const TOOL = join(import.meta.dirname, '../../tools/admin/main.ts');
const TOKEN = `test-${newId()}${newId()}`;
const READER = `read-${newId()}${newId()}`;
const PASSWORD = 'correct horse';
const WAIT = { timeout: 20_000, interval: 50 };

describeReal('npm run admin', ['kafka', 'mysql', 'redis'], () => {
  let servers: RealServers<'kafka' | 'mysql' | 'redis'>;
  let services: ServiceProcesses;
  const clients: Client[] = [];
  beforeAll(async () => {
    expect(buildPage(join(import.meta.dirname, '../..'))).toBeUndefined();
    servers = await realServers(['kafka', 'mysql', 'redis']);
    const tokens = `ann:operate:${TOKEN},ben:read:${READER}`;
    const env = { ...servers.env, ...generateSecrets(), IM_ADMIN_TOKENS: tokens };
    services = await startServices(env, { gate: 2, auth: 1, logic: 1, status: 2 });
    await services.waitUntilReady();
  });
  afterAll(async () => {
    for (const client of clients) client.close();
    await services?.stop();
    await servers?.release();
  });

  const url = (status = 0) => services.byRole('status')[status]?.addresses.admin ?? '';
  const tool = async (...args: string[]): Promise<string> => {
    const env = { PATH: process.env.PATH, IM_ADMIN_URL: url(), IM_ADMIN_TOKEN: TOKEN };
    return (await run(process.execPath, [TOOL, ...args], { env })).stdout;
  };
  const json = async (...args: string[]) => JSON.parse(await tool(...args, '--json')) as Record<string, unknown>;
  const api = async (path: string, init: RequestInit = {}, status = 0) => {
    const response = await fetch(`${url(status)}${path}`, { headers: { Authorization: `Bearer ${TOKEN}` }, ...init });
    return { status: response.status, body: (await response.json()) as Record<string, unknown> };
  };
  const register = async (name: string): Promise<{ client: Client; userId: string; ends: EndReason[]; notices: string[] }> => {
    const gates = services.byRole('gate').map(({ addresses }) => addresses.tcp ?? '');
    const client = createClient({ gates });
    clients.push(client);
    const ends: EndReason[] = [];
    const notices: string[] = [];
    client.on('closed', ({ reason }) => ends.push(reason));
    client.on('notice', ({ text }) => notices.push(text));
    const { userId } = await client.register({ name, password: PASSWORD });
    return { client, userId, ends, notices };
  };

  test('every status shows every instance, and the tool prints them', async () => {
    const instances = async (status: number) =>
      ((await api('/api/members', {}, status)).body.members as { instance: string }[]).map(({ instance }) => instance);
    const all = ['auth-0', 'gate-0', 'gate-1', 'logic-0', 'status-0', 'status-1'];
    for (const status of [0, 1]) await expect.poll(() => instances(status), WAIT).toEqual(all);
    // A report of before its start was complete may be the last one.
    await expect.poll(() => tool('members'), WAIT).toMatch(/^auth-0 +auth .*ready$/m);
    await expect.poll(() => tool('gates'), WAIT).toMatch(/^gate-1 .*tcp:/m);
    // One instance of logic has all its partitions; verify does not run.
    await expect.poll(() => tool('lag'), WAIT).toMatch(/^logic +im\.logic\.\d+ +7 +logic-0 +\d+ +0 +-/m);
    const lag = await tool('lag');
    expect(lag).toMatch(/^verify +im\.verify\.\d+ +0 +NOBODY +- +- +-/m);
    expect(lag).toMatch(/^im\.verify\.\d+: nobody owns 8 of 8 partitions/m);
    expect(lag).not.toMatch(/^im\.logic\.\d+: nobody/m);
  });

  test('an ended session closes its client, a disabled account refuses log-ins, and a deleted one is gone', async () => {
    const alice = await register('Alice');
    expect(await tool('user', 'show', 'alice')).toContain(alice.userId);
    const { sessions } = (await json('user', 'sessions', 'alice')) as { sessions: { sessionId: string }[] };
    expect(await tool('user', 'end', 'alice', sessions[0]?.sessionId ?? '')).toBe(`${alice.userId}: 1 session ended\n`);
    await expect.poll(() => alice.ends, WAIT).toEqual(['SESSION_ENDED']);
    await tool('user', 'disable', alice.userId);
    const again = createClient({ gates: [services.byRole('gate')[0]?.addresses.tcp ?? ''] });
    clients.push(again);
    await expect(again.logIn('Alice', PASSWORD)).rejects.toMatchObject({ code: 'ACCOUNT_DISABLED' });
    expect(await tool('user', 'enable', 'alice')).toBe('done\n');
    await again.logIn('Alice', PASSWORD);
    const exported = (await tool('user', 'export', 'alice')).trimEnd().split('\n');
    const lines = exported.map((line) => JSON.parse(line) as { kind: string });
    expect(lines.map(({ kind }) => kind)).toEqual(['account', 'session', 'profile', 'end']);
    expect(lines[0]).toMatchObject({ name: 'Alice', userId: alice.userId });
    expect(await tool('user', 'delete', 'alice')).toBe(`${alice.userId}: 1 session ended\n`);
    await expect(tool('user', 'show', 'alice')).rejects.toMatchObject({ code: 1, stderr: expect.stringContaining('no account') });
  });

  test('a notice reaches everybody, or those that are named', async () => {
    const [carol, dan] = [await register('Carol'), await register('Dan')];
    await expect.poll(() => tool('notice', 'maintenance at 10'), WAIT).toMatch(/sent to [2-9] devices/);
    for (const { notices } of [carol, dan])
      await expect.poll(() => new Set(notices), WAIT).toEqual(new Set(['maintenance at 10']));
    expect(await tool('notice', 'for you', '--to', 'dan')).toBe('sent to 1 device\n');
    await expect.poll(() => dan.notices.at(-1), WAIT).toBe('for you');
    expect(carol.notices).not.toContain('for you');
    await expect(tool('notice', 'x', '--to', 'dan,nobody')).rejects.toMatchObject({ code: 1 });
  });

  test('a group is shown and dissolved', async () => {
    const erin = await register('Erin');
    const { group } = await erin.client.groups.create({ name: 'den' });
    expect(await tool('group', 'show', group.groupId)).toContain('den');
    expect(await tool('group', 'members', group.groupId)).toMatch(/Erin +OWNER/);
    expect(await tool('group', 'dissolve', group.groupId)).toBe('done\n');
    expect(await json('group', 'show', group.groupId)).toMatchObject({ group: { dissolved: true, memberCount: 0 } });
    await expect(tool('group', 'show', newId())).rejects.toMatchObject({ stderr: 'there is no group with this id\n' });
  });

  test('the log level of one instance changes, and its report says so', async () => {
    expect(await tool('log-level', 'debug', 'logic-0')).toBe('done\n');
    const levels = (await api('/api/members')).body.members as { instance: string; logLevel: string }[];
    expect(levels.find(({ instance }) => instance === 'logic-0')?.logLevel).toBe('debug');
    expect(levels.find(({ instance }) => instance === 'auth-0')?.logLevel).toBe('info');
    await expect(tool('log-level', 'loud')).rejects.toMatchObject({ stderr: expect.stringContaining('one of debug, info') });
    await expect(tool('drain', 'gate-9')).rejects.toMatchObject({ stderr: expect.stringContaining('no living instance') });
  });

  test('the page asks a browser for a token, which the API takes as well, and acts as that token may', async () => {
    const ivy = await register('Ivy');
    const as = (token: string) => ({ Authorization: `Basic ${Buffer.from(`any:${token}`).toString('base64')}` });
    for (const path of ['/page/', '/api/members'])
      for (const headers of [{}, as('wrong'), { Authorization: 'Basic !' }]) {
        const refused = await fetch(`${url()}${path}`, { headers });
        expect([refused.status, refused.headers.get('www-authenticate')]).toEqual([401, expect.stringContaining('Basic')]);
      }
    expect(await (await fetch(`${url()}/page`, { headers: as(READER) })).text()).toContain('<script type="module"');
    const end = async (headers: Record<string, string>) =>
      (await fetch(`${url()}/api/users/${ivy.userId}/end-sessions`, { method: 'POST', headers, body: '{}' })).status;
    const json = { 'Content-Type': 'application/json' };
    expect(await end({ ...as(READER), ...json })).toBe(403);
    expect(await end({ ...as(TOKEN), ...json, Origin: 'https://evil.example' })).toBe(403);
    expect(await end(as(TOKEN))).toBe(415);
    expect(ivy.ends).toEqual([]);
    expect(await end({ ...as(TOKEN), ...json })).toBe(200);
    await expect.poll(() => ivy.ends, WAIT).toEqual(['SESSION_ENDED']);
  });

  test('a drained gate sends its clients to the other one and ends', async () => {
    const [gus, hal] = [await register('Gus'), await register('Hal')];
    const gate = services.byRole('gate')[0];
    const ended = gate?.waitForExit();
    expect(await tool('drain', 'gate-0')).toBe('done\n');
    expect(await ended).toBe('exit code 0');
    const received: string[] = [];
    hal.client.on('message', ({ text }) => received.push(text));
    await gus.client.send(hal.userId, 'still here');
    await expect.poll(() => received, WAIT).toEqual(['still here']);
    await gate?.restart();
  });

  test('every act is in the audit log with who, what and its result; reading is not, and a reader cannot act', async () => {
    const headers = { Authorization: `Bearer ${READER}` };
    const refused = await api('/api/instances/gate-1/drain', { method: 'POST', headers });
    expect(refused).toMatchObject({ status: 403, body: { error: { code: 'FORBIDDEN' } } });
    const { entries } = (await api('/api/audit?limit=500', { headers })).body as { entries: Record<string, string>[] };
    const acts = entries.toReversed().map(({ actor, act, result }) => `${actor} ${act} ${result}`);
    expect(acts.filter((act) => !act.includes('notice'))).toEqual([
      'ann endSessions done',
      'ann disable done',
      'ann enable done',
      'ann export done: 3 lines',
      'ann delete done',
      'ann dissolve done',
      'ann logLevel done',
      'ann drain NO_SUCH_INSTANCE',
      'ann endSessions done',
      'ann drain done',
    ]);
    expect(entries.every(({ address }) => address === '127.0.0.1')).toBe(true);
    expect(await tool('audit')).toContain('NO_SUCH_INSTANCE');
    for (const method of ['POST', 'DELETE', 'PUT']) expect((await api('/api/audit', { method })).status).toBe(405);
  });

  test('what is missing is said: a wrong token, no status, no set-up', async () => {
    const attempt = (env: Record<string, string>) =>
      run(process.execPath, [TOOL, 'members'], { env: { PATH: process.env.PATH, ...env } });
    await expect(attempt({ IM_ADMIN_URL: url(), IM_ADMIN_TOKEN: 'wrong' })).rejects.toMatchObject({
      code: 1,
      stderr: expect.stringContaining('IM_ADMIN_TOKENS'),
    });
    await expect(attempt({ IM_ADMIN_URL: 'http://127.0.0.1:9', IM_ADMIN_TOKEN: TOKEN })).rejects.toMatchObject({
      code: 1,
      stderr: expect.stringContaining('is status running'),
    });
    await expect(attempt({ IM_DATA_FOLDER: '/nonexistent' })).rejects.toMatchObject({
      code: 1,
      stderr: expect.stringContaining('set IM_ADMIN_URL'),
    });
    const chinese = await run(process.execPath, [TOOL, '--help'], { env: { PATH: process.env.PATH, LANG: 'zh_CN.UTF-8' } });
    expect(chinese.stdout).toContain('用法');
  });
});
