import { getCACertificates, setDefaultCACertificates } from 'node:tls';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import type { Log } from '../../infra/ports/index.ts';
import { findFreePorts } from '../../tools/servers/child-processes.ts';
import { type MailServer, type MailServerOptions, startMailServer } from '../../tools/servers/mail-server.ts';
import { smtpMailer } from '../../verify/mail/smtp-mailer.ts';
import { type Mail, MailFailed } from '../../verify/ports.ts';

const FROM = { name: 'im', address: 'no-reply@example.org' };
const MAIL: Mail = { to: 'bob@example.net', subject: 'Your code', text: '123456 is your code.', html: '<p><b>123456</b></p>' };

const trusted = getCACertificates('default');
let ends: (() => unknown)[];
let logged: string;
const log: Log = { debug: keep, info: keep, warn: keep, error: keep };
function keep(fields: object, message: string): void {
  logged += `${message} ${JSON.stringify(fields)}\n`;
}
beforeEach(() => {
  ends = [];
  logged = '';
});
afterEach(async () => {
  for (const end of ends.reverse()) await end();
  setDefaultCACertificates(trusted);
});

async function serve(options: MailServerOptions & { trust?: boolean } = {}): Promise<MailServer> {
  const server = await startMailServer(options);
  ends.push(() => server.stop());
  if (options.trust) setDefaultCACertificates([...trusted, server.certificate]);
  return server;
}

function mailer(url: string, from = FROM) {
  const made = smtpMailer({ url, from, log });
  ends.push(() => made.close());
  return made;
}

/** The same server at an address that the mailer treats as remote. */
function remote(url: string): string {
  return url.replace('127.0.0.1', '0.0.0.0');
}

function passwordOf(url: string): string {
  return decodeURIComponent(new URL(url).password);
}

async function failure(sending: Promise<void>): Promise<MailFailed> {
  const error = await sending.then(
    () => new Error('the mail was accepted'),
    (thrown: unknown) => thrown,
  );
  if (!(error instanceof MailFailed)) throw error;
  return error;
}

test.each([
  ['with TLS from the start', { tls: 'from-the-start' } as const],
  ['after STARTTLS', { tls: 'starttls' } as const],
])('a mail arrives over verified TLS, authenticated, with the required headers and no others: %s', async (_, options) => {
  const server = await serve({ ...options, trust: true });
  await mailer(remote(server.url)).send(MAIL);
  const mail = await server.nextMail('bob@example.net');
  expect(mail).toMatchObject({ from: 'im <no-reply@example.org>', subject: MAIL.subject, text: MAIL.text, html: MAIL.html });
  expect(Object.fromEntries(mail.headers.map(({ name, value }) => [name, value]))).toEqual({
    from: 'im <no-reply@example.org>',
    to: 'bob@example.net',
    subject: 'Your code',
    'message-id': expect.stringMatching(/^<[0-9a-f-]{36}@example\.org>$/),
    'auto-submitted': 'auto-generated',
    date: expect.any(String),
    'mime-version': '1.0',
    'content-type': expect.stringMatching(/^multipart\/alternative;/),
  });
  expect(logged).toBe('');
});

test.each([
  ['with TLS from the start', { tls: 'from-the-start' } as const],
  ['after STARTTLS', { tls: 'starttls' } as const],
])('the mailer rejects an untrusted certificate without a retry: %s', async (_, options) => {
  const server = await serve(options);
  const { message, permanent } = await failure(mailer(remote(server.url)).send(MAIL));
  expect(message).toContain('DEPTH_ZERO_SELF_SIGNED_CERT');
  expect(permanent).toBe(false);
  expect(server).toMatchObject({ mails: [], connectionCount: 1 });
});

test('the mailer rejects a certificate for another host name', async () => {
  const server = await serve({ tls: 'from-the-start', trust: true });
  const { message } = await failure(mailer(server.url.replace('127.0.0.1', '[::ffff:127.0.0.1]')).send(MAIL));
  expect(message).toContain('ERR_TLS_CERT_ALTNAME_INVALID');
  expect(server.mails).toEqual([]);
});

