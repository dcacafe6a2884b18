// The results of acts, read aloud by screen readers when they come.
import { useSpeech } from '../i18n/language.ts';
import { testIds } from '../testids.ts';
import { useApp, useChanges } from './app-context.ts';

export function NoteList() {
  const { notes } = useApp();
  const { texts } = useSpeech();
  useChanges(notes);
  return (
    <div class="notes" aria-live="polite" data-testid={testIds.notes}>
      {notes.list.map(({ number, kind, text, detail }) => (
        <div key={number} class={`note ${kind}`} role={kind === 'failed' ? 'alert' : undefined} data-testid={noteTestId(kind)}>
          <div>
            <p>{text}</p>
            {detail !== '' && <p class="muted">{detail}</p>}
          </div>
          <button type="button" class="quiet" onClick={() => notes.dismiss(number)}>
            {texts.dismiss}
          </button>
        </div>
      ))}
    </div>
  );
}

function noteTestId(kind: 'done' | 'failed'): string {
  return kind === 'done' ? testIds.done : testIds.error;
}
