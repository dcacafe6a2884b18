// Small parts that every view is made of.
import type { ComponentChildren } from 'preact';
import { useSpeech } from '../i18n/language.ts';
import { testIds } from '../testids.ts';
import { explainError, type LoadRequest, useNow } from './app-context.ts';

export type Tone = 'good' | 'warn' | 'bad' | 'calm';

/** A state in words, with its colour. */
export function Badge({ tone, children }: { readonly tone: Tone; readonly children: ComponentChildren }) {
  return <span class={`badge ${tone}`}>{children}</span>;
}

interface PanelProps {
  readonly title: string;
  readonly testId?: string;
  /** False where the view has the same title. */
  readonly isTitled?: boolean;
  /** Beside the title. */
  readonly side?: ComponentChildren;
  readonly children: ComponentChildren;
}

export function Panel({ title, testId, isTitled = true, side, children }: PanelProps) {
  return (
    <section class="panel" data-testid={testId}>
      {isTitled && (
        <header class="panel-head">
          <h2>{title}</h2>
          {side}
        </header>
      )}
      {children}
    </section>
  );
}

/** What stands where there is nothing yet: it says what to do. */
export function Empty({ children }: { readonly children: ComponentChildren }) {
  return <p class="empty">{children}</p>;
}

type Fact = readonly [name: string, value: ComponentChildren];

/** Names and values. */
export function Facts({ facts }: { readonly facts: readonly Fact[] }) {
  return (
    <dl class="facts">
      {facts.map(([name, value]) => (
        <div key={name}>
          <dt>{name}</dt>
          <dd>{value}</dd>
        </div>
      ))}
    </dl>
  );
}

/** A moment; its exact time is shown on demand. */
export function Ago({ at }: { readonly at: number }) {
  const { formats } = useSpeech();
  const now = useNow(10_000);
  return (
    <time dateTime={new Date(at).toISOString()} title={formats.moment(at)}>
      {formats.ago(at, now)}
    </time>
  );
}

export function Moment({ at }: { readonly at: number }) {
  const { formats } = useSpeech();
  if (!(at > 0)) return <>{formats.moment(at)}</>;
  return <time dateTime={new Date(at).toISOString()}>{formats.moment(at)}</time>;
}

interface LoadedProps<T> {
  readonly request: LoadRequest<T>;
  readonly children: (value: T) => ComponentChildren;
}

/** What was loaded; else that it is being loaded, or why it cannot be. What is known stays when it cannot be read again. */
export function Loaded<T>({ request, children }: LoadedProps<T>) {
  const { texts, formats } = useSpeech();
  const { value, error, readAt, isLoading } = request;
  if (value === undefined && !error) return <p class="empty loading">{texts.loading}</p>;
  return (
    <>
      {error && (
        <div class="trouble" role="alert" data-testid={testIds.error}>
          <p>
            <strong>{explainError(error.code, texts)}</strong>
          </p>
          {error.message !== '' && <p class="muted">{error.message}</p>}
          {value !== undefined && <p class="muted">{texts.notRefreshed(formats.clockWithSeconds(readAt))}</p>}
          <button type="button" disabled={isLoading} onClick={() => void request.reload()}>
            {texts.tryAgain}
          </button>
        </div>
      )}
      {value !== undefined && children(value)}
    </>
  );
}

export function RefreshButton({ request }: { readonly request: LoadRequest<unknown> }) {
  const { texts } = useSpeech();
  return (
    <button type="button" class="quiet" disabled={request.isLoading} onClick={() => void request.reload()}>
      {texts.refresh}
    </button>
  );
}
