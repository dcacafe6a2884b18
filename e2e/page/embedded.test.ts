// The operator's page of `npm start` in a real browser: without a token, with the mails. Needs Debian's chromium.
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createClient } from '../../client/sdk/node.ts';
import { type EmbeddedServer, startEmbedded } from '../../embedded/main.ts';
import { readConfig } from '../../infra/process/config/read.ts';
import { silentLog } from '../../infra/testing/silent-log.ts';
import { testIds } from '../../status/web/src/testids.ts';
import { buildPage } from '../../tools/build-page.js';
import { hasChromium, openTab, type Tab } from './testing/chromium.ts';
import { PageDriver } from './testing/page-driver.ts';

const WAIT = { timeout: 60_000, interval: 100 };

describe.skipIf(!hasChromium)('in Chromium', () => {
  let folder: string;
  let server: EmbeddedServer;
  let tab: Tab;
  beforeAll(async () => {
    expect(buildPage(join(import.meta.dirname, '../..'))).toBeUndefined();
    folder = await mkdtemp(join(tmpdir(), 'im-page-'));
    const env = { IM_DATA_FOLDER: folder, IM_TCP_PORT: '0', IM_WS_PORT: '0', IM_HTTP_PORT: '0' };
    const onFatal = (error: Error): void => expect.fail(String(error));
    server = await startEmbedded(readConfig('embedded', { env, argv: [] }), { log: silentLog, onFatal });
    tab = await openTab();
  }, 180_000);
  afterAll(async () => {
    await tab?.close();
    await server?.stop();
    await rm(folder, { recursive: true, force: true });
  });

  const ask = async (path: string) =>
    (await (await fetch(`${server.http.slice(0, -1)}${path}`)).json()) as Record<string, object[]>;

  test('the printed address shows the mails and acts on a connected client, without a token', { timeout: 180_000 }, async () => {
    const client = createClient({ gates: [server.tcp], device: { kind: 'phone', name: 'Pixel' } });
    const seen: string[] = [];
    client.on('closed', ({ reason }) => seen.push(reason));
    client.on('notice', ({ text }) => seen.push(text));
    try {
      await client.register({ name: 'Alice', password: 'correct horse' });
      const page = new PageDriver(tab, server.http);
      await page.open();
      await client.requestCode('alice@example.org', 'REGISTER');
      await page.show('mails');
      expect(await page.read(testIds.mail)).toMatch(/alice@example\.org[\s\S]*\d{6}/);
      await page.show('notices');
      await page.fill(testIds.noticeText, 'hello all');
      await page.clickAndConfirm(testIds.sendNotice);
      await expect.poll(() => seen, WAIT).toEqual(['hello all']);
      await page.show('users', '?account=alice');
      await page.click(testIds.endAll);
      await expect.poll(() => seen, WAIT).toEqual(['hello all', 'SESSION_ENDED']);
      await page.show('audit');
      await page.waitForText(testIds.view('audit'), /owner of the data folder/);
      expect(tab.complaints).toEqual([]);
    } finally {
      client.close();
    }
  });

  test('a page of another port of this machine can neither read nor act', { timeout: 180_000 }, async () => {
    const hostile = createServer(
      (_request, response) => void response.setHeader('Content-Type', 'text/html').end('<!doctype html>'),
    );
    hostile.listen(0, '127.0.0.1');
    await once(hostile, 'listening');
    const client = createClient({ gates: [server.tcp] });
    const ends: string[] = [];
    client.on('closed', ({ reason }) => ends.push(reason));
    try {
      await client.register({ name: 'Bob', password: 'correct horse' });
      const { entries: before } = await ask('/api/audit');
      await tab.open(`http://127.0.0.1:${(hostile.address() as AddressInfo).port}/`);
      const url = `${server.http}api/users/bob/end-sessions`;
      const outcomes = await tab.evaluate<string[]>(`(async () => {
        const attempt = (url, init) => fetch(url, init).then((response) => response.type + ' ' + response.status, () => 'failed');
        const outcomes = [
          await attempt('${server.http}api/mails'),
          await attempt('${url}', { method: 'POST', headers: { 'content-type': 'application/json' }, body: '{}' }),
          await attempt('${url}', { method: 'POST', mode: 'no-cors', body: '{}' }),
        ];
        const events = new EventSource('${server.http}api/live');
        outcomes.push(await new Promise((resolve) => {
          events.onopen = () => resolve('open');
          events.onerror = () => resolve('closed');
        }));
        events.close();
        return outcomes;
      })()`);
      expect(outcomes).toEqual(['failed', 'failed', 'failed', 'closed']);
      // A form takes the whole tab there, and shows the answer.
      await tab.evaluate(`{
        const form = document.body.appendChild(document.createElement('form'));
        Object.assign(form, { method: 'post', action: '${url}', enctype: 'text/plain' }).submit();
      }`);
      await tab.waitFor(`location.href === '${url}' && document.body?.innerText.includes('FOREIGN_SITE')`);
      expect((await ask('/api/users/bob')).sessions).toHaveLength(1);
      expect((await ask('/api/audit')).entries).toEqual(before);
      expect(ends).toEqual([]);
    } finally {
      client.close();
      hostile.close();
    }
  });
});
