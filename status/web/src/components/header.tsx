// The frame of the page: its name and links, who looks, whether it is live, theme and language.
import type { ComponentChildren } from 'preact';
import { useEffect, useState } from 'preact/hooks';
import { useSpeech } from '../i18n/language.ts';
import { LANGUAGES, type Language, THEMES, type Theme } from '../preferences.ts';
import type { PageSession } from '../replies.ts';
import { formatHash, VIEW_NAMES, type ViewName } from '../router.ts';
import type { LinkState } from '../state/live.ts';
import { testIds } from '../testids.ts';
import { useLiveView } from './app-context.ts';

const LANGUAGE_NAMES: Readonly<Record<Language, string>> = { en: 'English', zh: '中文' };

export interface Choices {
  readonly theme: Theme;
  readonly setTheme: (theme: Theme) => void;
  readonly language: Language;
  readonly setLanguage: (language: Language) => void;
}

interface SidebarProps extends Choices {
  readonly view: ViewName | undefined;
  readonly session: PageSession;
}

/** On a phone the links open from a button. */
export function Sidebar({ view, session, ...choices }: SidebarProps) {
  const { texts } = useSpeech();
  const [isOpen, setOpen] = useState(false);
  useEffect(() => setOpen(false), [view]);
  const names = VIEW_NAMES.filter((name) => name !== 'mails' || session.hasMails);
  return (
    <header class="side">
      <div class="brand">
        <span class="mark" aria-hidden="true">
          im
        </span>
        <strong>{texts.product}</strong>
        <button
          type="button"
          class="menu-button quiet"
          aria-expanded={isOpen}
          aria-controls="menu"
          data-testid={testIds.menu}
          onClick={() => setOpen(!isOpen)}
        >
          {texts.menu}
        </button>
      </div>
      <div id="menu" class={isOpen ? 'menu open' : 'menu'}>
        <nav aria-label={texts.navigation}>
          <ul>
            {names.map((name) => (
              <li key={name}>
                <a href={formatHash(name)} aria-current={name === view ? 'page' : undefined} data-testid={testIds.nav(name)}>
                  {texts.viewNames[name]}
                </a>
              </li>
            ))}
          </ul>
        </nav>
        <div class="side-foot">
          <p class="muted">
            {texts.signedInAs(session.name)} · {texts.roles[session.role]}
          </p>
          <Switches {...choices} />
          <p class="muted">{session.version}</p>
        </div>
      </div>
    </header>
  );
}

function Switches({ theme, setTheme, language, setLanguage }: Choices) {
  const { texts } = useSpeech();
  return (
    <div class="switches">
      <label class="field">
        <span>{texts.theme.label}</span>
        <select data-testid={testIds.theme} value={theme} onChange={(event) => setTheme(event.currentTarget.value as Theme)}>
          {THEMES.map((one) => (
            <option key={one} value={one}>
              {texts.theme[one]}
            </option>
          ))}
        </select>
      </label>
      <label class="field">
        <span>{texts.language}</span>
        <select
          data-testid={testIds.language}
          value={language}
          onChange={(event) => setLanguage(event.currentTarget.value as Language)}
        >
          {LANGUAGES.map((one) => (
            <option key={one} value={one} lang={one}>
              {LANGUAGE_NAMES[one]}
            </option>
          ))}
        </select>
      </label>
    </div>
  );
}

/** The title of a view, what it is for, and whether what it shows is live. */
export function ViewHead({
  title,
  intro,
  children,
}: {
  readonly title: string;
  readonly intro?: string;
  readonly children?: ComponentChildren;
}) {
  const { link } = useLiveView();
  return (
    <div class="view-head">
      <div>
        <h1 id="view-title" tabIndex={-1}>
          {title}
        </h1>
        {intro !== undefined && <p class="muted">{intro}</p>}
      </div>
      <div class="view-side">
        {children}
        <LinkMark link={link} />
      </div>
    </div>
  );
}

function LinkMark({ link }: { readonly link: LinkState }) {
  const { texts } = useSpeech();
  const label = { live: texts.link.live, connecting: texts.link.connecting, lost: texts.link.lostShort }[link.kind];
  return (
    <span class={`link-mark ${link.kind}`} data-testid={testIds.link} data-state={link.kind}>
      {label}
    </span>
  );
}

/** Above everything while nothing comes: what is shown stays, and this says from when it is. */
export function LostBanner() {
  const { texts, formats } = useSpeech();
  const { link } = useLiveView();
  return (
    <div aria-live="polite">
      {link.kind === 'lost' && (
        <p class="lost" data-testid={testIds.lost}>
          {texts.link.lost(formats.clockWithSeconds(link.since))}
        </p>
      )}
    </div>
  );
}
