// The operator's page of `npm start`: what it shows, and what its forms do to connected clients.
import { createHash } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { request } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Client, createClient, type EndReason } from '../../client/sdk/index.ts';
import { type EmbeddedServer, startEmbedded } from '../../embedded/main.ts';
import { readConfig } from '../../infra/process/config/read.ts';
import { silentLog } from '../../infra/testing/silent-log.ts';

const WAIT = { timeout: 10_000 };
const clients: Client[] = [];
let folder: string;
let server: EmbeddedServer;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'im-page-'));
  const env = { IM_DATA_FOLDER: folder, IM_TCP_PORT: '0', IM_WS_PORT: '0', IM_HTTP_PORT: '0' };
  server = await startEmbedded(readConfig('embedded', { env, argv: [] }), {
    log: silentLog,
    onFatal: (error) => expect.fail(String(error)),
  });
});
afterAll(async () => {
  for (const client of clients) client.close();
  await server?.stop();
  await rm(folder, { recursive: true, force: true });
});

/** Not fetch: it would not send another Host. A path behind `!` is not below /old. */
function ask(page: string, headers: Record<string, string> = {}, method = 'GET', body = '') {
  const path = page.startsWith('!') ? page.slice(1) : `/old${page}`;
  return new Promise<{ status: number; body: string; headers: Record<string, unknown> }>((resolve, reject) => {
    request({ host: '127.0.0.1', port: new URL(server.http).port, path, method, headers }, (response) => {
      text(response).then((sent) => resolve({ status: response.statusCode ?? 0, body: sent, headers: response.headers }), reject);
    })
      .once('error', reject)
      .end(body);
  });
}

function submit(fields: Record<string, string>, headers: Record<string, string> = {}) {
  const form = { 'content-type': 'application/x-www-form-urlencoded', 'sec-fetch-site': 'same-origin' };
  return ask('/act', { ...form, ...headers }, 'POST', new URLSearchParams(fields).toString());
}

async function register(name: string) {
  const client = createClient({ gates: [server.tcp] });
  clients.push(client);
  const ends: EndReason[] = [];
  const notices: string[] = [];
  client.on('closed', ({ reason }) => ends.push(reason));
  client.on('notice', ({ text: notice }) => notices.push(notice));
  const { userId } = await client.register({ name, password: 'correct horse' });
  return { client, userId, ends, notices };
}

test('it shows the instance, dead letters, the audit log and mails, in English and Chinese', async () => {
  await expect.poll(async () => (await ask('')).body, WAIT).toContain('ready');
  for (const [path, heading] of [
    ['/letters', 'Dead letters'],
    ['/notice', 'Notice'],
    ['/audit', 'Audit log'],
    ['/mails', 'Mails'],
    ['/user', 'User'],
  ] as const) {
    const page = await ask(path);
    expect([page.status, page.headers['content-type']]).toEqual([200, 'text/html; charset=utf-8']);
    expect(page.body).toContain(`<h1>${heading}</h1>`);
    expect(page.body).toContain('name="viewport"');
  }
  expect((await ask('/letters', { 'accept-language': 'zh-CN,zh;q=0.9,en;q=0.8' })).body).toContain('<h1>死信</h1>');
});

test('"End" ends the session of a connected client, and the audit log says so', async () => {
  const alice = await register('Alice');
  const { body } = await ask('/user?account=alice');
  const [, sessionId = ''] = /name="sessionId" value="([\w-]{22})"/.exec(body) ?? [];
  const ended = await submit({ do: 'end', account: alice.userId, sessionId });
  expect([ended.status, ended.headers.location]).toEqual([303, `/old/user?account=${alice.userId}`]);
  await expect.poll(() => alice.ends, WAIT).toEqual(['SESSION_ENDED']);
  expect((await ask('/audit')).body).toContain('endSessions');
});

test('a notice reaches a connected client', async () => {
  const bob = await register('Bob');
  expect((await submit({ do: 'notice', text: 'maintenance\r\nat 10' })).status).toBe(303);
  await expect.poll(() => bob.notices, WAIT).toEqual(['maintenance\nat 10']);
});

test('a disabled account cannot log in, until it is enabled', async () => {
  const carol = await register('Carol');
  await submit({ do: 'disable', account: carol.userId });
  await expect.poll(() => carol.ends, WAIT).toHaveLength(1);
  const again = createClient({ gates: [server.tcp] });
  clients.push(again);
  await expect(again.logIn('Carol', 'correct horse')).rejects.toMatchObject({ code: 'ACCOUNT_DISABLED' });
  await submit({ do: 'enable', account: carol.userId });
  await again.logIn('Carol', 'correct horse');
});

test('what somebody types is shown as text and never becomes a tag', async () => {
  const evil = `"><script>alert(1)</script>'&`;
  const { status, body } = await ask(`/user?account=${encodeURIComponent(evil)}`);
  expect(status).toBe(200);
  expect(body).not.toContain('<script');
  expect(body).toContain('&#34;&#62;&#60;script&#62;alert(1)&#60;/script&#62;&#39;&#38;');
});

test('the headers forbid scripts, frames and other sites, and allow only the style of the page', async () => {
  const { body, headers } = await ask('/mails');
  const hash = createHash('sha256')
    .update(/<style>([\s\S]*)<\/style>/.exec(body)?.[1] ?? '')
    .digest('base64');
  expect(headers['content-security-policy']).toBe(
    `default-src 'none'; style-src 'sha256-${hash}'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'`,
  );
  expect(headers).toMatchObject({ 'cache-control': 'no-store', 'x-content-type-options': 'nosniff' });
});

test('from another site nothing is done', async () => {
  const dan = await register('Dan');
  for (const headers of [{ 'sec-fetch-site': 'cross-site' }, { origin: 'https://evil.example' }])
    expect((await submit({ do: 'end', account: dan.userId }, headers)).status).toBe(403);
  expect((await submit({ do: 'end', account: dan.userId }, { 'content-type': 'text/plain' })).status).toBe(415);
  expect((await ask('/user?account=dan')).body).toContain('name="sessionId"');
});

test.each([
  [400, () => submit({ do: 'nothing' })],
  [400, () => submit({ do: '__proto__' })],
  [400, () => submit({ do: 'notice', text: '' })],
  [404, () => submit({ do: 'end', account: 'nobody' })],
  [400, () => submit({ do: 'replay', number: '../../x' })],
  [404, () => submit({ do: 'replay', number: '7' })],
  [404, () => ask('/nothing')],
  [404, () => ask('/../mails')],
  [405, () => ask('/mails', {}, 'PUT')],
])('%i for a request that cannot be done', async (status, send) => {
  expect((await send()).status).toBe(status);
});

test('a long language header costs no time', async () => {
  const headers = { 'accept-language': `zh${' '.repeat(15_000)}x` };
  const before = process.cpuUsage();
  for (let n = 0; n < 50; n++) expect((await ask('/notice', headers)).status).toBe(200);
  const { user, system } = process.cpuUsage(before);
  expect((user + system) / 1000).toBeLessThan(2000);
});
