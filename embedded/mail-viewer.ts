// Web pages for the operator, served by HTTP only on this machine.
import { createHash, randomBytes, timingSafeEqual } from 'node:crypto';
import { type HttpAnswer, type HttpRequest, type Log, textAnswer } from '../infra/ports/index.ts';
import { type HttpServer, startHttpServer } from '../infra/process/http/http-server.ts';
import { type Language, renderMailsPage, renderStartPage, STYLE_HASH } from './mail-pages.ts';
import type { SpooledMails } from './spooled-mail.ts';

const MAILS_SHOWN = 100;
const KEY_BYTES = 16;
const HTML = 'text/html; charset=utf-8';
/** Browsers send less. The time that a longer header takes grows with the square of its length. */
const MAX_LANGUAGE_CHARACTERS = 200;

/** They forbid scripts, frames, forms and external resources. */
const HEADERS: Readonly<Record<string, string>> = {
  'Content-Security-Policy': [
    "default-src 'none'",
    `style-src '${STYLE_HASH}'`,
    "base-uri 'none'",
    "form-action 'none'",
    "frame-ancestors 'none'",
  ].join('; '),
  'Referrer-Policy': 'no-referrer',
  'Cross-Origin-Resource-Policy': 'same-origin',
  Vary: 'Accept-Language',
};

const SERVER = {
  host: '127.0.0.1',
  settings: { port: 'IM_HTTP_PORT' },
  maxConnections: 100,
  maxRequestsPerSecond: 1000,
};

/**
 * Serves the pages on 127.0.0.1; port 0 selects a free port. Resolves when the server listens; rejects with SetupError where the
 * port is not available. Its URL is "http://127.0.0.1:7002/KEY", with a random key: other users of this machine can connect, too,
 * and mails contain codes. Answers only to localhost or 127.0.0.1, so DNS rebinding cannot read a mail.
 */
export async function startMailViewer({
  port,
  mails,
  log,
}: {
  port: number;
  mails: SpooledMails;
  log: Log;
}): Promise<HttpServer> {
  const key = randomBytes(KEY_BYTES).toString('base64url');
  const { url, stop } = await startHttpServer({ ...SERVER, port, log, handle: (request) => answer(request, key, mails) });
  return { url: `${url}/${key}`, stop };
}

async function answer({ method, path: fullPath, headers }: HttpRequest, key: string, mails: SpooledMails): Promise<HttpAnswer> {
  const language = languageOf(headers['accept-language']);
  const sentence = (status: keyof typeof SENTENCES): HttpAnswer =>
    textAnswer(status, SENTENCES[status][language], { ...HEADERS, ...(status === 405 && { Allow: 'GET, HEAD' }) });
  const page = (html: string): HttpAnswer => ({ status: 200, body: html, contentType: HTML, headers: HEADERS });
  if (!/^(localhost|127\.0\.0\.1)(:\d{1,5})?$/i.test(headers.host ?? '')) return sentence(421);
  const [, givenKey = '', path = '/'] = /^\/([^/]*)(\/.*)?/.exec(fullPath) ?? [];
  if (!isSame(givenKey, key)) return sentence(403);
  if (path !== '/' && path !== '/mails') return sentence(404);
  if (method !== 'GET' && method !== 'HEAD') return sentence(405);
  if (path === '/') return page(renderStartPage(language, `/${key}/mails`));
  return page(renderMailsPage(await mails.listNewest(MAILS_SHOWN), language));
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
