import { createHash } from 'node:crypto';
import { request } from 'node:http';
import { text } from 'node:stream/consumers';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { type Log, SetupError } from '../infra/ports/index.ts';
import type { HttpServer } from '../infra/process/http/http-server.ts';
import { answerMails } from './mail-viewer.ts';
import { startOperatorServer } from './operator-server.ts';
import type { SpooledMail, SpooledMails } from './spooled-mail.ts';

const MAIL: SpooledMail = {
  at: Date.UTC(2026, 0, 31, 12),
  to: 'bob@example.net',
  subject: 'Your code',
  text: 'Hello,\n\n    123456\n',
};

const KEY = 'k'.repeat(43);

/** With the key in its URL. */
async function startMailViewer({ port, mails, log }: { port: number; mails: SpooledMails; log: Log }): Promise<HttpServer> {
  const { url, stop } = await startOperatorServer(port, new Map([['/', answerMails(KEY, mails)]]), log);
  return { url: `${url}/${KEY}`, stop };
}

let kept: SpooledMail[];
let errors: object[];
let status: HttpServer;
const ignore = (): void => undefined;
const log: Log = { debug: ignore, info: ignore, warn: ignore, error: (fields) => errors.push(fields) };
const mails: SpooledMails = { listNewest: async (limit) => kept.slice(0, limit) };
beforeEach(async () => {
  kept = [MAIL];
  errors = [];
  status = await startMailViewer({ port: 0, mails, log });
});
afterEach(() => status.stop());

/** Not fetch: it would not send another Host. A path behind `!` is sent without the key. */
function get(page: string, headers: Record<string, string> = {}, method = 'GET') {
  const path = page.startsWith('!') ? page.slice(1) : new URL(status.url).pathname + page;
  return new Promise<{ status: number; body: string; headers: Record<string, unknown> }>((resolve, reject) => {
    request({ host: '127.0.0.1', port: new URL(status.url).port, path, method, headers }, (response) => {
      text(response).then((body) => resolve({ status: response.statusCode ?? 0, body, headers: response.headers }), reject);
    })
      .once('error', reject)
      .end();
  });
}

test('the page lists the mails newest first and refreshes itself', async () => {
  kept = [
    { ...MAIL, subject: 'second' },
    { ...MAIL, subject: 'first' },
  ];
  const page = await get('/mails');
  expect(page.status).toBe(200);
  expect(page.headers['content-type']).toBe('text/html; charset=utf-8');
  expect(page.body).toMatch(/second[\s\S]*bob@example\.net[\s\S]*123456[\s\S]*first/);
  expect(page.body).toContain('<meta http-equiv="refresh"');
  expect((await get('/')).body).toContain(`href="${new URL(status.url).pathname}/mails"`);
  kept = [];
  expect((await get('/mails?x=1')).body).toContain('None yet.');
});

