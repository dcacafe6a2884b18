// Who may open the operator's page of `npm start`, and from where: those who have the printed address, on this machine.
import { mkdtemp, rm } from 'node:fs/promises';
import { request } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { beforeAll, expect, onTestFinished, test } from 'vitest';
import { createClient, type EndReason } from '../../client/sdk/node.ts';
import { readOperatorKey } from '../../embedded/data-folder.ts';
import { startEmbedded } from '../../embedded/main.ts';
import { readConfig } from '../../infra/process/config/read.ts';
import { silentLog } from '../../infra/testing/silent-log.ts';
import { buildPage } from '../../tools/build-page.js';

const WAIT = { timeout: 20_000 };
const JSON_TYPE = { 'content-type': 'application/json' };
beforeAll(() => {
  expect(buildPage(join(import.meta.dirname, '../..'))).toBeUndefined();
});

async function start(own: Record<string, string> = {}) {
  const folder = await mkdtemp(join(tmpdir(), 'im-access-'));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  const env = { IM_DATA_FOLDER: folder, IM_TCP_PORT: '0', IM_WS_PORT: '0', IM_HTTP_PORT: '0', ...own };
  const onFatal = (error: Error): void => expect.fail(String(error));
  const server = await startEmbedded(readConfig('embedded', { env, argv: [] }), { log: silentLog, onFatal });
  onTestFinished(() => server.stop());
  /** Not fetch: it would not send another Host. */
  const ask = (path: string, headers: Record<string, string> = {}, method = 'GET') =>
    new Promise<{ status: number; body: string; headers: Record<string, unknown> }>((resolve, reject) => {
      request({ host: '127.0.0.1', port: new URL(server.http).port, path, method, headers }, (response) => {
        text(response).then((body) => resolve({ status: response.statusCode ?? 0, body, headers: response.headers }), reject);
      })
        .once('error', reject)
        .end(method === 'POST' ? '{}' : '');
    });
  const key = new URL(server.http).pathname.replace(/\/$/, '');
  return { server, folder, ask, key };
}

async function register(gate: string, name: string) {
  const client = createClient({ gates: [gate] });
  onTestFinished(() => client.close());
  const ends: EndReason[] = [];
  client.on('closed', ({ reason }) => ends.push(reason));
  await client.register({ name, password: 'correct horse' });
  return { client, ends };
}

test('the printed address shows the page and acts, and nobody is asked for a token', async () => {
  const { server, folder, ask, key } = await start();
  expect(server.http).toBe(`${new URL(server.http).origin}/${readOperatorKey(folder)}/`);
  const page = await ask(`${key}/`);
  expect([page.status, page.headers['content-type']]).toEqual([200, 'text/html; charset=utf-8']);
  const [, script = ''] = /src="\.(\/assets\/[^"]+\.js)"/.exec(page.body) ?? [];
  expect((await ask(`${key}${script}`)).headers).toMatchObject({ 'cache-control': 'max-age=31536000, immutable' });
  for (const path of ['/api/members', '/api/mails', '/api/audit']) expect((await ask(`${key}${path}`)).status).toBe(200);
  const alice = await register(server.tcp, 'alice');
  const { host, origin } = new URL(server.http);
  const own = { ...JSON_TYPE, 'sec-fetch-site': 'same-origin', origin, host };
  expect((await ask(`${key}/api/users/alice/end-sessions`, own, 'POST')).status).toBe(200);
  await expect.poll(() => alice.ends, WAIT).toEqual(['SESSION_ENDED']);
  expect((await ask(`${key}/api/audit`)).body).toContain('owner of the data folder');
});

test('without the key other users of the machine see no mail and do nothing', async () => {
  const { server, ask, key } = await start();
  const alice = await register(server.tcp, 'alice');
  const wrong = [`${key}x`, key.slice(0, -1), '/', `/${'x'.repeat(43)}`];
  for (const prefix of wrong)
    for (const path of ['/', '/api/mails', '/api/members', '/assets/index.js']) {
      const { status, body } = await ask(`${prefix}${path}`);
      expect([prefix, path, status]).toEqual([prefix, path, 403]);
      expect(body).toContain('open the one that the server printed');
    }
  for (const path of ['/api/mails', '/api/members']) expect((await ask(path)).status).toBe(401);
  expect((await ask('/api/users/alice/end-sessions', JSON_TYPE, 'POST')).status).toBe(401);
  expect(alice.ends).toEqual([]);
});

test('a name that DNS leads to this machine shows nothing and does nothing', async () => {
  const { server, ask, key } = await start();
  const alice = await register(server.tcp, 'alice');
  const port = new URL(server.http).port;
  for (const host of ['evil.example', 'localhost.evil.example', `127.0.0.1.evil.example:${port}`, '[::1]', '127.0.0.2']) {
    for (const path of ['/', `${key}/`, `${key}/api/mails`, '/api/members', '/openapi.json', '/gates'])
      expect([host, path, (await ask(path, { host })).status]).toEqual([host, path, 421]);
    // Its page has the origin of that name, so that no other rule helps.
    const own = { ...JSON_TYPE, host, 'sec-fetch-site': 'same-origin', origin: `http://${host}` };
    expect((await ask(`${key}/api/users/alice/end-sessions`, own, 'POST')).status).toBe(421);
  }
  expect(JSON.parse((await ask(`${key}/api/users/alice`)).body)).toMatchObject({ sessions: [{}] });
  expect(alice.ends).toEqual([]);
});

test('a page of another site, or of another port, reads nothing and does nothing', async () => {
  const { server, ask, key } = await start();
  const alice = await register(server.tcp, 'alice');
  const foreign: Record<string, string>[] = [
    { 'sec-fetch-site': 'cross-site' },
    { 'sec-fetch-site': 'same-site' },
    { origin: 'https://evil.example' },
    { origin: 'http://127.0.0.1:1' },
    { origin: 'null' },
  ];
  for (const headers of foreign) {
    expect((await ask(`${key}/api/users/alice/end-sessions`, { ...JSON_TYPE, ...headers }, 'POST')).status).toBe(403);
    expect((await ask(`${key}/api/users/alice`, { ...JSON_TYPE, ...headers }, 'DELETE')).status).toBe(403);
    expect((await ask(`${key}/api/mails`, headers)).status).toBe(403);
  }
  // What a form can send, in a browser that tells nothing of where it comes from.
  for (const type of ['application/x-www-form-urlencoded', 'text/plain', 'multipart/form-data']) {
    for (const act of ['disable', 'end-sessions'])
      expect((await ask(`${key}/api/users/alice/${act}`, { 'content-type': type }, 'POST')).status).toBe(415);
  }
  expect(JSON.parse((await ask(`${key}/api/users/alice`)).body)).toMatchObject({ disabled: false, sessions: [{}] });
  expect(alice.ends).toEqual([]);
});

test('GET /gates names the gate, to clients that find it by status', async () => {
  const { server, ask } = await start();
  const named = async (transport: string) => JSON.parse((await ask(`/gates?transport=${transport}`)).body);
  await expect.poll(() => named('tcp')).toMatchObject({ gates: [server.tcp] });
  expect(await named('ws')).toMatchObject({ gates: [server.ws] });
});
