// Buttons that act: some ask first, and the gravest want the name typed.
import type { ComponentChildren } from 'preact';
import { useId, useLayoutEffect, useRef, useState } from 'preact/hooks';
import { useSpeech } from '../i18n/language.ts';
import { testIds } from '../testids.ts';
import { useAct } from './app-context.ts';

interface ActProps {
  readonly label: string;
  /** What it acts on, for those who hear the label alone. */
  readonly about?: string;
  readonly testId: string;
  readonly kind?: 'primary' | 'danger' | 'plain';
  /** Resolves with what to say of the result, if anything. */
  readonly act: () => Promise<string | undefined>;
  /** After the act went well. */
  readonly onDone?: () => unknown;
}

export function ActButton({ label, about, testId, kind = 'plain', act, onDone }: ActProps) {
  const { isBusy, run } = useAct();
  const start = async (): Promise<void> => {
    if (await run(act)) onDone?.();
  };
  return (
    <button
      type="button"
      class={kind}
      data-testid={testId}
      disabled={isBusy}
      aria-busy={isBusy}
      aria-label={about === undefined ? undefined : `${label} ${about}`}
      onClick={() => void start()}
    >
      {label}
    </button>
  );
}

interface Question {
  readonly title: string;
  readonly text: ComponentChildren;
  readonly confirmLabel?: string;
  /** What must be typed before the act begins. */
  readonly typed?: { readonly value: string; readonly label: string };
}

/** A button that asks in a dialog before it acts. */
export function ConfirmedAct({ question, ...props }: ActProps & { readonly question: Question }) {
  const [isOpen, setOpen] = useState(false);
  const { label, about, testId, kind = 'plain' } = props;
  return (
    <>
      <button
        type="button"
        class={kind}
        data-testid={testId}
        aria-haspopup="dialog"
        aria-label={about === undefined ? undefined : `${label} ${about}`}
        onClick={() => setOpen(true)}
      >
        {label}
      </button>
      {isOpen && <ConfirmDialog {...props} question={question} onClose={() => setOpen(false)} />}
    </>
  );
}

type DialogProps = ActProps & { readonly question: Question; readonly onClose: () => void };

/** The browser keeps the focus within the dialog, closes it on Escape, and gives the focus back. */
export function ConfirmDialog({ question, label, kind, act, onDone, onClose }: DialogProps) {
  const { texts } = useSpeech();
  const { isBusy, run } = useAct();
  const dialog = useRef<HTMLDialogElement>(null);
  const [typed, setTyped] = useState('');
  const titleId = useId();
  // At once: a dialog that is closed before it is shown would stay.
  useLayoutEffect(() => dialog.current?.showModal(), []);
  const { title, text, confirmLabel = label, typed: wanted } = question;
  const isReady = !isBusy && (wanted === undefined || typed.trim() === wanted.value);
  const confirm = async (event: Event): Promise<void> => {
    event.preventDefault();
    if (!isReady) return;
    const isDone = await run(act);
    dialog.current?.close();
    if (isDone) onDone?.();
  };
  return (
    <dialog ref={dialog} aria-labelledby={titleId} onClose={onClose}>
      <form onSubmit={(event) => void confirm(event)}>
        <h2 id={titleId}>{title}</h2>
        <div class="dialog-text">{text}</div>
        {wanted && (
          <label class="field">
            <span>{wanted.label}</span>
            <input
              type="text"
              autocomplete="off"
              data-testid={testIds.confirmName}
              value={typed}
              onInput={(event) => setTyped(event.currentTarget.value)}
            />
          </label>
        )}
        <div class="dialog-acts">
          <button type="button" data-testid={testIds.cancel} onClick={() => dialog.current?.close()}>
            {texts.cancel}
          </button>
          <button
            type="submit"
            class={kind === 'danger' ? 'danger' : 'primary'}
            data-testid={testIds.confirm}
            disabled={!isReady}
          >
            {confirmLabel}
          </button>
        </div>
      </form>
    </dialog>
  );
}
