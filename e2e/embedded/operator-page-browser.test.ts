// The operator's page in a real browser: its buttons, proven by what a connected client sees. Needs Debian's chromium.
import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, describe, expect, test } from 'vitest';
import { createClient } from '../../client/sdk/index.ts';
import { startEmbedded } from '../../embedded/main.ts';
import { readConfig } from '../../infra/process/config/read.ts';
import { silentLog } from '../../infra/testing/silent-log.ts';

const WAIT = { timeout: 20_000, interval: 100 };
const hasChromium = spawnSync('chromium', ['--version']).status === 0;
const cleanUps: (() => unknown)[] = [];
afterEach(async () => {
  for (const cleanUp of cleanUps.splice(0).reverse()) await cleanUp();
});

interface Tab {
  open(url: string): Promise<void>;
  /** The value of an expression in the page. */
  evaluate(expression: string): Promise<unknown>;
}

/** A tab of a headless Chromium, driven over its debugging protocol. */
async function openBrowser(): Promise<Tab> {
  const profile = await mkdtemp(join(tmpdir(), 'im-chromium-'));
  cleanUps.push(() => rm(profile, { recursive: true, force: true, maxRetries: 5 }));
  const flags = ['--headless=new', '--no-sandbox', '--disable-gpu', '--remote-debugging-port=0', `--user-data-dir=${profile}`];
  const chromium: ChildProcess = spawn('chromium', [...flags, 'about:blank'], { stdio: 'ignore' });
  cleanUps.push(async () => {
    const gone = once(chromium, 'exit');
    chromium.kill('SIGKILL');
    await gone;
  });
  let port = '';
  await expect
    .poll(async () => {
      port = (await readFile(join(profile, 'DevToolsActivePort'), 'utf8').catch(() => '')).split('\n')[0] ?? '';
      return port;
    }, WAIT)
    .toMatch(/^\d+$/);
  const targets = (await (await fetch(`http://127.0.0.1:${port}/json/list`)).json()) as {
    type: string;
    webSocketDebuggerUrl: string;
  }[];
  const socket = new WebSocket(targets.find(({ type }) => type === 'page')?.webSocketDebuggerUrl ?? '');
  await once(socket, 'open');
  cleanUps.push(() => socket.close());
  const waiting = new Map<number, (result: { result?: { value?: unknown } }) => void>();
  socket.addEventListener('message', ({ data }) => {
    const { id, result } = JSON.parse(String(data)) as { id?: number; result?: object };
    if (id !== undefined) waiting.get(id)?.(result ?? {});
  });
  let last = 0;
  const send = (method: string, params: object) =>
    new Promise<{ result?: { value?: unknown } }>((resolve) => {
      waiting.set(++last, resolve);
      socket.send(JSON.stringify({ id: last, method, params }));
    });
  const evaluate = async (expression: string) => (await send('Runtime.evaluate', { expression })).result?.value;
  return {
    evaluate,
    async open(url) {
      await send('Page.navigate', { url });
      await expect.poll(() => evaluate('document.readyState + location.href'), WAIT).toBe(`complete${url}`);
    },
  };
}

describe.skipIf(!hasChromium)('in Chromium', () => {
  test('a notice reaches a client, and "End" ends its session', { timeout: 90_000 }, async () => {
    const folder = await mkdtemp(join(tmpdir(), 'im-page-'));
    cleanUps.push(() => rm(folder, { recursive: true, force: true }));
    const env = { IM_DATA_FOLDER: folder, IM_TCP_PORT: '0', IM_WS_PORT: '0', IM_HTTP_PORT: '0' };
    const onFatal = (error: Error): void => expect.fail(String(error));
    const server = await startEmbedded(readConfig('embedded', { env, argv: [] }), { log: silentLog, onFatal });
    cleanUps.push(() => server.stop());
    const client = createClient({ gates: [server.tcp], device: { kind: 'phone', name: 'Pixel' } });
    cleanUps.push(() => client.close());
    const seen: string[] = [];
    client.on('closed', ({ reason }) => seen.push(reason));
    client.on('notice', ({ text }) => seen.push(text));
    await client.register({ name: 'Alice', password: 'correct horse' });
    const tab = await openBrowser();

    // The gate is known from its first report.
    await expect.poll(async () => (await fetch(`${server.http}/api/gates`)).text(), WAIT).toContain('tcp:');

    await tab.open(`${server.http}/old/notice`);
    await tab.evaluate("document.querySelector('textarea').value = 'hello all'");
    await tab.evaluate("document.querySelector('form button').click()");
    await expect.poll(() => seen, WAIT).toEqual(['hello all']);

    await tab.open(`${server.http}/old/user?account=alice`);
    await tab.evaluate("[...document.querySelectorAll('button')].find((button) => button.textContent === 'End').click()");
    await expect.poll(() => seen, WAIT).toEqual(['hello all', 'SESSION_ENDED']);
    await expect.poll(() => tab.evaluate('document.body.innerText'), WAIT).toContain('None.');
  });
});
