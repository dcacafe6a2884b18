import { describe, expect, test } from 'vitest';
import type { Mail } from '../ports.ts';
import { CHANGE_EMAIL, REGISTER, RESET_PASSWORD } from '../testing/verify-fixture.ts';
import { mailComposer } from './mail-composer.ts';

const PURPOSES = [REGISTER, RESET_PASSWORD, CHANGE_EMAIL];
const TO = 'alice@example.org';
const CODE = { to: TO, purpose: REGISTER, code: '012345', lifetimeMs: 600_000, language: 'en' };

/** Every kind of mail, in every language. */
function allMails(service = 'im'): { mail: Mail; language: string; code: boolean }[] {
  const { composeCode, composeOwnerNotice, composeReplacedNotice } = mailComposer(service);
  return ['en', 'zh'].flatMap((language) => [
    ...PURPOSES.map((purpose) => ({ mail: composeCode({ ...CODE, purpose, language }), language, code: true })),
    ...[REGISTER, CHANGE_EMAIL].map((purpose) => ({
      mail: composeOwnerNotice({ to: TO, purpose, language }),
      language,
      code: false,
    })),
    { mail: composeReplacedNotice({ to: TO, language }), language, code: false },
  ]);
}

/** Returns the text of the HTML that a user sees. */
function visibleText(html: string): string {
  const plain = html.replace(/<head>.*?<\/head>/s, '').replaceAll(/<[^>]*>/g, ' ');
  const entities = { '&lt;': '<', '&gt;': '>', '&quot;': '"', '&#39;': "'", '&amp;': '&' };
  return Object.entries(entities).reduce((text, [entity, character]) => text.replaceAll(entity, character), plain);
}

test.each(allMails())('mail %#: text and HTML have the same content', ({ mail, code }) => {
  const words = (text: string): string[] => text.split(/\s+/).filter((word) => word !== '');
  expect(words(visibleText(mail.html))).toEqual(words(mail.text));
  expect(mail.text.includes('012345')).toBe(code);
  expect(mail.to).toBe(TO);
  expect(mail.text).not.toMatch(/[{}]|undefined/);
});

test.each(allMails())('mail %#: the mail has nothing to click or load, and the subject contains no code', ({ mail }) => {
  expect(mail.html).not.toMatch(/<(a|img|script|link|form|iframe|style|object)\b|https?:|url\(|src=|href=/i);
  expect(mail.text).not.toMatch(/https?:|www\./i);
  expect(mail.subject).not.toContain('012345');
  expect(mail.subject).toMatch(/^im[:：]/);
});

test.each(allMails())('mail %#: the text advises a recipient who did not request it', ({ mail, language }) => {
  expect(mail.text).toMatch(language === 'zh' ? /如果(这)?不是您本人的操作/ : /If you did not request it|If it was not you/);
});

test('each purpose has its own texts', () => {
  for (const part of ['subject', 'text', 'html'] as const) {
    const mailed = allMails().map(({ mail }) => mail[part]);
    // Both notices to an owner have the same subject.
    expect(new Set(mailed).size).toBe(part === 'subject' ? mailed.length - 2 : mailed.length);
  }
});

describe('the language', () => {
  const languageOf = (language: string): string | undefined =>
    /<html lang="([^"]*)">/.exec(mailComposer('im').composeCode({ ...CODE, language }).html)?.[1];
  test.each(['zh', 'zh-CN', 'zh-TW', 'zh-Hant-HK', 'ZH_cn'])('the language tag %j selects Chinese', (language) => {
    expect(languageOf(language)).toBe('zh-Hans');
  });
  test.each(['', 'en', 'de-DE', 'zhx', 'x-zh', '"><script>', '__proto__'])('the language tag %j selects English', (language) => {
    expect(languageOf(language)).toBe('en');
  });
});

test.each([
  [600_000, '10 minutes', '10 分钟'],
  [599_999, '9 minutes', '9 分钟'],
  [120_000, '2 minutes', '2 分钟'],
  [119_999, '1 minute and', '1 分钟'],
  [1, '1 minute and', '1 分钟'],
])('with %i ms left the mail states the remaining whole minutes, at least one', (lifetimeMs, english, chinese) => {
  expect(mailComposer('im').composeCode({ ...CODE, lifetimeMs }).text).toContain(`valid for ${english}`);
  expect(mailComposer('im').composeCode({ ...CODE, lifetimeMs, language: 'zh' }).text).toContain(` ${chinese}内`);
});

test('the composer escapes inserted values in HTML', () => {
  const service = `<b>A&B's</b> "$&chat$1" {service}`;
  for (const { mail } of allMails(service)) {
    expect(mail.html).not.toContain('<b>');
    expect(mail.html).toContain('&lt;b&gt;A&amp;B&#39;s&lt;/b&gt; &quot;$&amp;chat$1&quot; {service}');
    expect(mail.text).toContain(service);
    expect(mail.subject.startsWith(service)).toBe(true);
  }
});
