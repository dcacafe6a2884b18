// The operator's page of `npm start` in a real browser: without a token, with the mails. Needs Debian's chromium.
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createClient } from '../../client/sdk/index.ts';
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
});
