import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { brotliDecompressSync, gunzipSync } from 'node:zlib';
import { beforeEach, expect, onTestFinished, test } from 'vitest';
import { type HttpAnswer, type HttpHandler, textAnswer } from '../../infra/ports/index.ts';
import { answerPageFiles } from './page-files.ts';

let folder: string;
let isKnown: boolean;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'im-page-files-'));
  isKnown = true;
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
});

function build(): void {
  mkdirSync(join(folder, 'assets'), { recursive: true });
  writeFileSync(join(folder, 'index.html'), '<!doctype html>');
  writeFileSync(join(folder, 'assets/index-abc.js'), 'render()');
  writeFileSync(join(folder, 'sources.sha256'), 'not for browsers');
}

function serve(base: string) {
  const api: HttpHandler = ({ path }) => textAnswer(418, path);
  const handle = answerPageFiles({ base, folder, api, isKnown: () => isKnown });
  return async (path: string, headers: Record<string, string> = {}, method = 'GET'): Promise<HttpAnswer> =>
    handle({ method, path, headers, query: new URLSearchParams(), body: Buffer.alloc(0), remoteAddress: '127.0.0.1' });
}

test.each(['', '/page'])('below "%s" the page is asked for each time, and its hashed files only once', async (base) => {
  build();
  const ask = serve(base);
  const page = await ask(`${base}/`);
  expect([page.status, String(page.body), page.contentType]).toEqual([200, '<!doctype html>', 'text/html; charset=utf-8']);
  expect(page.headers).toMatchObject({ 'Cache-Control': 'no-cache', ETag: expect.any(String) });
  const again = await ask(`${base}/`, { 'if-none-match': page.headers?.ETag ?? '' });
  expect([again.status, again.body]).toEqual([304, '']);
  const script = await ask(`${base}/assets/index-abc.js`);
  expect([script.status, script.contentType]).toEqual([200, 'text/javascript; charset=utf-8']);
  expect(script.headers?.['Cache-Control']).toBe('max-age=31536000, immutable');
});

test('the page may load and ask only what this server has, and nothing may frame it', async () => {
  build();
  const ask = serve('/page');
  const policy =
    "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; img-src 'self' data:; font-src 'self'; " +
    "base-uri 'none'; form-action 'self'; frame-ancestors 'none'";
  for (const path of ['/page/', '/page/assets/index-abc.js', '/page/nothing'])
    expect((await ask(path)).headers).toMatchObject({ 'Content-Security-Policy': policy, 'Referrer-Policy': 'no-referrer' });
});

test('a browser without a token is asked for one and gets no file', async () => {
  build();
  isKnown = false;
  const ask = serve('/page');
  for (const path of ['/page', '/page/', '/page/assets/index-abc.js', '/page/nothing']) {
    const { status, body, headers } = await ask(path);
    expect([status, headers?.['WWW-Authenticate']]).toEqual([401, 'Basic realm="operator", charset="UTF-8"']);
    expect(String(body)).toContain('IM_ADMIN_TOKENS');
  }
});

test('the address without its last slash leads to the page', async () => {
  build();
  expect(await serve('/page')('/page')).toMatchObject({ status: 308, headers: { Location: '/page/' } });
});

test.each([
  '/page/sources.sha256',
  '/page/../page/index.html',
  '/page/assets/../sources.sha256',
  '/page/assets/',
  '/page/%2e%2e/sources.sha256',
  '/page//index.html',
  '/pages',
  '/page/__proto__',
])('nothing else of the folder is served: %s', async (path) => {
  build();
  expect((await serve('/page')(path)).status).toBe(404);
});

test('the page is only read', async () => {
  build();
  expect((await serve('/page')('/page/', {}, 'HEAD')).status).toBe(200);
  for (const method of ['POST', 'PUT', 'DELETE', 'OPTIONS'])
    expect((await serve('/page')('/page/', {}, method)).status).toBe(405);
});

test('a page that is not built says how to build it, and is served once it is', async () => {
  const ask = serve('');
  const missing = await ask('/');
  expect([missing.status, String(missing.body)]).toEqual([503, expect.stringContaining('npm run setup')]);
  build();
  expect((await ask('/')).status).toBe(200);
});

test.each(['', '/page'])('the API is below the page, which need not know where it is: "%s"', async (base) => {
  build();
  const answer = await serve(base)(`${base}/api/members`, {}, 'POST');
  expect([answer.status, String(answer.body).trim()]).toEqual([418, '/api/members']);
});

test('a file that cannot be read for a while is read again', async () => {
  build();
  const index = join(folder, 'index.html');
  rmSync(index);
  mkdirSync(index);
  const ask = serve('/page');
  await expect(ask('/page/')).rejects.toMatchObject({ code: 'EISDIR' });
  rmSync(index, { recursive: true });
  writeFileSync(index, '<!doctype html>');
  expect((await ask('/page/')).status).toBe(200);
});

test('files go out as small as the browser takes them, each form with a tag of its own', async () => {
  build();
  const code = 'export const page = 1;\n'.repeat(500);
  writeFileSync(join(folder, 'assets/large-abc.js'), code);
  writeFileSync(join(folder, 'assets/font-abc.woff2'), code);
  const ask = serve('');
  const get = async (accepted: string | undefined, name = 'large-abc.js') => {
    const { body, headers = {} } = await ask(`/assets/${name}`, accepted === undefined ? {} : { 'accept-encoding': accepted });
    return { body: body as Buffer, coding: headers['Content-Encoding'], etag: headers.ETag ?? '', vary: headers.Vary };
  };
  const br = await get('gzip, deflate, br');
  expect([br.coding, br.body.length < code.length / 10, String(brotliDecompressSync(br.body))]).toEqual(['br', true, code]);
  const gzip = await get('GZIP;q=0.5, br;q=0');
  expect([gzip.coding, String(gunzipSync(gzip.body))]).toEqual(['gzip', code]);
  const plain = await get(undefined);
  expect([plain.coding, String(plain.body)]).toEqual([undefined, code]);
  for (const accepted of ['', 'identity', 'br;q=0.0, *;q=0']) expect((await get(accepted)).coding).toBeUndefined();
  expect((await get('*')).coding).toBe('br');
  expect(new Set([br.etag, gzip.etag, plain.etag]).size).toBe(3);
  for (const { vary } of [br, gzip, plain]) expect(vary).toBe('Accept-Encoding');
  // What is small or compressed already goes as it is.
  expect((await get('br', 'index-abc.js')).coding).toBeUndefined();
  expect((await get('br', 'font-abc.woff2')).coding).toBeUndefined();

  const path = '/assets/large-abc.js';
  const kept = await ask(path, { 'accept-encoding': 'br', 'if-none-match': `"other", W/${br.etag}` });
  expect([kept.status, kept.headers?.ETag, kept.headers?.Vary]).toEqual([304, br.etag, 'Accept-Encoding']);
  expect((await ask(path, { 'accept-encoding': 'gzip', 'if-none-match': br.etag })).status).toBe(200);
});
