import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { type Mail, MailFailed } from '../verify/ports.ts';
import { mailSpool } from './mail-spool.ts';

const MAIL: Mail = { to: 'bob@example.net', subject: 'Your code', text: 'Hello,\n\n    123456\n', html: '<p>123456</p>' };

let folder: string;
let printed: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'im-mails-'));
  printed = '';
});
afterEach(() => rmSync(folder, { recursive: true }));

function open() {
  return mailSpool(folder, {
    print(text) {
      printed += text;
    },
  });
}

test('a mail is printed on the console and stored for its owner only', async () => {
  await open().send(MAIL);
  expect(printed).toBe('\n  Mail to bob@example.net: Your code\n\n    Hello,\n\n        123456\n\n');
  const [file = ''] = readdirSync(join(folder, 'mails'));
  expect(JSON.parse(readFileSync(join(folder, 'mails', file), 'utf8'))).toEqual({ at: expect.any(Number), ...MAIL });
  expect(statSync(join(folder, 'mails', file)).mode & 0o777).toBe(0o600);
  expect(statSync(join(folder, 'mails')).mode & 0o777).toBe(0o700);
});

test('the content of a mail cannot control the terminal it is printed on', async () => {
  await open().send({ ...MAIL, subject: 'a\u001b[2Jb', text: 'c\u0007\u001b]0;title\u009bd\r\ne' });
  expect(printed).toBe('\n  Mail to bob@example.net: a [2Jb\n\n    c  ]0;title d\n    e\n\n');
});

test('mails are listed newest first, also after a restart', async () => {
  const first = open();
  for (let n = 1; n <= 12; n++) await first.send({ ...MAIL, text: `number ${n}` });
  const texts = (mails: readonly { text: string }[]) => mails.map(({ text }) => text);
  expect(texts(await first.listNewest(3))).toEqual(['number 12', 'number 11', 'number 10']);
  const second = open();
  await second.send({ ...MAIL, text: 'number 13' });
  expect(texts(await second.listNewest(2))).toEqual(['number 13', 'number 12']);
  expect(await second.listNewest(100)).toHaveLength(13);
});

test('mails sent concurrently are all stored', async () => {
  const mails = open();
  await Promise.all(Array.from({ length: 20 }, (_, n) => mails.send({ ...MAIL, text: String(n) })));
  expect((await mails.listNewest(100)).map(({ text }) => text)).toEqual(Array.from({ length: 20 }, (_, n) => String(19 - n)));
});

test('the spool keeps the newest 1000 mails', async () => {
  const path = join(folder, 'mails');
  open();
  for (let n = 0; n < 1005; n++) {
    const at = String(n).padStart(15, '0');
    writeFileSync(join(path, `${at}-00000000.json`), JSON.stringify({ at: n, ...MAIL, text: String(n) }));
  }
  const mails = open();
  await mails.send({ ...MAIL, text: 'the last one' });
  const kept = await mails.listNewest(2000);
  expect(kept).toHaveLength(1000);
  expect(kept.at(0)?.text).toBe('the last one');
  expect(kept.at(-1)?.text).toBe('6');
  expect(readdirSync(path)).toHaveLength(1000);
});

test('damaged, half-written and missing files are skipped, and block nothing', async () => {
  const mails = open();
  await mails.send(MAIL);
  await mails.send({ ...MAIL, text: 'gone' });
  const path = join(folder, 'mails');
  rmSync(join(path, readdirSync(path).sort().at(-1) ?? ''));
  writeFileSync(join(path, '000000000000001-00000000.json'), '{"at":');
  writeFileSync(join(path, '000000000000002-00000000.json.new'), '{"at":');
  const again = open();
  expect((await mails.listNewest(10)).map(({ text }) => text)).toEqual([MAIL.text]);
  expect((await again.listNewest(10)).map(({ text }) => text)).toEqual([MAIL.text]);
  expect(readdirSync(path).filter((name) => name.endsWith('.new'))).toEqual([]);
});

test('a mail that cannot be stored fails and is not printed', async () => {
  const mails = open();
  rmSync(join(folder, 'mails'), { recursive: true });
  await expect(mails.send(MAIL)).rejects.toThrow(MailFailed);
  expect(printed).toBe('');
});
