// Web pages for the operator, served by HTTP only on this machine.
import { type HttpAnswer, type HttpHandler, type HttpRequest, textAnswer } from '../infra/ports/index.ts';
import { type Language, renderMailsPage, renderStartPage, STYLE_HASH } from './mail-pages.ts';
import { isSameKey } from './operator-server.ts';
import type { SpooledMails } from './spooled-mail.ts';

const MAILS_SHOWN = 100;
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

/**
 * Answers /KEY and /KEY/mails. Without the key it shows nothing: other users of this machine can connect, too, and mails contain
 * codes.
 */
export function answerMails(key: string, mails: SpooledMails): HttpHandler {
  return (request) => answer(request, key, mails);
}

async function answer({ method, path: fullPath, headers }: HttpRequest, key: string, mails: SpooledMails): Promise<HttpAnswer> {
  const language = languageOf(headers['accept-language']);
  const sentence = (status: keyof typeof SENTENCES): HttpAnswer =>
    textAnswer(status, SENTENCES[status][language], { ...HEADERS, ...(status === 405 && { Allow: 'GET, HEAD' }) });
  const page = (html: string): HttpAnswer => ({ status: 200, body: html, contentType: HTML, headers: HEADERS });
  const [, givenKey = '', path = '/'] = /^\/([^/]*)(\/.*)?/.exec(fullPath) ?? [];
  if (!isSameKey(givenKey, key)) return sentence(403);
  if (path !== '/' && path !== '/mails') return sentence(404);
  if (method !== 'GET' && method !== 'HEAD') return sentence(405);
  if (path === '/') return page(renderStartPage(language, `/${key}/mails`));
  return page(renderMailsPage(await mails.listNewest(MAILS_SHOWN), language));
}

const SENTENCES = {
  403: {
    en: 'This address lacks the key: open the one that the server printed at its start.',
    zh: '这个地址缺少密钥：请打开服务器启动时显示的地址。',
  },
  404: { en: 'There is no such page. The mails are at /KEY/mails.', zh: '没有这个页面。邮件在 /密钥/mails。' },
  405: { en: 'This page can only be read: GET or HEAD.', zh: '这个页面只能读取：GET 或 HEAD。' },
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
