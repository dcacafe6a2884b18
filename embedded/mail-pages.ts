// The page that lists the mails kept instead of being sent.
import { createHash } from 'node:crypto';
import type { SpooledMail } from './spooled-mail.ts';

export type Language = 'en' | 'zh';

interface Words {
  readonly title: string;
  readonly explained: string;
  readonly none: string;
  readonly to: (address: string) => string;
}

const WORDS: Readonly<Record<Language, Words>> = {
  en: {
    title: 'Mails',
    explained: [
      'This server sends no mail. What it would have sent is shown here, the newest first;',
      'the page renews itself every few seconds.',
    ].join(' '),
    none: 'None yet.',
    to: (address) => `to ${address}`,
  },
  zh: {
    title: '邮件',
    explained: '本服务器不会真正发送邮件，本应发出的邮件显示在这里，最新的在最前面。页面每隔几秒自动刷新。',
    none: '还没有邮件。',
    to: (address) => `收件人：${address}`,
  },
};

const REFRESH_SECONDS = 4;

const STYLE = `:root{color-scheme:light dark;font:16px/1.5 system-ui,sans-serif}
body{max-width:44rem;margin:0 auto;padding:1rem}
article{border:1px solid #8886;border-radius:.5rem;padding:0 1rem;margin:1rem 0}
h2{font-size:1.1rem;margin:.8rem 0 0}
p{margin:.3rem 0;color:#888}
pre{font:inherit;white-space:pre-wrap;overflow-wrap:anywhere}`;

/** The Content-Security-Policy allows this style alone. */
export const STYLE_HASH = `sha256-${createHash('sha256').update(STYLE).digest('base64')}`;

/** A page without scripts, which shows the content of mails as text. */
export function renderMailsPage(mails: readonly SpooledMail[], language: Language): string {
  const words = WORDS[language];
  const time = new Intl.DateTimeFormat(language, { dateStyle: 'medium', timeStyle: 'medium' });
  const articles = mails.map(({ at, to, subject, text }) => {
    const [date, iso] = Number.isFinite(at) ? [time.format(at), new Date(at).toISOString()] : ['', ''];
    return `<article>
<h2>${escapeHtml(subject)}</h2>
<p>${escapeHtml(words.to(to))} · <time datetime="${iso}">${escapeHtml(date)}</time></p>
<pre>${escapeHtml(text.trimEnd())}</pre>
</article>`;
  });
  return `<!doctype html>
<html lang="${language}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<meta http-equiv="refresh" content="${REFRESH_SECONDS}">
<title>${words.title}</title>
<style>${STYLE}</style>
</head>
<body>
<h1>${words.title}</h1>
<p>${words.explained}</p>
${articles.length > 0 ? articles.join('\n') : `<p>${words.none}</p>`}
</body>
</html>
`;
}

/** The start page, with a link to the page of the mails. */
export function renderStartPage(language: Language, mailsPath: string): string {
  const { title } = WORDS[language];
  return `<!doctype html>
<html lang="${language}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<title>im</title>
<style>${STYLE}</style>
</head>
<body>
<h1>im</h1>
<ul><li><a href="${mailsPath}">${title}</a></li></ul>
</body>
</html>
`;
}

const ENTITIES: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' };

function escapeHtml(text: string): string {
  return text.replaceAll(/[&<>"']/g, (character) => ENTITIES[character] ?? character);
}
