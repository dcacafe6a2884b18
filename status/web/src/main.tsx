// Starts the page: who looks, then everything else. Without a session it says why, and tries again.
import { render } from 'preact';
import { useEffect, useMemo, useState } from 'preact/hooks';
import { Api, ApiFailure } from './api.ts';
import { App } from './app.tsx';
import { explainError } from './components/app-context.ts';
import { speechOf } from './i18n/language.ts';
import { browserStorage, readLanguage, readTheme } from './preferences.ts';
import type { PageSession } from './replies.ts';
import { Live } from './state/live.ts';
import { Notes } from './state/notes.ts';
import { testIds } from './testids.ts';
import './styles/tokens.css';
import './styles/layout.css';
import './styles/components.css';
import './styles/controls.css';
import './styles/data.css';

const RETRY_MS = 3000;

const api = new Api();
const notes = new Notes();

function Start() {
  const [session, setSession] = useState<PageSession | undefined>(undefined);
  const [error, setError] = useState<ApiFailure | undefined>(undefined);
  const live = useMemo(() => new Live({ api, openEvents: () => new EventSource('./api/live') }), []);
  useEffect(() => {
    let timer: ReturnType<typeof setTimeout> | undefined;
    const load = async (): Promise<void> => {
      try {
        setSession(await api.readSession());
        live.start();
      } catch (problem) {
        if (!(problem instanceof ApiFailure)) throw problem;
        setError(problem);
        timer = setTimeout(() => void load(), RETRY_MS);
      }
    };
    void load();
    // A page that is left, but kept for the way back, would keep its stream: browsers have six connections for one server.
    addEventListener('pagehide', () => live.stop());
    addEventListener('pageshow', ({ persisted }) => {
      if (persisted) live.start();
    });
    return () => {
      clearTimeout(timer);
      live.stop();
    };
  }, []);
  return session ? <App api={api} notes={notes} live={live} session={session} /> : <Waiting error={error} />;
}

function Waiting({ error }: { readonly error: ApiFailure | undefined }) {
  const { texts } = speechOf(readLanguage(browserStorage(), navigator.languages));
  return (
    <main class="waiting">
      <p role={error ? 'alert' : undefined} data-testid={error ? testIds.error : undefined}>
        {error ? explainError(error.code, texts) : texts.loading}
      </p>
      {error && <p class="muted">{error.message}</p>}
    </main>
  );
}

document.documentElement.dataset.theme = readTheme(browserStorage());
const root = document.getElementById('app');
if (root) render(<Start />, root);