test('the mailer sends neither the password nor the mail to a remote server without TLS', async () => {
  const server = await serve({ tls: 'none' });
  await failure(mailer(remote(server.url)).send(MAIL));
  expect(server.mails).toEqual([]);
  // Mail to this machine crosses no network.
  await mailer(server.url).send(MAIL);
  await mailer(server.url.replace('127.0.0.1', 'localhost')).send(MAIL);
  expect(server.mails).toHaveLength(2);
});

test('the query of the SMTP URL cannot switch off certificate verification', async () => {
  const server = await serve({ tls: 'from-the-start' });
  await failure(mailer(`${server.url}?tls.rejectUnauthorized=false`).send(MAIL));
  expect(server.mails).toEqual([]);
});

test('the mailer rejects an unreadable SMTP URL without repeating it', () => {
  expect(() => mailer('smtp://im:se%cret@127.0.0.1')).toThrow(/^(?!.*cret).*%25/);
});

test.each(['验证码 — your code', 'Ünïcödé', `${'long '.repeat(60)}end`])(
  'a subject and a sender name in any script arrive unchanged: %s',
  async (subject) => {
    const server = await serve();
    await mailer(server.url, { name: '群聊 “im”', address: FROM.address }).send({
      ...MAIL,
      subject,
      text: '您的验证码是 123456。',
    });
    const mail = await server.nextMail(MAIL.to);
    expect(mail).toMatchObject({ subject, from: `群聊 “im” <${FROM.address}>`, text: '您的验证码是 123456。' });
  },
);

test.each([
  'x\r\nBcc: eve@example.com',
  'x\nX-Evil: 1\n\nanother body',
  'x\rBcc: eve@example.com',
  'x\u2028Bcc: eve@example.com\u0000',
])('a subject or a sender name cannot add headers: %j', async (evil) => {
  const server = await serve();
  await mailer(server.url, { name: evil, address: FROM.address }).send({ ...MAIL, subject: evil });
  const mail = await server.nextMail(MAIL.to);
  const names = mail.headers.map(({ name }) => name).sort();
  expect(names).toEqual(['auto-submitted', 'content-type', 'date', 'from', 'message-id', 'mime-version', 'subject', 'to']);
  expect(mail.text).toBe(MAIL.text);
});

test.each([
  'bob@example.net\r\nRCPT TO:<eve@example.com>',
  'bob@example.net, eve@example.com',
  'bob@example.net>\r\nBcc: eve@example.com',
])('a mail to an invalid e-mail address or to two addresses is not sent: %j', async (to) => {
  const server = await serve();
  const { permanent } = await failure(mailer(server.url).send({ ...MAIL, to }));
  expect(permanent).toBe(true);
  expect(server.mails).toEqual([]);
});

