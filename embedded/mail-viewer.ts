// Web pages for the operator, served by HTTP only on this machine.
import { createHash, randomBytes, timingSafeEqual } from 'node:crypto';
import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Log } from '../infra/ports/index.ts';
import { type Language, renderMailsPage, renderStartPage, STYLE_HASH } from './mail-pages.ts';
import type { SpooledMails } from './spooled-mail.ts';

const HOST = '127.0.0.1';
const MAILS_SHOWN = 100;
const KEY_BYTES = 16;
/** Browsers send less. The time that a longer header takes grows with the square of its length. */
const MAX_LANGUAGE_CHARACTERS = 200;

/** They forbid scripts, frames, forms, external resources and caching. */
const HEADERS: Readonly<Record<string, string>> = {
  'Content-Security-Policy': [
    "default-src 'none'",
    `style-src '${STYLE_HASH}'`,
    "base-uri 'none'",
    "form-action 'none'",
    "frame-ancestors 'none'",
  ].join('; '),
  'X-Content-Type-Options': 'nosniff',
  'Referrer-Policy': 'no-referrer',
  'Cross-Origin-Resource-Policy': 'same-origin',
  'Cache-Control': 'no-store',
  Vary: 'Accept-Language',
};

export interface MailViewer {
  /** "http://127.0.0.1:7002/KEY", with a random key: other users of this machine can connect, too, and mails contain codes. */
  readonly url: string;
  stop(): Promise<void>;
}

/**
 * Serves the pages on 127.0.0.1; port 0 selects a free port. Resolves when the server listens; rejects where the port is not
 * available (EADDRINUSE, …). Answers only requests with its key, and only to localhost or 127.0.0.1, so DNS rebinding cannot
 * read a mail.
 */
export async function startMailViewer({
  port,
  mails,
  log,
}: {
  port: number;
  mails: SpooledMails;
  log: Log;
}): Promise<MailViewer> {
  const limits = { maxHeaderSize: 16_384, headersTimeout: 5000, requestTimeout: 10_000, keepAliveTimeout: 5000 };
  const key = randomBytes(KEY_BYTES).toString('base64url');
  const server = createServer(limits, (request, response) => {
    answer(request, key, mails).then(
      (page) => respond(response, page),
      (error: unknown) => {
        log.error({ err: error }, 'mail page not rendered, the browser gets status 500');
        respond(response, { status: 500, body: 'This page cannot be shown; the log of the server says why.\n', html: false });
      },
    );
  });
  server.maxConnections = 100;
  server.listen(port, HOST);
  await once(server, 'listening');
  server.on('error', (error) => log.error({ err: error }, 'page of the mails failed, a browser may not connect'));
  return {
    url: `http://${HOST}:${(server.address() as AddressInfo).port}/${key}`,
    async stop() {
      const closed = once(server, 'close');
      server.close();
      server.closeAllConnections();
      await closed;
    },
  };
}

interface Page {
  readonly status: number;
  readonly body: string;
  readonly html: boolean;
}

async function answer({ method, url = '/', headers }: IncomingMessage, key: string, mails: SpooledMails): Promise<Page> {
  const language = languageOf(headers['accept-language']);
  const sentence = (status: keyof typeof SENTENCES): Page => ({ status, body: `${SENTENCES[status][language]}\n`, html: false });
  if (!/^(localhost|127\.0\.0\.1)(:\d{1,5})?$/i.test(headers.host ?? '')) return sentence(421);
  const [, givenKey = '', path = '/'] = /^\/([^/?]*)(\/[^?]*)?/.exec(url) ?? [];
  if (!isSame(givenKey, key)) return sentence(403);
  if (path !== '/' && path !== '/mails') return sentence(404);
  if (method !== 'GET' && method !== 'HEAD') return sentence(405);
  if (path === '/') return { status: 200, body: renderStartPage(language, `/${key}/mails`), html: true };
  return { status: 200, body: renderMailsPage(await mails.listNewest(MAILS_SHOWN), language), html: true };
}

/** Takes the same time for all given keys. */
function isSame(given: string, key: string): boolean {
  const [one, other] = [given, key].map((text) => createHash('sha256').update(text).digest());
  return one !== undefined && other !== undefined && timingSafeEqual(one, other);
}

const SENTENCES = {
  403: {
    en: 'This address lacks the key: open the one that the server printed at its start.',
    zh: '这个地址缺少密钥：请打开服务器启动时显示的地址。',
  },
  404: { en: 'There is no such page. The mails are at /KEY/mails.', zh: '没有这个页面。邮件在 /密钥/mails。' },
  405: { en: 'This page can only be read: GET or HEAD.', zh: '这个页面只能读取：GET 或 HEAD。' },
  421: {
    en: 'This server answers only as localhost or 127.0.0.1, on the machine it runs on.',
    zh: '本服务器只在本机以 localhost 或 127.0.0.1 访问。',
  },
} as const;

function respond(response: ServerResponse, { status, body, html }: Page): void {
  response.writeHead(status, {
    ...HEADERS,
    ...(status === 405 ? { Allow: 'GET, HEAD' } : {}),
    'Content-Type': `text/${html ? 'html' : 'plain'}; charset=utf-8`,
    'Content-Length': Buffer.byteLength(body),
  });
  response.end(body);
}

/** The supported language that the reader prefers most, as in "zh-CN,zh;q=0.9,en;q=0.8". */
function languageOf(accepted = ''): Language {
  const weights: Record<Language, number> = { en: 0, zh: 0 };
  for (const part of accepted.slice(0, MAX_LANGUAGE_CHARACTERS).split(',')) {
    const [, name, weight = '1'] = /^\s*(en|zh)(?:-[\w-]+)?\s*(?:;\s*q=([\d.]+))?\s*$/i.exec(part) ?? [];
    const language = name?.toLowerCase() as Language | undefined;
    if (language) weights[language] = Math.max(weights[language], Number(weight));
  }
  return weights.zh > weights.en ? 'zh' : 'en';
}
