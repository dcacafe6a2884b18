// The published form of the SDK: packed, installed into empty projects, and run on Node and in Chromium against a server.
import { execFile } from 'node:child_process';
import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { extname, join } from 'node:path';
import { promisify } from 'node:util';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, expect, onTestFinished, test } from 'vitest';
import { buildSdk, SDK } from '../../tools/sdk/build-sdk.ts';
import { hasChromium, openTab } from '../page/testing/chromium.ts';
import { embeddedServerFixture } from '../testing/embedded-server-fixture.ts';

const run = promisify(execFile);
const ROOT = join(import.meta.dirname, '../..');
const MAX_GZIPPED_BYTES = 40 * 1024;
const LIMIT_MS = 300_000;

/** Registers two users; the first one writes to the second. `outcome`: what the second one received. */
const PROGRAM = `
import { createClient } from 'im-sdk';
export async function chat(gate, suffix) {
  const [alice, bob] = [createClient({ gates: [gate] }), createClient({ gates: [gate] })];
  const heard = new Promise((resolve) => bob.on('message', ({ text, own }) => { if (!own) resolve(text); }));
  await alice.register({ name: 'alice ' + suffix, password: 'correct horse' });
  const { userId } = await bob.register({ name: 'bob ' + suffix, password: 'correct horse' });
  await bob.sync();
  const { seq } = await alice.send(userId, 'hello 你好');
  await alice.sync();
  const conversation = alice.conversations.with(userId)?.conversationId;
  const outcome = { seq, text: await heard, isKnown: conversation !== undefined };
  alice.close();
  bob.close();
  return outcome;
}
`;
const OUTCOME = { seq: 1, text: 'hello 你好', isKnown: true };

const TYPED_PROGRAM = `
import { CallError, type Client, createClient, type ReceivedMessage } from 'im-sdk';
const client: Client = createClient({ gates: ['ws://127.0.0.1:1'] });
client.on('message', (message: ReceivedMessage) => console.log(message.text.length, message.seq + 1));
const { group } = await client.call.logic.getGroup({ groupId: 'x' });
const name: string | undefined = group?.name;
// @ts-expect-error: the contract has no such rpc
client.call.logic.noSuchRpc({});
// @ts-expect-error: a seq is a number
await client.markRead('x', '1');
console.log(name, new CallError('TIMEOUT', '').resend);
`;

const server = embeddedServerFixture();
let folder: string;
let tarball: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'im-sdk-'));
  await buildSdk();
  const { stdout } = await run('npm', ['pack', '--json', '--pack-destination', folder], { cwd: SDK });
  const [{ filename }] = JSON.parse(stdout) as [{ filename: string }];
  tarball = join(folder, filename);
}, LIMIT_MS);
afterAll(() => rm(folder, { recursive: true, force: true }));

async function makeProject(name: string, files: Record<string, string>): Promise<string> {
  const project = join(folder, name);
  await mkdir(project);
  await writeFile(join(project, 'package.json'), JSON.stringify({ name, private: true, type: 'module' }));
  for (const [path, text] of Object.entries({ 'chat.js': PROGRAM, ...files })) await writeFile(join(project, path), text);
  const flags = ['--prefer-offline', '--ignore-scripts', '--no-audit', '--no-fund'];
  await run('npm', ['install', ...flags, tarball], { cwd: project });
  return project;
}

test('the package runs in an empty Node project, over TCP and WebSocket', { timeout: LIMIT_MS }, async () => {
  const main = `import { chat } from './chat.js';
for (const [at, gate] of process.argv.slice(2).entries()) console.log(JSON.stringify(await chat(gate, 'node ' + at)));`;
  const project = await makeProject('node-project', { 'main.js': main });
  const { stdout } = await run(process.execPath, ['main.js', server.tcp, server.ws], { cwd: project });
  expect(
    stdout
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line)),
  ).toEqual([OUTCOME, OUTCOME]);
  const installed = await readdir(join(project, 'node_modules'));
  expect(installed.filter((name) => !name.startsWith('.')).sort()).toEqual(['im-sdk', 'ws']);
});

test('the types of the package need no other package, for programs of Node and of browsers', { timeout: LIMIT_MS }, async () => {
  const project = await makeProject('typed-project', { 'main.ts': TYPED_PROGRAM });
  const tsc = join(ROOT, 'node_modules/typescript/bin/tsc');
  const flags = ['--noEmit', '--strict', '--target', 'es2022', '--lib', 'es2022,dom,dom.iterable', '--types', ''];
  for (const module of [
    ['--module', 'nodenext'],
    ['--module', 'esnext', '--moduleResolution', 'bundler'],
  ])
    await run(process.execPath, [tsc, ...flags, ...module, 'main.ts'], { cwd: project }).catch(({ stdout }) =>
      expect.fail(stdout),
    );
});

test('the package runs in an empty Vite project in Chromium, with at most 40 KiB', { timeout: LIMIT_MS }, async () => {
  const main = `import { chat } from './chat.js';
chat(new URLSearchParams(location.search).get('gate'), 'page').then(
  (outcome) => { globalThis.outcome = outcome; },
  (error) => { globalThis.outcome = { error: String(error) }; },
);`;
  const html = '<!doctype html><html><body><script type="module" src="/main.js"></script></body></html>';
  const project = await makeProject('vite-project', { 'main.js': main, 'index.html': html });
  await run(process.execPath, [join(ROOT, 'node_modules/vite/bin/vite.js'), 'build', '--logLevel', 'warn'], { cwd: project });
  const assets = join(project, 'dist/assets');
  const scripts = await Promise.all((await readdir(assets)).map((name) => readFile(join(assets, name))));
  const bytes = scripts.reduce((sum, script) => sum + gzipSync(script, { level: 9 }).length, 0);
  console.log(`the SDK in a page: ${bytes} bytes, gzipped`);
  expect(bytes).toBeGreaterThan(0);
  expect(bytes).toBeLessThanOrEqual(MAX_GZIPPED_BYTES);
  if (!hasChromium) return;
  const page = await servePage(join(project, 'dist'));
  const tab = await openTab();
  onTestFinished(() => tab.close());
  await tab.open(`${page}/?gate=${encodeURIComponent(server.ws)}`);
  await tab.waitFor('globalThis.outcome');
  expect(await tab.evaluate('globalThis.outcome')).toEqual(OUTCOME);
  expect(tab.complaints).toEqual([]);
});

/** Without inline code and without code made at run time, as careful pages forbid it. */
const POLICY = "default-src 'self'; connect-src ws: http:; script-src 'self'";

async function servePage(root: string): Promise<string> {
  const types: Record<string, string> = { '.html': 'text/html', '.js': 'text/javascript' };
  const http = createServer(async ({ url = '/' }, response) => {
    const path = new URL(url, 'http://page').pathname;
    const file = join(root, path === '/' ? 'index.html' : path);
    const body = await readFile(file).catch(() => undefined);
    response.writeHead(body ? 200 : 204, {
      'content-type': types[extname(file)] ?? 'text/plain',
      'content-security-policy': POLICY,
    });
    response.end(body);
  });
  await new Promise<void>((resolve) => http.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => void http.close());
  return `http://127.0.0.1:${(http.address() as AddressInfo).port}`;
}
