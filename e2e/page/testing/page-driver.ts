// Clicks and reads in the operator's page as an operator does, by the test ids of its elements.
import { testIds } from '../../../status/web/src/testids.ts';
import type { Tab } from './chromium.ts';

type ViewName = Parameters<typeof testIds.view>[0];

export class PageDriver {
  readonly tab: Tab;
  readonly #url: string;

  /** `url`: of the page, "http://127.0.0.1:9100/page/". */
  constructor(tab: Tab, url: string) {
    this.tab = tab;
    this.#url = url;
  }

  /** Gives the browser the token as a password, once. What the page asks the API for, the browser then signs by itself. */
  async signIn(token: string): Promise<void> {
    const url = new URL(this.#url);
    const withToken = Object.assign(new URL(url), { username: 'any', password: token });
    await this.tab.evaluate(`void (location.href = ${JSON.stringify(withToken.href)})`);
    await this.tab.waitFor(`document.readyState === 'complete' && location.host === ${JSON.stringify(url.host)}`);
    await this.open();
  }

  async open(): Promise<void> {
    await this.tab.open(this.#url);
    await this.waitFor(testIds.nav('members'));
  }

  /** Follows the address of a view: "#/users?account=alice". */
  async show(view: ViewName, rest = ''): Promise<void> {
    // Another view in between: the same one again would keep what it has loaded.
    await this.#follow(view === 'notices' ? 'groups' : 'notices', '');
    await this.#follow(view, rest);
  }

  async #follow(view: ViewName, rest: string): Promise<void> {
    await this.tab.evaluate(`void (location.hash = ${JSON.stringify(`#/${view}${rest}`)})`);
    await this.waitFor(testIds.view(view));
  }

  waitFor(testId: string): Promise<void> {
    return this.tab.waitFor(select(testId));
  }

  waitUntilGone(testId: string): Promise<void> {
    return this.tab.waitFor(`!${select(testId)}`);
  }

  has(testId: string): Promise<boolean> {
    return this.tab.evaluate(`Boolean(${select(testId)})`);
  }

  async read(testId: string): Promise<string> {
    await this.waitFor(testId);
    return this.tab.evaluate(`${select(testId)}.innerText`);
  }

  /** Waits until the text of the element fits. */
  waitForText(testId: string, pattern: RegExp): Promise<void> {
    return this.tab.waitFor(`${pattern}.test(${select(testId)}?.innerText ?? '')`);
  }

  async click(testId: string): Promise<void> {
    await this.tab.waitFor(`${select(testId)} && !${select(testId)}.disabled`);
    await this.tab.evaluate(`${select(testId)}.click()`);
  }

  /** Clicks a button that asks first, types the name if it wants one, and confirms. */
  async clickAndConfirm(testId: string, name?: string): Promise<void> {
    await this.click(testId);
    await this.waitFor(testIds.confirm);
    if (name !== undefined) await this.fill(testIds.confirmName, name);
    await this.click(testIds.confirm);
    await this.waitUntilGone(testIds.confirm);
  }

  /** As somebody types: the page sees an input event. */
  async fill(testId: string, text: string): Promise<void> {
    await this.waitFor(testId);
    await this.tab.evaluate(`{
      const field = ${select(testId)};
      Object.getOwnPropertyDescriptor(Object.getPrototypeOf(field), 'value').set.call(field, ${JSON.stringify(text)});
      field.dispatchEvent(new Event(field.tagName === 'SELECT' ? 'change' : 'input', { bubbles: true }));
    }`);
  }
}

function select(testId: string): string {
  return `document.querySelector(${JSON.stringify(`[data-testid="${testId}"]`)})`;
}
