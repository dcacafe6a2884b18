// The texts and formats of the chosen language, for every component below the provider.
import { createContext } from 'preact';
import { useContext } from 'preact/hooks';
import { type Formats, formatsOf } from '../format.ts';
import type { Language } from '../preferences.ts';
import { CHINESE } from './chinese.ts';
import { ENGLISH } from './english.ts';
import type { Texts } from './texts.ts';

export interface Speech {
  readonly language: Language;
  readonly texts: Texts;
  readonly formats: Formats;
}

const SPEECHES: Readonly<Record<Language, Speech>> = {
  en: { language: 'en', texts: ENGLISH, formats: formatsOf('en') },
  zh: { language: 'zh', texts: CHINESE, formats: formatsOf('zh') },
};

export function speechOf(language: Language): Speech {
  return SPEECHES[language];
}

export const SpeechContext = createContext<Speech>(SPEECHES.en);

export function useSpeech(): Speech {
  return useContext(SpeechContext);
}
