// Theme and language: what the browser asks for, unless the reader has chosen. The choice stays in this browser.

export const THEMES = ['system', 'light', 'dark'] as const;
export type Theme = (typeof THEMES)[number];
export const LANGUAGES = ['en', 'zh'] as const;
export type Language = (typeof LANGUAGES)[number];

type Keep = Pick<Storage, 'getItem' | 'setItem'>;
const THEME_KEY = 'im-operator-theme';
const LANGUAGE_KEY = 'im-operator-language';

export function readTheme(keep: Keep | undefined): Theme {
  return THEMES.find((theme) => theme === keep?.getItem(THEME_KEY)) ?? 'system';
}

/** The chosen language, else the first of the browser's languages that the page speaks. */
export function readLanguage(keep: Keep | undefined, wanted: readonly string[]): Language {
  const chosen = LANGUAGES.find((language) => language === keep?.getItem(LANGUAGE_KEY));
  const spoken = wanted.map((tag) => LANGUAGES.find((language) => language === tag.slice(0, 2).toLowerCase()));
  return chosen ?? spoken.find((language) => language !== undefined) ?? 'en';
}

export function keepTheme(keep: Keep | undefined, theme: Theme): void {
  keep?.setItem(THEME_KEY, theme);
}

export function keepLanguage(keep: Keep | undefined, language: Language): void {
  keep?.setItem(LANGUAGE_KEY, language);
}

/** Undefined where the browser forbids it. */
export function browserStorage(): Keep | undefined {
  try {
    return localStorage;
  } catch {
    return undefined;
  }
}
