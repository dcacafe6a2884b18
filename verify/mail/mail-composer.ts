// Composes the mails of verify as plain text and HTML with the same content. The mails contain no link and no image, so phishing
// mails cannot imitate one.
import type { im } from '../../proto/rpc.ts';
import type { Mail } from '../ports.ts';
import { CHINESE, ENGLISH, type MailTexts } from './mail-texts.ts';

const MINUTE_MS = 60_000;

export interface CodeMail {
  readonly to: string;
  readonly purpose: im.CodePurpose;
  readonly code: string;
  /** The remaining lifetime of the code. */
  readonly lifetimeMs: number;
  /** The caller's language tag (BCP 47). Any text is valid; an unknown language selects English. */
  readonly language: string;
}

export interface OwnerNotice {
  readonly to: string;
  /** What the other user wanted the e-mail address for. */
  readonly purpose: im.CodePurpose;
  readonly language: string;
}

export interface ReplacedNotice {
  readonly to: string;
  readonly language: string;
}

export interface MailComposer {
  /** A mail with a code. The subject contains no code: a locked phone displays it. */
  composeCode(mail: CodeMail): Mail;
  /** Notifies the owner of an account that another user wanted its e-mail address. */
  composeOwnerNotice(mail: OwnerNotice): Mail;
  /** Notifies the former e-mail address of an account that the account has a new one. */
  composeReplacedNotice(mail: ReplacedNotice): Mail;
}

/** `service` is the name of this service in the mails. */
export function mailComposer(service: string): MailComposer {
  return {
    composeCode: ({ to, purpose, code, lifetimeMs, language }) => {
      const texts = textsFor(language);
      const { subject, before, after } = texts.code(purpose);
      const minutes = Math.max(1, Math.floor(lifetimeMs / MINUTE_MS));
      return compose(texts, { to, subject, service, before: [before], code, after: [texts.lives(minutes), texts.secret, after] });
    },
    composeOwnerNotice: ({ to, purpose, language }) => {
      const texts = textsFor(language);
      const { subject, paragraphs } = texts.owner(purpose);
      return compose(texts, { to, subject, service, before: paragraphs, after: [] });
    },
    composeReplacedNotice: ({ to, language }) => {
      const texts = textsFor(language);
      const { subject, paragraphs } = texts.replaced;
      return compose(texts, { to, subject, service, before: paragraphs, after: [] });
    },
  };
}

function textsFor(language: string): MailTexts {
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

/** Composes greeting, paragraphs, an optional code, more paragraphs and signature. Replaces `{service}` by the service's name. */
function compose(texts: MailTexts, { to, subject, service, before, code, after }: Content): Mail {
  const fillIn = (text: string): string => text.replaceAll('{service}', () => service);
  const text = [texts.greeting, ...before, ...(code === undefined ? [] : [`    ${code}`]), ...after, texts.signature].map(fillIn);
  const paragraph = (text: string): string => `<p>${escapeHtml(fillIn(text))}</p>`;
  const html = [
    `<!doctype html>`,
    `<html lang="${texts.language}">`,
    `<head><meta charset="utf-8"><title>${escapeHtml(fillIn(subject))}</title></head>`,
    `<body style="font:16px/1.5 sans-serif;color:#222;max-width:34em;margin:0 auto;padding:16px">`,
    ...[texts.greeting, ...before].map(paragraph),
    ...(code === undefined ? [] : [`<p style="font:bold 32px/1.5 monospace;letter-spacing:4px">${escapeHtml(code)}</p>`]),
    ...[...after, texts.signature].map(paragraph),
    `</body>`,
    `</html>`,
  ];
  return { to, subject: fillIn(subject), text: `${text.join('\n\n')}\n`, html: `${html.join('\n')}\n` };
}

const ENTITIES: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' };

function escapeHtml(text: string): string {
  return text.replaceAll(/[&<>"']/g, (character) => ENTITIES[character] ?? character);
}
