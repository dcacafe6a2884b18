// The built page in Chromium, on a fixture server of its own for each test.

import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import type { Language, Theme } from '../../../status/web/src/preferences.ts';
import { startFixtureServer } from '../../../status/web/testing/fixture-server.ts';
import { buildPage } from '../../../tools/build-page.js';
import { openTab, type Tab } from './chromium.ts';

const ROOT = join(import.meta.dirname, '../../..');
/** Rules of WCAG 2.2, levels A and AA, and what axe calls good practice. */
const AXE = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

export type FixtureServer = Awaited<ReturnType<typeof startFixtureServer>>;

export interface Look {
  readonly theme?: Theme;
  readonly language?: Language;
  readonly isPhone?: boolean;
}

export interface AppFixture {
  readonly tab: Tab;
  readonly server: FixtureServer;
  /** Opens `#/…` anew and waits until it is live and has loaded. */
  show(hash: string, look?: Look): Promise<void>;
  click(testId: string): Promise<void>;
  /** Replaces what stands in a field. */
  fill(testId: string, text: string): Promise<void>;
  waitForText(testId: string, text: string): Promise<void>;
  has(testId: string): Promise<boolean>;
  /** What axe has found in the page as it is: rule, and the elements. */
  findViolations(): Promise<string[]>;
  /** By how many pixels the page can be scrolled sideways. */
  measureOverflow(): Promise<number>;
  close(): Promise<void>;
}

export async function openApp(): Promise<AppFixture> {
  const problem = buildPage(ROOT);
  if (problem) throw new Error(problem);
  const server = await startFixtureServer(join(ROOT, '.cache/operator-page'));
  const tab = await openTab();
  const one = (testId: string): string => `document.querySelector('[data-testid="${testId}"]')`;
  let opened = 0;
  return {
    tab,
    server,
    async show(hash, { theme = 'light', language = 'en', isPhone = false } = {}) {
      await tab.prefer(theme === 'dark' ? 'dark' : 'light');
      await tab.resize(isPhone ? 375 : 1280, isPhone ? 812 : 800, isPhone);
      if (opened === 0) await tab.open(server.url);
      await tab.evaluate(`localStorage.setItem('im-operator-language', '${language}')`);
      // The number makes it another page: an address that differs behind # alone is not loaded again.
      await tab.open(`${server.url}?${++opened}#/${hash}`);
      await tab.waitFor(`${one('link')}?.dataset.state === 'live' && !document.querySelector('.loading')`);
    },
    async click(testId) {
      await tab.waitFor(`${one(testId)} && !${one(testId)}.disabled`);
      await tab.evaluate(`${one(testId)}.click()`);
    },
    async fill(testId, text) {
      await tab.waitFor(one(testId));
      await tab.evaluate(`(() => {
        const field = ${one(testId)};
        field.focus();
        Object.getOwnPropertyDescriptor(Object.getPrototypeOf(field), 'value').set.call(field, ${JSON.stringify(text)});
        field.dispatchEvent(new Event(field.tagName === 'SELECT' ? 'change' : 'input', { bubbles: true }));
      })()`);
    },
    waitForText: (testId, text) =>
      tab.waitFor(`[...document.querySelectorAll('[data-testid="${testId}"]')]
        .some((one) => one.innerText.includes(${JSON.stringify(text)}))`),
    has: (testId) => tab.evaluate<boolean>(`${one(testId)} !== null`),
    async findViolations() {
      if (!(await tab.evaluate<boolean>('typeof axe === "object"'))) await tab.evaluate(`${AXE}; undefined`);
      return tab.evaluate<string[]>(`axe.run().then(({ violations }) => violations.map(({ id, nodes }) =>
        id + ': ' + nodes.map(({ html, any }) => html.slice(0, 120) + ' ' + (any[0]?.message ?? '')).join(' | ')))`);
    },
    measureOverflow: () => tab.evaluate<number>('document.documentElement.scrollWidth - document.documentElement.clientWidth'),
    async close() {
      await tab.close();
      await server.stop();
    },
  };
}
