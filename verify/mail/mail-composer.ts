// The mails verify writes: plain text and HTML of the same words. No link and no image: there is nothing to click, so nothing to be imitated.
import type { im } from '../../proto/rpc.ts';
import type { Mail } from '../ports.ts';
import { CHINESE, ENGLISH, type MailTexts } from './mail-texts.ts';

const MINUTE_MS = 60_000;

export interface CodeMail {
  readonly to: string;
  readonly purpose: im.CodePurpose;
  readonly code: string;
  /** What is left of the code's life. */
  readonly lifetimeMs: number;
  /** BCP 47, of who asked; anything is taken. */
  readonly language: string;
}

export interface OwnerNotice {
  readonly to: string;
  /** What somebody wanted the address for. */
  readonly purpose: im.CodePurpose;
  readonly language: string;
}

export interface ReplacedNotice {
  readonly to: string;
  readonly language: string;
}

export interface MailComposer {
  /** Brings a code. Its subject, which a locked telephone shows, does not. */
  composeCode(mail: CodeMail): Mail;
  /** Tells the owner of an account that somebody wanted its address for another one. */
  composeOwnerNotice(mail: OwnerNotice): Mail;
  /** Tells whoever has the address that it was the one of an account which has another one now. */
  composeReplacedNotice(mail: ReplacedNotice): Mail;
}

/** `service` is what the mails call this service. */
export function mailComposer(service: string): MailComposer {
  return {
    composeCode: ({ to, purpose, code, lifetimeMs, language }) => {
      const words = wordsFor(language);
      const { subject, before, after } = words.code(purpose);
      const minutes = Math.max(1, Math.floor(lifetimeMs / MINUTE_MS));
      return written(words, { to, subject, service, before: [before], code, after: [words.lives(minutes), words.secret, after] });
    },
    composeOwnerNotice: ({ to, purpose, language }) => {
      const words = wordsFor(language);
      const { subject, paragraphs } = words.owner(purpose);
      return written(words, { to, subject, service, before: paragraphs, after: [] });
    },
    composeReplacedNotice: ({ to, language }) => {
      const words = wordsFor(language);
      const { subject, paragraphs } = words.replaced;
      return written(words, { to, subject, service, before: paragraphs, after: [] });
    },
  };
}

function wordsFor(language: string): MailTexts {
  return /^zh([-_]|$)/i.test(language) ? CHINESE : ENGLISH;
}

interface Content {
  readonly to: string;
  readonly subject: string;
  readonly service: string;
  readonly before: readonly string[];
  readonly code?: string;
  readonly after: readonly string[];
}

/** Every mail has the same shape: greeting, words, perhaps a code, words, and who wrote it. `{service}` in the words is the service's name. */
function written(words: MailTexts, { to, subject, service, before, code, after }: Content): Mail {
  const named = (text: string): string => text.replaceAll('{service}', () => service);
  const text = [words.greeting, ...before, ...(code === undefined ? [] : [`    ${code}`]), ...after, words.signature].map(named);
  const paragraph = (words: string): string => `<p>${escapeHtml(named(words))}</p>`;
  const html = [
    `<!doctype html>`,
    `<html lang="${words.language}">`,
    `<head><meta charset="utf-8"><title>${escapeHtml(named(subject))}</title></head>`,
    `<body style="font:16px/1.5 sans-serif;color:#222;max-width:34em;margin:0 auto;padding:16px">`,
    ...[words.greeting, ...before].map(paragraph),
    ...(code === undefined ? [] : [`<p style="font:bold 32px/1.5 monospace;letter-spacing:4px">${escapeHtml(code)}</p>`]),
    ...[...after, words.signature].map(paragraph),
    `</body>`,
    `</html>`,
  ];
  return { to, subject: named(subject), text: `${text.join('\n\n')}\n`, html: `${html.join('\n')}\n` };
}

const ENTITIES: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' };

function escapeHtml(text: string): string {
  return text.replaceAll(/[&<>"']/g, (character) => ENTITIES[character] ?? character);
}
