// The languages of the chat.
import type { ChatTexts } from './chat-texts.ts';
import { CHINESE } from './chinese.ts';
import { ENGLISH } from './english.ts';

export type ChatLanguage = 'en' | 'zh';

export function isLanguage(text: unknown): text is ChatLanguage {
  return text === 'en' || text === 'zh';
}

export const TEXTS: Readonly<Record<ChatLanguage, ChatTexts>> = { en: ENGLISH, zh: CHINESE };
