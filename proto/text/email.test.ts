import { describe, expect, test } from 'vitest';
import { emailKey, normalizeEmail, parseEmail } from './email.ts';

describe('an e-mail address', () => {
  test.each([
    ['alice@example.org', 'alice@example.org'],
    [' Alice.B+chat@Example.ORG\n', 'Alice.B+chat@example.org'],
    ['zoë@bücher.example', 'zoë@xn--bcher-kva.example'],
    ['ａｌｉｃｅ＠ｅｘａｍｐｌｅ．ｏｒｇ', 'alice@example.org'],
    ['alice＠example。org', 'alice@example.org'],
    ['alice﹫example｡org', 'alice@example.org'],
    ['alice@example.org。', 'alice@example.org'],
    ['alice@example.org.', 'alice@example.org'],
    ['\u3000alice@example.org\u00a0', 'alice@example.org'],
    ['\ufeffalice@example.org\u200b\u200e', 'alice@example.org'],
    ['mailto:alice@example.org', 'alice@example.org'],
    ['MailTo: alice@example.org ', 'alice@example.org'],
    ['ｍａｉｌｔｏ：alice@example.org', 'alice@example.org'],
    ['<alice@example.org>', 'alice@example.org'],
    ['＜ alice@example.org ＞', 'alice@example.org'],
    ['<mailto:alice@example.org>', 'alice@example.org'],
    ['alice@例え.テスト', 'alice@xn--r8jz45g.xn--zckzah'],
    ['alice@xn--r8jz45g.xn--zckzah', 'alice@xn--r8jz45g.xn--zckzah'],
    ['alice@XN--BCHER-KVA.example', 'alice@xn--bcher-kva.example'],
    ['alice@bu\u0308cher.example', 'alice@xn--bcher-kva.example'],
    ['alice@ＢÜＣＨＥＲ．example', 'alice@xn--bcher-kva.example'],
    ['zoe\u0308@example.org', 'zo\u00eb@example.org'],
    ['ﾃｽﾄ@example.org', 'テスト@example.org'],
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
    '\ufdfa'.repeat(10_000_000),
    'alice@xn--a.example',
    'alice@xn--example-.org',
    'ﬁ@example.org',
    'x①@example.org',
    'mailto:alice%2Bchat@example.org',
    'mailto:x?to=alice@example.org',
    'ali\u200bce@example.org',
    'ali\ud83dce@example.org',
  ])('invalid text %# is rejected', (text) => {
    expect(normalizeEmail(text)).toBeUndefined();
  });

  test.each([
    ['Alice <alice@example.org>', 'alice@example.org'],
    ['"Smith, Alice" <alice@example.org>', 'alice@example.org'],
    ['Alice alice@example.org', 'alice@example.org'],
    ['alice @ example . org', 'alice@example.org'],
    ['alice@example,org', 'alice@example.org'],
    ['alice@example、org', 'alice@example.org'],
    ['alice@example..org', 'alice@example.org'],
    ['alice@@example.org', 'alice@example.org'],
    ['alice@example.org，', 'alice@example.org'],
    ['（alice@example.org）', 'alice@example.org'],
    ['《alice@example.org》', 'alice@example.org'],
    ['“alice@example.org”', 'alice@example.org'],
    ['ali\u200bce@example.org', 'alice@example.org'],
    ['ﬁona@example.org', 'fiona@example.org'],
    ['x①@example.org', 'x1@example.org'],
    ['mailto:alice%2Bchat@example.org?subject=x', 'alice+chat@example.org'],
    ['mailto:alice@example.org?cc=eve@example.org', 'alice@example.org'],
  ])('%j is not certain: parseEmail refuses it with BAD_ADDRESS and suggests %s', (text, email) => {
    expect(normalizeEmail(text)).toBeUndefined();
    expect(() => parseEmail(text)).toThrow(expect.objectContaining({ code: 'BAD_ADDRESS', suggestion: email }));
    expect(normalizeEmail(email)).toBe(email);
  });

  test.each([
    '',
    'alice',
    'alice@',
    'alice@localhost',
    'alice@example.org,eve@example.org',
    'alice@example.org eve@example.org',
    '<alice@example.org> <eve@example.org>',
    'alice@example.org\r\nBcc: eve@example.org',
    'x'.repeat(10_000_000),
    `${'<'.repeat(500)}@${'>'.repeat(500)}`,
  ])('text %# stands for no address, or for more than one: nothing is suggested', (text) => {
    expect(() => parseEmail(text)).toThrow(expect.objectContaining({ code: 'BAD_ADDRESS', suggestion: undefined }));
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
