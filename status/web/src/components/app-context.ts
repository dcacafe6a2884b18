// What every view works with, and the hooks on it.
import { createContext } from 'preact';
import { useContext, useEffect, useRef, useState } from 'preact/hooks';
import { type Api, ApiFailure } from '../api.ts';
import { useSpeech } from '../i18n/language.ts';
import type { Texts } from '../i18n/texts.ts';
import type { PageSession } from '../replies.ts';
import type { Live, LiveView } from '../state/live.ts';
import type { Notes } from '../state/notes.ts';

export interface AppParts {
  readonly api: Api;
  readonly live: Live;
  readonly notes: Notes;
  readonly session: PageSession;
}

export const AppContext = createContext<AppParts | undefined>(undefined);

export function useApp(): AppParts {
  const parts = useContext(AppContext);
  if (!parts) throw new Error('this component is outside of AppContext');
  return parts;
}

export function useMayOperate(): boolean {
  return useApp().session.role === 'operate';
}

interface Subject {
  subscribe(listener: () => void): () => void;
}

/** Renders the component again after each change of `subject`. */
export function useChanges(subject: Subject): void {
  const [, setCount] = useState(0);
  useEffect(() => subject.subscribe(() => setCount((count) => count + 1)), [subject]);
}

export function useLiveView(): LiveView {
  const { live } = useApp();
  useChanges(live);
  return live.view;
}

/** The time, which moves every `everyMs`. */
export function useNow(everyMs: number): number {
  const [now, setNow] = useState(Date.now());
  useEffect(() => {
    const timer = setInterval(() => setNow(Date.now()), everyMs);
    return () => clearInterval(timer);
  }, [everyMs]);
  return now;
}

export interface LoadRequest<T> {
  /** The last reply; it stays when a later call fails. */
  readonly value: T | undefined;
  /** Of the last call; undefined where it went well. */
  readonly error: ApiFailure | undefined;
  /** When `value` came, in milliseconds since 1970. */
  readonly readAt: number;
  readonly isLoading: boolean;
  reload(): Promise<void>;
}

type Loaded<T> = Omit<LoadRequest<T>, 'reload'> & { readonly key: string };

/** Calls `load` at the start, when `key` changes, and every `everyMs` while the page is visible. */
export function useLoad<T>(load: () => Promise<T>, key: string, everyMs?: number): LoadRequest<T> {
  const initial: Loaded<T> = { key, value: undefined, error: undefined, readAt: 0, isLoading: true };
  const [state, setState] = useState(initial);
  const last = useRef(0);
  const reload = async (): Promise<void> => {
    const call = ++last.current;
    const settle = (next: Partial<Loaded<T>>): void => {
      // A later call, or another key, has made this reply old.
      if (call === last.current) setState((now) => ({ ...(now.key === key ? now : initial), isLoading: false, ...next }));
    };
    setState((now) => (now.key === key ? { ...now, isLoading: true } : initial));
    try {
      settle({ value: await load(), error: undefined, readAt: Date.now() });
    } catch (error) {
      settle({ error: toFailure(error) });
    }
  };
  useEffect(() => {
    void reload();
    return () => {
      last.current++;
    };
  }, [key]);
  useEffect(() => {
    if (everyMs === undefined) return;
    const timer = setInterval(() => document.visibilityState === 'visible' && void reload(), everyMs);
    return () => clearInterval(timer);
  }, [key, everyMs]);
  return { ...(state.key === key ? state : initial), reload };
}

export interface ActRunner {
  readonly isBusy: boolean;
  /** Does `work` and says its result, if that is a text; resolves with whether it went well. */
  run(work: () => Promise<string | undefined>): Promise<boolean>;
}

export function useAct(): ActRunner {
  const { notes } = useApp();
  const { texts } = useSpeech();
  const [isBusy, setBusy] = useState(false);
  return {
    isBusy,
    async run(work) {
      setBusy(true);
      try {
        const result = await work();
        if (result !== undefined) notes.addDone(result);
        return true;
      } catch (error) {
        const { code, message } = toFailure(error);
        notes.addFailed(explainError(code, texts), message);
        return false;
      } finally {
        setBusy(false);
      }
    },
  };
}

/** A sentence for a code of the API, in the language of the page. */
export function explainError(code: string, texts: Texts): string {
  const { errors } = texts;
  return Object.hasOwn(errors, code) ? errors[code as keyof Texts['errors']] : errors.other;
}

function toFailure(error: unknown): ApiFailure {
  if (error instanceof ApiFailure) return error;
  throw error;
}
