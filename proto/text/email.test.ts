import { describe, expect, test } from 'vitest';
import { emailKey, normalizeEmail } from './email.ts';

describe('an e-mail address', () => {
  test.each([
    ['alice@example.org', 'alice@example.org'],
    [' Alice.B+chat@Example.ORG\n', 'Alice.B+chat@example.org'],
    ['zoë@bücher.example', 'zoë@xn--bcher-kva.example'],
    ['ａｌｉｃｅ＠ｅｘａｍｐｌｅ．ｏｒｇ', 'alice@example.org'],
    ["o'neil@a.b.c.example", "o'neil@a.b.c.example"],
  ])('%j normalizes to %s', (text, email) => {
    expect(normalizeEmail(text)).toBe(email);
    expect(normalizeEmail(email)).toBe(email);
  });

  test.each([
    '',
    '@',
    'alice',
    'alice@',
    '@example.org',
    'alice@localhost',
    'alice@example.org/x',
    'alice@example.org?x',
    'alice@example.org#x',
    'alice@example.org\\x',
    'alice@ex%61mple.org',
    'alice@exam\nple.org',
    'alice@exam\tple.org',
    'alice@[127.0.0.1]',
    'alice@127.0.0.1',
    'alice@example..org',
    'alice@-a.org',
    '.alice@example.org',
    'al..ice@example.org',
    'a b@example.org',
    '"a b"@example.org',
    'alice(comment)@example.org',
    'alice@example.org\r\nBcc: eve@example.org',
    'alice\r\nBcc: eve@example.org',
    'alice@example.org,eve@example.org',
    'Alice <alice@example.org>',
    'alice@example.org>\r\nDATA',
    'al\u202eice@example.org',
    'al\u0000ice@example.org',
    `${'a'.repeat(65)}@example.org`,
    `alice@${'a'.repeat(64)}.org`,
    `alice@${'abc.'.repeat(80)}org`,
    'x'.repeat(10_000_000),
  ])('invalid text %# is rejected', (text) => {
    expect(normalizeEmail(text)).toBeUndefined();
  });

  test('addresses that differ only in case have the same key', () => {
    expect(emailKey('ALICE@example.org')).toBe(emailKey('alice@example.org'));
    expect(emailKey('ΣΑΣ@example.org')).toBe(emailKey('σας@example.org'));
    for (const email of ['ALICE@example.org', 'ΣΑΣ@example.org', 'İ@example.org']) {
      const key = emailKey(email);
      expect(emailKey(key)).toBe(key);
    }
  });

  test.each([
    ['groß@example.org', 'gross@example.org'],
    ['mıke@example.org', 'mike@example.org'],
    ['zoë@example.org', 'zoe@example.org'],
  ])('%s and %s have different keys', (one, other) => {
    expect(emailKey(one)).not.toBe(emailKey(other));
  });
});