test('the content of a mail is shown as text and never becomes a tag, an attribute or a script', async () => {
  const evil = `</pre><script>alert(1)</script><img src=x onerror='a'>"&amp;`;
  kept = [{ at: Number.NaN, to: evil, subject: evil, text: evil }];
  const { body } = await get('/mails');
  expect(body).not.toMatch(/<script|<img|onerror='/);
  expect(
    body.split('&lt;/pre&gt;&lt;script&gt;alert(1)&lt;/script&gt;&lt;img src=x onerror=&#39;a&#39;&gt;&quot;&amp;amp;'),
  ).toHaveLength(4);
});

test('the headers forbid scripts, frames, loading and caching, and allow only the style of the page', async () => {
  const { body, headers } = await get('/mails');
  const [, style = ''] = /<style>([\s\S]*)<\/style>/.exec(body) ?? [];
  const hash = createHash('sha256').update(style).digest('base64');
  expect(headers['content-security-policy']).toBe(
    `default-src 'none'; style-src 'sha256-${hash}'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'`,
  );
  expect(headers).toMatchObject({
    'cache-control': 'no-store',
    'x-content-type-options': 'nosniff',
    'referrer-policy': 'no-referrer',
  });
});

test.each(['evil.example', 'localhost.evil.example', '127.0.0.1.evil.example:7002', 'localhost:7002@evil.example', '[::1]'])(
  'a request with the Host header "%s" is rejected and shows no mail',
  async (host) => {
    for (const path of ['/', '/mails', '/nothing']) {
      const page = await get(path, { host });
      expect(page.status).toBe(421);
      expect(page.body).toContain('127.0.0.1');
      expect(page.body).not.toContain('123456');
    }
  },
);

test.each(['localhost', 'LOCALHOST:7002', '127.0.0.1', '127.0.0.1:80'])(
  'a request with the Host header %s is answered',
  async (host) => {
    expect((await get('/mails', { host })).body).toContain('123456');
  },
);

test('only GET and HEAD of existing pages are answered', async () => {
  for (const method of ['POST', 'PUT', 'DELETE', 'OPTIONS']) {
    const refused = await get('/mails', {}, method);
    expect(refused).toMatchObject({ status: 405, headers: { allow: 'GET, HEAD' } });
    expect(refused.body).toContain('GET');
  }
  for (const path of ['/mail', '/mails/', '/../mails', '//mails', '/%6dails', '/favicon.ico']) {
    const missing = await get(path);
    expect([path, missing.status]).toEqual([path, 404]);
    expect(missing.body).toContain('/mails');
  }
  const head = await get('/mails', {}, 'HEAD');
  expect(head).toMatchObject({ status: 200, body: '' });
  expect(Number(head.headers['content-length'])).toBeGreaterThan(100);
});

test('an address without the key shows no mail', async () => {
  const key = new URL(status.url).pathname.slice(1);
  for (const path of ['/', '/mails', `/${key.slice(1)}/mails`, `/${key}x/mails`, `//${key}/mails`, `/mails?key=${key}`]) {
    const refused = await get(`!${path}`);
    expect([path, refused.status]).toEqual([path, 403]);
    expect(refused.body).not.toContain('123456');
  }
  expect((await get('!/mails', { 'accept-language': 'zh' })).body).toContain('密钥');
});

test('a long language header costs no time', async () => {
  const headers = { 'accept-language': `zh${' '.repeat(15_000)}x` };
  const before = process.cpuUsage();
  for (let n = 0; n < 50; n++) expect((await get('/mails', headers)).status).toBe(200);
  const { user, system } = process.cpuUsage(before);
  expect((user + system) / 1000).toBeLessThan(2000);
});

test.each([
  ['zh-CN,zh;q=0.9,en;q=0.8', 'zh'],
  ['zh-Hans', 'zh'],
  ['fr, zh;q=0.5', 'zh'],
  ['en-US,en;q=0.9,zh;q=0.8', 'en'],
  ['de', 'en'],
  ['', 'en'],
  ['zhx;q=1,;;,q=zh', 'en'],
])('the page is in the reader’s preferred language if available: %s', async (accepted, language) => {
  const headers = { 'accept-language': accepted };
  const page = await get('/mails', headers);
  expect(page.body).toContain(`<html lang="${language}">`);
  expect(page.body).toContain(language === 'zh' ? '邮件' : 'This server sends no mail.');
  expect((await get('/nothing', headers)).body).toContain(language === 'zh' ? '没有这个页面' : 'no such page');
});

test('when the mails cannot be read, the page reports a failure and the log has the reason', async () => {
  const failing: SpooledMails = { listNewest: () => Promise.reject(new Error('EACCES: secret path')) };
  const other = await startMailViewer({ port: 0, mails: failing, log });
  try {
    const response = await fetch(`${other.url}/mails`);
    expect(response.status).toBe(500);
    expect(await response.text()).not.toContain('secret path');
    expect(errors).toHaveLength(1);
  } finally {
    await other.stop();
  }
});

test('a port in use is an error, and stop frees the port despite open connections', async () => {
  const { port } = new URL(status.url);
  await expect(startMailViewer({ port: Number(port), mails, log })).rejects.toThrow(SetupError);
  await (await fetch(`${status.url}/mails`)).text();
  await status.stop();
  status = await startMailViewer({ port: Number(port), mails, log });
});