test('a wrong SMTP password fails at once and is not a permanent failure of the recipient', async () => {
  const server = await serve();
  server.setBehaviour('refuse-log-in');
  const { message, permanent } = await failure(mailer(server.url).send(MAIL));
  expect(message).toMatch(/the log-in was refused \(535\b/);
  expect(permanent).toBe(false);
  expect(server.connectionCount).toBe(1);
});

test('a rejected recipient is a permanent failure and is not retried', async () => {
  const server = await serve();
  server.setBehaviour('refuse-recipients');
  const { message, permanent } = await failure(mailer(server.url).send(MAIL));
  expect(message).toMatch(/^127\.0\.0\.1:\d+: the recipient was refused \(550\b/);
  expect(permanent).toBe(true);
  expect(logged.trim().split('\n')).toHaveLength(1);
});

test('a temporary rejection is retried once', async () => {
  const server = await serve();
  server.setBehaviour('refuse-once');
  await mailer(server.url).send(MAIL);
  expect(server.mails).toHaveLength(1);
  expect(logged).toMatch(/the recipient was refused \(451\b/);
});

test('a connection lost during a mail is retried once, then the mail fails', async () => {
  const server = await serve();
  server.setBehaviour('drop-once');
  const made = mailer(server.url);
  await made.send(MAIL);
  expect(server.mails.map(({ text }) => text)).toEqual([MAIL.text]);

  server.setBehaviour('drop');
  const before = server.connectionCount;
  const { permanent } = await failure(made.send(MAIL));
  expect(permanent).toBe(false);
  // The second mail may start on the connection of the first one.
  expect(server.connectionCount - before).toBeLessThanOrEqual(2);
  expect(server.mails).toHaveLength(1);
});

test('if the server disconnects before its greeting, the mailer retries exactly once', async () => {
  const server = await serve();
  server.setBehaviour('hang-up');
  const { permanent } = await failure(mailer(server.url).send(MAIL));
  expect(permanent).toBe(false);
  expect(server.connectionCount).toBe(2);
});

test('a server that does not answer fails the mail within 8 s, before or after its greeting', async () => {
  const begun = performance.now();
  await Promise.all(
    (['slow', 'silent'] as const).map(async (behaviour) => {
      const server = await serve();
      server.setBehaviour(behaviour);
      const { permanent } = await failure(mailer(server.url).send(MAIL));
      expect(permanent).toBe(false);
    }),
  );
  // The mailer gives up after 7.5 s; the socket's own limit of 40 s would be too late. A busy machine adds a second or two.
  expect(performance.now() - begun).toBeLessThan(20_000);
});

test('while the server is unavailable a mail fails soon, and later mails work when it is available again', async () => {
  const [port] = await findFreePorts(1);
  const first = await startMailServer({ port: port ?? 0 });
  const made = mailer(first.url);
  await made.send(MAIL);
  await first.stop();
  const { message } = await failure(made.send(MAIL));
  expect(message).toContain('ECONNREFUSED');

  const second = await serve({ port: port ?? 0, password: passwordOf(first.url) });
  await made.send(MAIL);
  expect(second.mails).toHaveLength(1);
});

test('many concurrent mails share few connections and reach their recipients', async () => {
  const server = await serve();
  const made = mailer(server.url);
  const addresses = Array.from({ length: 60 }, (_, i) => `user${i}@example.net`);
  await Promise.all(addresses.map((to) => made.send({ ...MAIL, to, text: `for ${to}` })));
  expect(server.mails.map(({ to }) => to).sort()).toEqual(addresses.sort());
  for (const { to, text, headers } of server.mails) {
    expect(text).toBe(`for ${to}`);
    expect(headers).toContainEqual({ name: 'to', value: to });
  }
  expect(server.connectionCount).toBeLessThanOrEqual(5);
});

test('failing mails do not affect others', async () => {
  const server = await serve();
  server.setBehaviour('refuse-once');
  const made = mailer(server.url);
  await Promise.all(Array.from({ length: 10 }, (_, i) => made.send({ ...MAIL, to: `user${i}@example.net` })));
  expect(new Set(server.mails.map(({ to }) => to)).size).toBe(10);
});

test('neither errors nor log lines contain a password, an e-mail address or the content of the mail', async () => {
  const server = await serve();
  const password = passwordOf(server.url);
  const made = mailer(server.url);
  for (const behaviour of ['refuse-mails', 'refuse-recipients', 'refuse-log-in'] as const) {
    server.setBehaviour(behaviour);
    const error = await failure(behaviour === 'refuse-log-in' ? mailer(server.url).send(MAIL) : made.send(MAIL));
    logged += `${error.message} ${error.stack} ${JSON.stringify(error)} ${String(error.cause)}`;
  }
  expect(logged).toMatch(/refused/);
  for (const secret of [password, encodeURIComponent(password), MAIL.to, '123456', 'Your code'])
    expect(logged).not.toContain(secret);
});

test('close fails mails in flight at once and rejects later ones', async () => {
  const server = await serve();
  server.setBehaviour('slow');
  const made = mailer(server.url);
  const sending = failure(made.send(MAIL));
  await vi.waitFor(() => expect(server.connectionCount).toBe(1));
  made.close();
  await sending;
  await failure(made.send(MAIL));
  expect(server.mails).toEqual([]);
  expect(logged).not.toContain('"attempt":2');
}, 4000);
