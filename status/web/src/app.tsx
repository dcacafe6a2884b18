// The page: its frame, and the view that the address names.
import { useEffect, useRef, useState } from 'preact/hooks';
import { AppContext, type AppParts } from './components/app-context.ts';
import { Empty } from './components/basics.tsx';
import { LostBanner, Sidebar, ViewHead } from './components/header.tsx';
import { NoteList } from './components/notes.tsx';
import { SpeechContext, speechOf, useSpeech } from './i18n/language.ts';
import { browserStorage, keepLanguage, keepTheme, type Language, readLanguage, readTheme, type Theme } from './preferences.ts';
import { type PageAddress, usePageAddress } from './router.ts';
import { testIds } from './testids.ts';
import { Audit } from './views/audit.tsx';
import { Doctor } from './views/doctor.tsx';
import { Groups } from './views/groups.tsx';
import { Lag } from './views/lag.tsx';
import { Letters } from './views/letters.tsx';
import { Mails } from './views/mails.tsx';
import { Members } from './views/members/members.tsx';
import { Notices } from './views/notices.tsx';
import { Overview } from './views/overview.tsx';
import { Users } from './views/users.tsx';

export function App(parts: AppParts) {
  const address = usePageAddress();
  const [theme, setTheme] = useTheme();
  const [language, setLanguage] = useLanguage();
  const speech = speechOf(language);
  useNewView(address, speech.texts.viewNames[address.view ?? 'overview'], speech.texts.product);
  return (
    <SpeechContext.Provider value={speech}>
      <AppContext.Provider value={parts}>
        <button type="button" class="skip" onClick={focusContent}>
          {speech.texts.skip}
        </button>
        <div class="page">
          <Sidebar
            view={address.view}
            session={parts.session}
            theme={theme}
            setTheme={setTheme}
            language={language}
            setLanguage={setLanguage}
          />
          <main id="content" tabIndex={-1} data-testid={testIds.view(address.view ?? 'overview')}>
            <LostBanner />
            <div class="view">
              <View address={address} />
            </div>
          </main>
        </div>
        <NoteList />
      </AppContext.Provider>
    </SpeechContext.Provider>
  );
}

function View({ address: { view, path, query } }: { readonly address: PageAddress }) {
  const { texts } = useSpeech();
  switch (view) {
    case 'overview':
      return <Overview />;
    case 'members':
      return <Members path={path} />;
    case 'lag':
      return <Lag />;
    case 'letters':
      return <Letters path={path} />;
    case 'users':
      return <Users query={query} />;
    case 'groups':
      return <Groups query={query} />;
    case 'notices':
      return <Notices />;
    case 'audit':
      return <Audit />;
    case 'doctor':
      return <Doctor />;
    case 'mails':
      return <Mails />;
    default:
      return (
        <>
          <ViewHead title={texts.viewNames.overview} />
          <Empty>{texts.unknownView}</Empty>
        </>
      );
  }
}

/** A link to #content would leave the view, which the address names. */
function focusContent(): void {
  document.getElementById('content')?.focus();
}

/** Names the window after the view. A reader who goes to another view begins at its title. */
function useNewView({ view, path }: PageAddress, title: string, product: string): void {
  const key = [view, ...path].join('/');
  const shown = useRef(key);
  useEffect(() => {
    document.title = `${title} · ${product}`;
  }, [title, product]);
  useEffect(() => {
    if (shown.current === key) return;
    shown.current = key;
    scrollTo(0, 0);
    document.getElementById('view-title')?.focus({ preventScroll: true });
  }, [key]);
}

function useTheme(): [Theme, (theme: Theme) => void] {
  const [theme, setTheme] = useState(() => readTheme(browserStorage()));
  useEffect(() => {
    document.documentElement.dataset.theme = theme;
    dispatchEvent(new Event('themechange'));
  }, [theme]);
  useEffect(() => {
    const system = matchMedia('(prefers-color-scheme: dark)');
    const announce = (): void => void dispatchEvent(new Event('themechange'));
    system.addEventListener('change', announce);
    return () => system.removeEventListener('change', announce);
  }, []);
  const choose = (chosen: Theme): void => {
    keepTheme(browserStorage(), chosen);
    setTheme(chosen);
  };
  return [theme, choose];
}

function useLanguage(): [Language, (language: Language) => void] {
  const [language, setLanguage] = useState(() => readLanguage(browserStorage(), navigator.languages));
  useEffect(() => {
    document.documentElement.lang = language === 'zh' ? 'zh-CN' : 'en';
  }, [language]);
  const choose = (chosen: Language): void => {
    keepLanguage(browserStorage(), chosen);
    setLanguage(chosen);
  };
  return [language, choose];
}
